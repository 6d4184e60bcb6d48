import type {
  BilledRange,
  CountableUsage,
  UsageCounts,
  UsagePages,
} from '#application/metering/usage-counts.ts';
import { pageOfUsage } from '#application/metering/usage-counts.ts';
import type { StoredUsage } from '#application/metering/usage-ports.ts';
import type { UsageTallying } from '#domain/metering/open-usage.ts';
import { OpenUsage } from '#domain/metering/open-usage.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type { Pages } from '#infrastructure/typeorm/reads/each-page.ts';
import { eachPage } from '#infrastructure/typeorm/reads/each-page.ts';
import { eachRow } from '#infrastructure/typeorm/reads/each-row.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const inRange = (tenantId: string): string => `e.tenant_id = ${tenantId} and e.customer_id = $2
    and e.event_type = $3 and e.occurred_at >= $4 and e.occurred_at < $5
    and ($6::uuid is null or e.subscription_id is null or e.subscription_id = $6)`;

const headOf = (tenantId: string): string => `
  select coalesce(max(head.position), 0) as position, max(head.gone_until) as gone_until
  from usage_heads head where head.tenant_id = ${tenantId}`;

const countedOf = (tenantId: string): string => `
  select e.source, e.event_id as id, e.occurred_at as at, e.data::text as data
  from usage_events e where ${inRange(tenantId)}
    and ($7::bigint is null or e.position <= $7)
    and (e.cancelled_position is null or e.cancelled_position > $7)`;

// One statement sees one state: the events up to the position of the head, and all of them. The
// head is on every row, and on one row without an event where there are none.
const withHead = (tenantId: string, events: string): string => `
  select h.position::text as position, h.gone_until, e.source, e.id, e.at, e.data
  from (${headOf(tenantId)}) h left join lateral (${events}) e on true`;

const withinOf = (tenantId: string): string => withHead(tenantId, countedOf(tenantId));

// The order of `byTime`. OFFSET keeps it inside, where the index has it but for those of one
// instant: so nothing is sorted as a whole.
const inOrderOf = (tenantId: string): string =>
  withHead(
    tenantId,
    `${countedOf(tenantId)}
      order by e.occurred_at, e.event_id collate "C", e.source collate "C" offset 0`,
  );

// An event that came and was cancelled since changes nothing.
const changedOf = (tenantId: string): string => `
  select exists (select from usage_events e where ${inRange(tenantId)}
    and ((e.position > $7 and e.cancelled_position is null)
      or (e.position <= $7 and e.cancelled_position > $7))) as has_changed`;

const inTransaction = {
  within: { name: 'usage_events.count', text: withinOf('$1') },
  inOrder: { name: 'usage_events.count-in-order', text: inOrderOf('$1') },
  changed: { name: 'usage_events.has-changed', text: changedOf('$1') },
};
const inRead = {
  within: tenantScoped(withinOf('scope.tenant_id'), 'usage_events.recount'),
  inOrder: {
    ...tenantScoped(inOrderOf('scope.tenant_id')),
    name: 'usage_events.recount-in-order',
  },
  changed: tenantScoped(changedOf('scope.tenant_id'), 'usage_events.has-changed-since'),
};

interface CountRow {
  readonly position: string;
  readonly gone_until: Date | null;
  readonly source: string | null;
  readonly id: string;
  readonly at: Date;
  readonly data: string;
}

const valuesOf = (
  { customerId, subscriptionId, type, from, to }: BilledRange,
  through: string | null,
): readonly unknown[] => [
  uuidOf(customerId),
  type,
  from === null ? '-infinity' : formatInstant(from),
  formatInstant(to),
  subscriptionId === null ? null : uuidOf(subscriptionId),
  through,
];

/** Reads the rows of a range, row by row or in order and page by page. */
interface Ask {
  each(take: (row: CountRow) => void): Promise<CountRow | undefined>;
  inOrder(pages: Pages<CountRow>): Promise<CountRow | undefined>;
}

/** Reads events, and keeps them all only where nothing says how they are tallied or taken. */
const countable = async (
  ask: Ask,
  through: string | null,
  reading: UsageTallying | UsagePages | undefined,
): Promise<CountableUsage> => {
  if (reading !== undefined && 'take' in reading) {
    const { take, size = pageOfUsage } = reading;
    // Where there is no event the only row says nothing but the position.
    const handOut = (rows: readonly CountRow[]): void => {
      const events = rows.flatMap((row) => eventIn(row) ?? []);
      if (events.length > 0) take(events);
    };
    const seen = await ask.inOrder({ size, take: handOut });
    return { rolledUp: [], events: [], ...standingOf(seen, through) };
  }
  const events: StoredUsage[] = [];
  const tallied = reading && new OpenUsage(reading);
  const seen = await ask.each((row) => {
    const event = eventIn(row);
    if (event === undefined) return;
    if (tallied === undefined) events.push(event);
    else tallied.add(event);
  });
  return { ...(tallied?.close() ?? { rolledUp: [], events }), ...standingOf(seen, through) };
};

const eventIn = ({ source, id, at, data }: CountRow): StoredUsage | undefined => {
  if (source === null) return undefined;
  const read = JSON.parse(data) as StoredUsage['data'];
  return { source, id, at: instantOf(at.getTime()), data: read };
};

const standingOf = (
  seen: CountRow | undefined,
  through: string | null,
): Pick<CountableUsage, 'position' | 'goneUntil'> => ({
  position: through ?? seen?.position ?? '0',
  goneUntil: seen?.gone_until ? instantOf(seen.gone_until.getTime()) : null,
});

interface ChangedRow {
  readonly has_changed: boolean;
}

const postgresCounts = ({ client, tenantId }: Transaction): UsageCounts => ({
  within: (range, through, reading) => {
    const values = [tenantId, ...valuesOf(range, through)];
    const ask: Ask = {
      each: (take) => eachRow(client, { ...inTransaction.within, values }, take),
      inOrder: (pages) => eachPage(client, { ...inTransaction.inOrder, values }, pages),
    };
    return countable(ask, through, reading);
  },
  hasChanged: async (range, since) => {
    const values = [tenantId, ...valuesOf(range, since)];
    const { rows } = await client.query<ChangedRow>({ ...inTransaction.changed, values });
    return rows[0]?.has_changed === true;
  },
});

const postgresRecounts = (reader: TenantReader): UsageCounts => ({
  within: (range, through, reading) => {
    const values = valuesOf(range, through);
    const ask: Ask = {
      each: (take) => reader.eachRow(inRead.within, values, take),
      inOrder: (pages) => reader.eachPage(inRead.inOrder, values, pages),
    };
    return countable(ask, through, reading);
  },
  hasChanged: async (range, since) => {
    const [row] = await reader.rows<ChangedRow>(inRead.changed, valuesOf(range, since));
    return row?.has_changed === true;
  },
});

/** The events behind the lines of invoices, in PostgreSQL. */
export const usageCounts = { repository: postgresCounts, queries: postgresRecounts };
