import type { ExpiringUsage } from '#application/metering/usage-ports.ts';
import { closedAfterDays, dayOfExpiry, unitDaysMax } from '#domain/metering/usage-life.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { preparePartition } from '#infrastructure/typeorm/metering/usage-partitions.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const isAnyOver = {
  name: 'usage_events.is-any-over',
  text: `select exists (select from usage_events e
    where e.tenant_id = $1 and e.expires_on < $2) as is_any_over`,
};

const unitCases = Object.entries(unitDaysMax)
  .map(([unit, days]) => `when '${unit}' then ${days}`)
  .join(' ');
const daysOf = (count: string, unit: string): string => `${count} * case ${unit} ${unitCases} end`;

// The most days of a period in which usage is sold: a price may recur by itself.
const longest = `
  select coalesce(max(greatest(${daysOf('v.interval_count', 'v.interval_unit')},
      ${daysOf("(p.price -> 'interval' ->> 'count')::integer", "p.price -> 'interval' ->> 'unit'")}
    )), 0) as days
    from plan_versions v cross join lateral jsonb_array_elements(v.prices) as p (price)
    where v.tenant_id = $1 and p.price ->> 'kind' = 'usage'`;

// `uncountedSince`, and the lines that wait. Of one that is paused nothing is due, but its
// period may go on, and is then counted from its beginning.
const uncounted = `
  select u.customer_id, min(u.since) as since from (
    select k.customer_id, coalesce(k.settled_through, s.starts_at)
        - (l.days + ${closedAfterDays}) * interval '24 hours' as since
      from subscription_cursors k
      cross join lateral (select n.starts_at, n.ends_at from subscriptions n
        where n.tenant_id = $1 and n.id = k.subscription_id offset 0) s
      cross join longest l
      where k.tenant_id = $1 and (k.next_due_at is not null or s.ends_at is null)
    union all
    select c.customer_id, (c.derivation -> 'period' ->> 'startsAt')::timestamptz as since
      from charges c
      where c.tenant_id = $1 and c.kind = 'usage' and c.derivation -> 'counted' = 'null'::jsonb
  ) u group by u.customer_id`;

// Moves them to the partition of another month: an event is in one place at any time.
const keep = {
  name: 'usage_events.keep',
  text: `with longest as materialized (${longest}),
    uncounted as materialized (${uncounted}),
    needed as materialized (
      select e.position, e.expires_on from usage_events e
        left join uncounted u on u.customer_id = e.customer_id
        where e.tenant_id = $1 and e.expires_on < $2
          and (e.occurred_at >= u.since or e.event_type in (select m.event_type from meters m
            where m.tenant_id = $1 and m.is_carried_over and m.archived_at is null))
        order by e.position limit $4)
    update usage_events e set expires_on = $3 from needed n
      where e.tenant_id = $1 and e.position = n.position and e.expires_on = n.expires_on
      returning e.source, e.event_id as id`,
};

const keepKeys = {
  name: 'usage_keys.keep',
  text: `update usage_keys k set expires_on = $2
    from unnest($3::text[], $4::text[]) as r (source, event_id)
    where k.tenant_id = $1 and k.source = r.source and k.event_id = r.event_id`,
};

const noteGone = {
  name: 'usage_heads.note-gone',
  text: `update usage_heads h set gone_until = greatest(h.gone_until, g.at)
    from (select max(e.occurred_at) as at from usage_events e
      where e.tenant_id = $1 and e.expires_on < $2) g
    where h.tenant_id = $1 and g.at is not null`,
};

/** Law 5 of `UsageStore`. */
export const keepNeeded = async (
  { client, tenantId }: Transaction,
  { before, keptUntil, limit }: ExpiringUsage,
): Promise<number> => {
  const over = await client.query<{ readonly is_any_over: boolean }>({
    ...isAnyOver,
    values: [tenantId, before],
  });
  if (over.rows[0]?.is_any_over !== true) return 0;
  const expiresOn = dayOfExpiry(keptUntil);
  await preparePartition(client, expiresOn);
  const { rows } = await client.query<{ readonly source: string; readonly id: string }>({
    ...keep,
    values: [tenantId, before, expiresOn, limit],
  });
  const keys = [rows.map(({ source }) => source), rows.map(({ id }) => id)];
  if (rows.length > 0) {
    await client.query({ ...keepKeys, values: [tenantId, expiresOn, ...keys] });
  }
  if (rows.length < limit) await client.query({ ...noteGone, values: [tenantId, before] });
  return rows.length;
};

const forget = {
  name: 'usage_keys.forget',
  text: `delete from usage_keys where tenant_id = $1 and (source, event_id) in (
    select k.source, k.event_id from usage_keys k
      where k.tenant_id = $1 and k.expires_on < $2 limit $3)`,
};

/** Law 6 of `UsageStore`. */
export const forgetEnded = async (
  { client, tenantId }: Transaction,
  before: CalendarDate,
  limit: number,
): Promise<number> => {
  const { rowCount } = await client.query({ ...forget, values: [tenantId, before, limit] });
  return rowCount ?? 0;
};

const forgetHeads = {
  name: 'usage_rollup_heads.forget',
  text: 'delete from usage_rollup_heads where tenant_id = $1 and counting <> all ($2)',
};

// Of a way of counting that nobody asks for any more; and of days that ended before the last of the
// events that are gone, where they are not kept for a level that is carried over.
const forgetOld = {
  name: 'usage_rollups.forget',
  text: `delete from usage_rollups where tenant_id = $1
    and (counting, customer_id, starts_at, subscription_id) in (
      select r.counting, r.customer_id, r.starts_at, r.subscription_id
        from usage_rollups r
        where r.tenant_id = $1 and (r.counting <> all ($2)
          or (r.counting <> all ($3) and r.starts_at <= (
            select h.gone_until - interval '24 hours' from usage_heads h where h.tenant_id = $1)))
        limit $4)`,
};

/** The ways of counting whose roll-ups are kept, and those of them that are kept for good. */
interface KeptCountings {
  readonly wanted: readonly string[];
  readonly carried: readonly string[];
}

/** Law 4 of `UsageRollUps`. */
export const forgetRollUps = async (
  { client, tenantId }: Transaction,
  { wanted, carried }: KeptCountings,
  limit: number,
): Promise<number> => {
  await client.query({ ...forgetHeads, values: [tenantId, wanted] });
  const values = [tenantId, wanted, carried, limit];
  const { rowCount } = await client.query({ ...forgetOld, values });
  return rowCount ?? 0;
};
