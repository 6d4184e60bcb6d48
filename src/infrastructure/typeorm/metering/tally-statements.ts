import { linesIn } from '#infrastructure/typeorm/connection/lines.ts';
import { noSubscription } from '#infrastructure/typeorm/metering/counting-ids.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

// The statements that read usage to be counted, in a transaction and in a read.

// Times are sent as lines, not as arrays. PostgreSQL sees how many an array has, so a plan for just
// these values looks cheaper than one for any: it made one for each execution, in ten times the
// time that the execution took.
const timesIn = (parameter: string): string => `${linesIn(parameter)}::timestamptz[]`;

// More positions than these behind a roll-up are not read one after the other to find a customer's.
export const behindMax = 250_000;

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

const eventColumns = `null::smallint as part, e.occurred_at as at, e.data::text as data, e.source,
  e.event_id as id`;

// One statement sees one state: how far was rolled up, that, and all events behind it. The position
// is on every row, and on one row without usage where there is none.
const rowsOf = (tenantId: string, usage: string, beside = 'null::text'): string => `
  with head as materialized (${headOf(tenantId)})
  select h.position::text as position, h.gone_until, h.rolled_up::text as rolled_up,
    ${beside} as beside, u.*
  from head h left join lateral (${usage}) u on true`;

// The events of each span are fetched by the index: OFFSET keeps PostgreSQL from fetching all of
// the customer once, to look for them there.
const eventsWithin = (tenantId: string, condition: string): string => `
  select ${eventColumns} from unnest(${timesIn('$6')}, ${timesIn('$7')}) as w (starts_at, ends_at)
    cross join lateral (select * from usage_events n where n.tenant_id = ${tenantId}
      and n.customer_id = $3 and n.event_type = $4
      and n.occurred_at >= w.starts_at and n.occurred_at < w.ends_at
      and n.cancelled_position is null and ${condition}
      and ${ofSubscription('n.subscription_id')} offset 0) e`;

const eventsOf = (tenantId: string): string => rowsOf(tenantId, eventsWithin(tenantId, 'true'));

const ofRange = (event: string): string => `${event}.customer_id = $3 and ${event}.event_type = $4
  and ${event}.occurred_at >= $11 and ${event}.occurred_at < $12
  and ${ofSubscription(`${event}.subscription_id`)}`;

// Behind the tallies are events that came since, and times of rolled up ones that were cancelled.
const talliesOf = (tenantId: string, beside?: string): string =>
  rowsOf(
    tenantId,
    `select w.part, r.starts_at as at, case w.part when 24 then r.tallies else r.hours end as data,
        null as source, null as id
      from unnest(${linesIn('$8')}::smallint[], ${timesIn('$9')}, ${timesIn('$10')})
        as w (part, starts_at, ends_at)
      cross join lateral (select * from usage_rollups n where n.tenant_id = ${tenantId}
        and n.counting = $2 and n.customer_id = $3
        and n.starts_at >= w.starts_at and n.starts_at < w.ends_at
        and ${ofSubscription('n.subscription_id')} offset 0) r
    union all ${eventsWithin(tenantId, 'n.position <= h.rolled_up')}
    union all
    select ${eventColumns} from (
        select * from usage_events n where n.tenant_id = ${tenantId}
          and h.position - h.rolled_up <= ${behindMax}
          and n.position > h.rolled_up and n.position <= h.position offset 0
      ) e
      where e.cancelled_position is null and ${ofRange('e')}
    union all
    select 0::smallint as part, e.occurred_at as at, null as data, null as source, null as id
      from (
        select * from usage_events n where n.tenant_id = ${tenantId}
          and n.cancelled_position > h.rolled_up and n.cancelled_position <= h.position
          and n.position <= h.rolled_up offset 0
      ) e
      where ${ofRange('e')}`,
    beside,
  );

// Beside those that read all there is, so that these are planned as ever.
const statements = (tenantId: string, named: (text: string, name: string) => NamedStatement) => ({
  standing: named(standingOf(tenantId), 'usage_rollups.standing'),
  tallies: named(talliesOf(tenantId), 'usage_rollups.tallies'),
  someTallies: named(`${talliesOf(tenantId)} limit $13`, 'usage_rollups.some-tallies'),
  events: named(eventsOf(tenantId), 'usage_rollups.events'),
  someEvents: named(`${eventsOf(tenantId)} limit $8`, 'usage_rollups.some-events'),
});

interface NamedStatement {
  readonly name?: string | undefined;
  readonly text: string;
}

/**
 * The tallies of a read, and a text that the same state says: a query of one row, of the tenant
 * `scope.tenant_id` and the customer `$3`. Its own values begin with `$13`.
 */
export const talliesBeside = (beside: string, name: string) =>
  tenantScoped(talliesOf('scope.tenant_id', `(${beside})`), name);

/** For the connection of a transaction. */
export const inTransaction = statements('$1', (text, name) => ({ name, text }));
/** For a read of its own. */
export const inRead = statements('scope.tenant_id', (text, name) =>
  tenantScoped(text, `${name}-read`),
);
