import type { CountedDays, RollUpQueries } from '#application/metering/roll-up-queries.ts';
import type { Counting, RollUp, UsageToRollUp } from '#domain/metering/rollup.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { idFromUuid, lowestUuid, uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { countingId, subscriptionIn } from '#infrastructure/typeorm/metering/counting-ids.ts';
import { countingsReadBy } from '#infrastructure/typeorm/metering/countings.ts';
import { inForce } from '#infrastructure/typeorm/metering/hours-to-recount.ts';
import { dayIn } from '#infrastructure/typeorm/metering/rolled-tallies.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

// The next customer is found by the indexes, whose order it is, and not by reading all events.
const nextAfter = (customer: string): string => `
  select n.id from (
    (select e.customer_id as id from usage_events e
      where e.tenant_id = scope.tenant_id and e.customer_id > ${customer}
      order by e.customer_id limit 1)
    union all
    select r.id from usage_rollup_heads h
      cross join lateral (select u.customer_id as id from usage_rollups u
        where u.tenant_id = scope.tenant_id and u.counting = h.counting
          and u.customer_id > ${customer}
        order by u.customer_id limit 1) r
      where h.tenant_id = scope.tenant_id
  ) n order by n.id limit 1`;

const findCustomers = tenantScoped(
  `with recursive c as (
    select (${nextAfter('$2::uuid')}) as id
    union all
    select (${nextAfter('c.id')}) from c where c.id is not null
  )
  select c.id from c where c.id is not null limit $3`,
  'usage_rollups.customers',
);

// So many days hold few tallies, but for steps of levels and unique values.
const daysMax = 31;

const findDays = tenantScoped(
  `with h as materialized (
    select n.counting, n.position from usage_rollup_heads n
      where n.tenant_id = scope.tenant_id and n.counting = any ($4)
  ), f as materialized (
    select date_trunc('day', least(
      (select e.occurred_at from usage_events e
        where e.tenant_id = scope.tenant_id and e.customer_id = $2 and e.event_type = $3
          and e.occurred_at >= $5 order by e.occurred_at limit 1),
      (select min(n.starts_at) from h cross join lateral (
        select r.starts_at from usage_rollups r
          where r.tenant_id = scope.tenant_id and r.counting = h.counting and r.customer_id = $2
            and r.starts_at >= $5 order by r.starts_at limit 1) n)
    ), 'UTC') as first
  )
  select f.first as "from", f.first + interval '${daysMax * 24} hours' as "to", h.counting,
    h.position::text as position, r.starts_at as "startsAt",
    r.subscription_id as "subscriptionId", r.tallies, r.hours
  from f cross join h left join lateral (
    select * from usage_rollups n where n.tenant_id = scope.tenant_id
      and n.counting = h.counting and n.customer_id = $2
      and n.starts_at >= f.first and n.starts_at < f.first + interval '${daysMax * 24} hours'
    offset 0) r on true
  where f.first is not null`,
  'usage_rollups.days',
);

interface DayRow {
  readonly from: Date;
  readonly to: Date;
  readonly counting: string;
  readonly position: string;
  readonly startsAt: Date | null;
  readonly subscriptionId: string;
  readonly tallies: string;
  readonly hours: string;
}

// The head is on every row, and on one row without an event where there are none.
const findEvents = {
  ...tenantScoped(`
    select h.gone_until as "goneUntil", e.source, e.id, e.at, e."subscriptionId", e.data
    from (select max(n.gone_until) as gone_until from usage_heads n
        where n.tenant_id = scope.tenant_id) h
      left join lateral (
        select n.source, n.event_id as id, n.occurred_at as at,
            n.subscription_id as "subscriptionId", n.data::text as data
          from usage_events n where n.tenant_id = scope.tenant_id
            and n.customer_id = $2 and ${inForce('n')} and n.event_type = $4
            and n.occurred_at >= $5 and n.occurred_at < $6 offset 0) e on true`),
  name: 'usage_rollups.events-of-days',
};

interface EventRow {
  readonly goneUntil: Date | null;
  readonly source: string | null;
  readonly id: string;
  readonly at: Date;
  readonly subscriptionId: string | null;
  readonly data: string;
}

const pageSize = 1000;

/** Reads of roll-ups in PostgreSQL. */
export const rollUpQueries = (reader: TenantReader): RollUpQueries => ({
  countings: () => countingsReadBy(reader),
  customers: async (after, limit) => {
    const values = [after === null ? lowestUuid : uuidOf(after), limit];
    const rows = await reader.rows<{ readonly id: string }>(findCustomers, values);
    return rows.map(({ id }) => idFromUuid('cus', id));
  },
  days: async (customerId, countings, from) => {
    const rows = await reader.rows<DayRow>(findDays, [
      uuidOf(customerId),
      countings[0]?.eventType ?? '',
      countings.map(countingId),
      from === null ? '-infinity' : formatInstant(from),
    ]);
    const [first] = rows;
    if (first === undefined) return undefined;
    return {
      from: instantOf(first.from.getTime()),
      to: instantOf(first.to.getTime()),
      counted: countedIn(rows, countings, customerId),
    };
  },
  events: async ({ customerId, type, from, to }, through, take) => {
    const values = [uuidOf(customerId), through, type, formatInstant(from), formatInstant(to)];
    const first = await reader.eachPage<EventRow>(findEvents, values, {
      size: pageSize,
      take: (rows) => take(rows.flatMap((row) => eventIn(row, { customerId, type }) ?? [])),
    });
    return first?.goneUntil ? instantOf(first.goneUntil.getTime()) : null;
  },
});

const countedIn = (
  rows: readonly DayRow[],
  countings: readonly Counting[],
  customerId: CustomerId,
): readonly CountedDays[] => {
  const known = new Map(countings.map((counting) => [countingId(counting), counting]));
  return [...Map.groupBy(rows, (row) => row.counting)].flatMap(([id, some]) => {
    const counting = known.get(id);
    const [first] = some;
    if (counting === undefined || first === undefined) return [];
    const days = some.flatMap((row): readonly RollUp[] => {
      if (row.startsAt === null) return [];
      return [{ ...dayIn(row), customerId, subscriptionId: subscriptionIn(row.subscriptionId) }];
    });
    return [{ counting, position: first.position, days }];
  });
};

const eventIn = (
  row: EventRow,
  shared: Pick<UsageToRollUp, 'customerId' | 'type'>,
): UsageToRollUp | undefined => {
  if (row.source === null) return undefined;
  return {
    ...shared,
    source: row.source,
    id: row.id,
    at: instantOf(row.at.getTime()),
    subscriptionId: row.subscriptionId === null ? null : idFromUuid('sub', row.subscriptionId),
    data: JSON.parse(row.data) as UsageToRollUp['data'],
  };
};
