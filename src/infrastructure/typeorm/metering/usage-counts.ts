import type {
  BilledRange,
  CountableUsage,
  UsageCounts,
} from '#application/metering/usage-counts.ts';
import type { StoredUsage } from '#application/metering/usage-ports.ts';
import type { UsageTallying } from '#domain/metering/open-usage.ts';
import { OpenUsage } from '#domain/metering/open-usage.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { eachRow } from '#infrastructure/typeorm/reads/each-row.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const inRange = (tenantId: string): string => `e.tenant_id = ${tenantId} and e.customer_id = $2
    and e.event_type = $3 and e.occurred_at >= $4 and e.occurred_at < $5
    and (e.subscription_id is null or e.subscription_id = $6)`;

// One statement sees one state: the events up to the position of the head, and all of them. The
// head is on every row, and on one row without an event where there are none.
const withinOf = (tenantId: string): string => `
  select h.position::text as position, h.gone_until, e.source, e.event_id as id,
    e.occurred_at as at, e.data::text as data
  from (select coalesce(max(head.position), 0) as position, max(head.gone_until) as gone_until
    from usage_heads head
    where head.tenant_id = ${tenantId}) h
  left join usage_events e on ${inRange(tenantId)}
    and ($7::bigint is null or e.position <= $7)
    and (e.cancelled_position is null or e.cancelled_position > $7)`;

// An event that came and was cancelled since changes nothing.
const changedOf = (tenantId: string): string => `
  select exists (select from usage_events e where ${inRange(tenantId)}
    and ((e.position > $7 and e.cancelled_position is null)
      or (e.position <= $7 and e.cancelled_position > $7))) as has_changed`;

const inTransaction = {
  within: { name: 'usage_events.count', text: withinOf('$1') },
  changed: { name: 'usage_events.has-changed', text: changedOf('$1') },
};
const inRead = {
  within: tenantScoped(withinOf('scope.tenant_id'), 'usage_events.recount'),
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
  uuidOf(subscriptionId),
  through,
];

type Each = (take: (row: CountRow) => void) => Promise<CountRow | undefined>;

/** Reads events row by row, and keeps them all only where nothing says how they are tallied. */
const countable = async (
  each: Each,
  through: string | null,
  tallying: UsageTallying | undefined,
): Promise<CountableUsage> => {
  const events: StoredUsage[] = [];
  const tallied = tallying && new OpenUsage(tallying);
  const seen = await each(({ source, id, at, data }) => {
    if (source === null) return;
    const read = JSON.parse(data) as StoredUsage['data'];
    const event = { source, id, at: instantOf(at.getTime()), data: read };
    if (tallied === undefined) events.push(event);
    else tallied.add(event);
  });
  return {
    ...(tallied?.close() ?? { rolledUp: [], events }),
    position: through ?? seen?.position ?? '0',
    goneUntil: seen?.gone_until ? instantOf(seen.gone_until.getTime()) : null,
  };
};

interface ChangedRow {
  readonly has_changed: boolean;
}

const postgresCounts = ({ client, tenantId }: Transaction): UsageCounts => ({
  within: (range, through, tallying) => {
    const values = [tenantId, ...valuesOf(range, through)];
    const each: Each = (take) => eachRow(client, { ...inTransaction.within, values }, take);
    return countable(each, through, tallying);
  },
  hasChanged: async (range, since) => {
    const values = [tenantId, ...valuesOf(range, since)];
    const { rows } = await client.query<ChangedRow>({ ...inTransaction.changed, values });
    return rows[0]?.has_changed === true;
  },
});

const postgresRecounts = (reader: TenantReader): UsageCounts => ({
  within: (range, through, tallying) => {
    const each: Each = (take) => reader.eachRow(inRead.within, valuesOf(range, through), take);
    return countable(each, through, tallying);
  },
  hasChanged: async (range, since) => {
    const [row] = await reader.rows<ChangedRow>(inRead.changed, valuesOf(range, since));
    return row?.has_changed === true;
  },
});

/** The events behind the lines of invoices, in PostgreSQL. */
export const usageCounts = { repository: postgresCounts, queries: postgresRecounts };
