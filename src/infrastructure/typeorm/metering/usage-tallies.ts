import type {
  PositionedUsage,
  TalliedRange,
  UsageTallies,
} from '#application/metering/usage-tallies.ts';
import type { OpenSpan, RollUpTime } from '#domain/metering/cover.ts';
import { coverOf } from '#domain/metering/cover.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import type { RolledUp, RollUpHours } from '#domain/metering/rollup.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import {
  countingId,
  noSubscription,
  subscriptionUuid,
} from '#infrastructure/typeorm/metering/counting-ids.ts';
import { talliesIn } from '#infrastructure/typeorm/metering/rolled-tallies.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// More positions than these behind a roll-up are not read one after the other to find a customer's.
const behindMax = 50_000;
const attemptsMax = 6;

const headOf = (tenantId: string): string => `
  select coalesce(max(h.position), 0) as position, max(h.gone_until) as gone_until,
    (select r.position from usage_rollup_heads r
      where r.tenant_id = ${tenantId} and r.counting = $2) as rolled_up
  from usage_heads h where h.tenant_id = ${tenantId}`;

const standingOf = (tenantId: string): string => `
  select s.position::text as position, s.gone_until, s.rolled_up::text as rolled_up
  from (${headOf(tenantId)}) s`;

const ofSubscription = (column: string): string =>
  `($5::uuid[] is null or coalesce(${column}, '${noSubscription}') = any ($5))`;

const eventColumns = `null::smallint as hours, e.occurred_at as at, e.data::text as data, e.source,
  e.event_id as id`;

// One statement sees one state: how far was rolled up, that, and all events behind it. The position
// is on every row, and on one row without usage where there is none.
const rowsOf = (tenantId: string, usage: string): string => `
  with head as materialized (${headOf(tenantId)})
  select h.position::text as position, h.gone_until, h.rolled_up::text as rolled_up, u.*
  from head h left join lateral (${usage}) u on true`;

const eventsOf = (tenantId: string): string =>
  rowsOf(
    tenantId,
    `select ${eventColumns} from unnest($6::timestamptz[], $7::timestamptz[])
        as w (starts_at, ends_at)
      join usage_events e on e.tenant_id = ${tenantId} and e.customer_id = $3 and e.event_type = $4
        and e.occurred_at >= w.starts_at and e.occurred_at < w.ends_at
      where ${ofSubscription('e.subscription_id')}`,
  );

const talliesOf = (tenantId: string): string =>
  rowsOf(
    tenantId,
    `select r.hours, r.starts_at as at, r.tallies as data, null as source, null as id
      from unnest($8::smallint[], $9::timestamptz[], $10::timestamptz[])
        as w (hours, starts_at, ends_at)
      join usage_rollups r on r.tenant_id = ${tenantId} and r.counting = $2 and r.customer_id = $3
        and r.hours = w.hours and r.starts_at >= w.starts_at and r.starts_at < w.ends_at
      where ${ofSubscription('r.subscription_id')}
    union all
    select ${eventColumns} from unnest($6::timestamptz[], $7::timestamptz[])
        as w (starts_at, ends_at)
      join usage_events e on e.tenant_id = ${tenantId} and e.customer_id = $3 and e.event_type = $4
        and e.occurred_at >= w.starts_at and e.occurred_at < w.ends_at
        and e.position <= h.rolled_up
      where ${ofSubscription('e.subscription_id')}
    union all
    select ${eventColumns} from (
        select * from usage_events n where n.tenant_id = ${tenantId}
          and n.position > h.rolled_up and n.position <= h.position offset 0
      ) e
      where e.customer_id = $3 and e.event_type = $4
        and e.occurred_at >= $11 and e.occurred_at < $12
        and ${ofSubscription('e.subscription_id')}`,
  );

const statements = (tenantId: string, named: (text: string, name: string) => NamedStatement) => ({
  standing: named(standingOf(tenantId), 'usage_rollups.standing'),
  tallies: named(talliesOf(tenantId), 'usage_rollups.tallies'),
  events: named(eventsOf(tenantId), 'usage_rollups.events'),
});

interface NamedStatement {
  readonly name?: string | undefined;
  readonly text: string;
}

const inTransaction = statements('$1', (text, name) => ({ name, text }));
const inRead = statements('scope.tenant_id', (text, name) => tenantScoped(text, `${name}-read`));

interface Standing {
  readonly position: string;
  readonly gone_until: Date | null;
  readonly rolled_up: string | null;
}

interface UsageRow extends Standing {
  readonly hours: RollUpHours | null;
  readonly at: Date | null;
  readonly data: string | null;
  readonly source: string | null;
  readonly id: string | null;
}

type Ask = <Row extends object>(
  statement: keyof typeof inTransaction,
  values: readonly unknown[],
) => Promise<readonly Row[]>;

const talliesBy = (ask: Ask): UsageTallies => ({
  within: async (range) => {
    const { counting, spans } = range;
    const shared = sharedValues(range);
    const left: RollUpTime[] = [];
    let [standing] = await ask<Standing>('standing', shared.slice(0, 1));
    for (let attempt = 0; attempt < attemptsMax && isNear(standing); attempt += 1) {
      // What is carried over is kept for good; of other events some may be gone by now.
      const goneUntil = counting.isCarriedOver ? null : instantIn(standing?.gone_until ?? null);
      const { whole, rest } = coverOf(spans, left, goneUntil);
      const values = [
        ...shared,
        ...bounds(rest),
        whole.map(({ hours }) => hours),
        ...bounds(whole),
        ...bounds([{ from: spans[0]?.from ?? null, to: spans.at(-1)?.to ?? instantOf(0) }]).flat(),
      ];
      const rows = await ask<UsageRow>('tallies', values);
      const long = rows.flatMap(({ hours, at, data }) =>
        hours !== null && at !== null && data === null
          ? [{ hours, startsAt: instantOf(at.getTime()) }]
          : [],
      );
      const [seen] = rows;
      const isSame = seen?.gone_until?.getTime() === standing?.gone_until?.getTime();
      if (long.length === 0 && isSame && isNear(seen)) return toUsage(rows);
      left.push(...long);
      standing = seen;
    }
    return toUsage(await ask<UsageRow>('events', [...shared, ...bounds(spans)]));
  },
});

/** Whether something is rolled up, and nearly all. */
const isNear = (standing: Standing | undefined): boolean =>
  standing?.rolled_up != null &&
  Number(standing.position) - Number(standing.rolled_up) <= behindMax;

const sharedValues = ({ customerId, subscriptions, counting }: TalliedRange) => [
  countingId(counting),
  uuidOf(customerId),
  counting.eventType,
  subscriptions?.map(subscriptionUuid) ?? null,
];

const bounds = (spans: readonly OpenSpan[]): readonly (readonly string[])[] => [
  spans.map(({ from }) => (from === null ? '-infinity' : formatInstant(from))),
  spans.map(({ to }) => formatInstant(to)),
];

const instantIn = (date: Date | null) => date && instantOf(date.getTime());

const toUsage = (rows: readonly UsageRow[]): PositionedUsage => {
  const rolledUp: RolledUp[] = [];
  const events: UsageToCount[] = [];
  for (const { hours, at, data, source, id } of rows) {
    if (at === null || data === null) continue;
    const instant = instantOf(at.getTime());
    if (hours !== null) rolledUp.push({ startsAt: instant, groups: talliesIn(data) });
    else if (source !== null && id !== null) {
      const read = JSON.parse(data) as UsageToCount['data'];
      events.push({ source, id, at: instant, data: read });
    }
  }
  return { rolledUp, events, position: rows[0]?.position ?? '0' };
};

const postgresTallies = ({ client, tenantId }: Transaction): UsageTallies =>
  talliesBy(
    async <Row extends object>(
      statement: keyof typeof inTransaction,
      values: readonly unknown[],
    ) => {
      const { rows } = await client.query<Row>({
        ...inTransaction[statement],
        values: [tenantId, ...values],
      });
      return rows;
    },
  );

const readTallies = (reader: TenantReader): UsageTallies =>
  talliesBy((statement, values) => reader.rows(inRead[statement], values));

/** Usage to be counted, as far as it was rolled up, in PostgreSQL. */
export const usageTallies = { repository: postgresTallies, queries: readTallies };
