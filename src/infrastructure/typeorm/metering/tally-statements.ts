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

// The planner does not look into a row that was made before: so these cannot make a plan for just
// them look cheaper either, however many events others have.
const ofWhom =
  '$2::uuid as counting, $3::uuid as customer_id, $4::text as event_type, ' +
  '$5::uuid[] as subscriptions';
const ofWhen = '$11::timestamptz as starts_at, $12::timestamptz as ends_at';

const ofSubscription = (column: string): string => `(h.subscriptions is null
  or coalesce(${column}, '${noSubscription}') = any (h.subscriptions))`;

const eventColumns = `null::smallint as part, e.occurred_at as at, e.data::text as data, e.source,
  e.event_id as id`;

// One statement sees one state: how far was rolled up, that, and all events behind it. The position
// is on every row, and on one row without usage where there is none.
const rowsOf = (usage: string, asked: readonly string[], beside = 'null::text'): string => `
  with head as materialized (
    select s.*, ${asked.join(', ')} from (${headOf('scope.tenant_id')}) s
  )
  select h.position::text as position, h.gone_until, h.rolled_up::text as rolled_up,
    ${beside} as beside, u.*
  from head h left join lateral (${usage}) u on true`;

// The events of each span are fetched by the index: OFFSET keeps PostgreSQL from fetching all of
// the customer once, to look for them there.
const eventsWithin = (condition: string): string => `
  select ${eventColumns} from unnest(${timesIn('$6')}, ${timesIn('$7')}) as w (starts_at, ends_at)
    cross join lateral (select * from usage_events n where n.tenant_id = scope.tenant_id
      and n.customer_id = h.customer_id and n.event_type = h.event_type
      and n.occurred_at >= w.starts_at and n.occurred_at < w.ends_at
      and n.cancelled_position is null and ${condition}
      and ${ofSubscription('n.subscription_id')} offset 0) e`;

const eventsOf = rowsOf(eventsWithin('true'), [ofWhom]);

const ofRange = (event: string): string => `${event}.customer_id = h.customer_id
  and ${event}.event_type = h.event_type
  and ${event}.occurred_at >= h.starts_at and ${event}.occurred_at < h.ends_at
  and ${ofSubscription(`${event}.subscription_id`)}`;

// Behind the tallies are events that came since, and times of rolled up ones that were cancelled.
const talliesOf = (beside?: string): string =>
  rowsOf(
    `select w.part, r.starts_at as at, case w.part when 24 then r.tallies else r.hours end as data,
        null as source, null as id
      from unnest(${linesIn('$8')}::smallint[], ${timesIn('$9')}, ${timesIn('$10')})
        as w (part, starts_at, ends_at)
      cross join lateral (select * from usage_rollups n where n.tenant_id = scope.tenant_id
        and n.counting = h.counting and n.customer_id = h.customer_id
        and n.starts_at >= w.starts_at and n.starts_at < w.ends_at
        and ${ofSubscription('n.subscription_id')} offset 0) r
    union all ${eventsWithin('n.position <= h.rolled_up')}
    union all
    select ${eventColumns} from (
        select * from usage_events n where n.tenant_id = scope.tenant_id
          and h.position - h.rolled_up <= ${behindMax}
          and n.position > h.rolled_up and n.position <= h.position offset 0
      ) e
      where e.cancelled_position is null and ${ofRange('e')}
    union all
    select 0::smallint as part, e.occurred_at as at, null as data, null as source, null as id
      from (
        select * from usage_events n where n.tenant_id = scope.tenant_id
          and n.cancelled_position > h.rolled_up and n.cancelled_position <= h.position
          and n.position <= h.rolled_up offset 0
      ) e
      where ${ofRange('e')}`,
    [ofWhom, ofWhen],
    beside,
  );

// Beside those that read all there is, so that these are planned as ever.
const usageStatements = (named: (select: string, name: string) => NamedStatement) => ({
  tallies: named(talliesOf(), 'usage_rollups.tallies'),
  someTallies: named(`${talliesOf()} limit $13`, 'usage_rollups.some-tallies'),
  events: named(eventsOf, 'usage_rollups.events'),
  someEvents: named(`${eventsOf} limit $8`, 'usage_rollups.some-events'),
});

interface NamedStatement {
  readonly name: string;
  readonly text: string;
}

// As in a read, but that the transaction has set its tenant.
const scoped = (select: string): string => `
  with scope as materialized (select $1::uuid as tenant_id)
  select found.* from scope cross join lateral (${select} offset 0) found`;

const read = (select: string, name: string): NamedStatement => ({
  ...tenantScoped(select),
  name: `${name}-read`,
});

/**
 * The tallies of a read, and a text that the same state says: a query of one row, of the tenant
 * `scope.tenant_id` and the customer `$3`. Its own values begin with `$13`.
 */
export const talliesBeside = (beside: string, name: string) =>
  tenantScoped(talliesOf(`(${beside})`), name);

const standing = 'usage_rollups.standing';

/** For the connection of a transaction. */
export const inTransaction = {
  standing: { name: standing, text: standingOf('$1') },
  ...usageStatements((select, name) => ({ name, text: scoped(select) })),
};
/** For a read of its own. */
export const inRead = {
  standing: read(standingOf('scope.tenant_id'), standing),
  ...usageStatements(read),
};
