import { LRUCache } from 'lru-cache';
import type {
  PositionedUsage,
  TalliedRange,
  UsageTallies,
} from '#application/metering/usage-tallies.ts';
import { tooManyEvents } from '#application/metering/usage-tallies.ts';
import type { Cover, OpenSpan, RollUpTime } from '#domain/metering/cover.ts';
import { coverOf } from '#domain/metering/cover.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import type { RolledPart, RollUpHours } from '#domain/metering/rollup.ts';
import { lengthOf, rollUpHours, startOfRollUp } from '#domain/metering/rollup.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf, later } from '#domain/shared/time.ts';
import {
  countingId,
  noSubscription,
  subscriptionUuid,
} from '#infrastructure/typeorm/metering/counting-ids.ts';
import { partsIn } from '#infrastructure/typeorm/metering/rolled-tallies.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// More positions than these behind a roll-up are not read one after the other to find a customer's.
const behindMax = 250_000;
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

const eventColumns = `null::smallint as part, e.occurred_at as at, e.data::text as data, e.source,
  e.event_id as id`;

// One statement sees one state: how far was rolled up, that, and all events behind it. The position
// is on every row, and on one row without usage where there is none.
const rowsOf = (tenantId: string, usage: string): string => `
  with head as materialized (${headOf(tenantId)})
  select h.position::text as position, h.gone_until, h.rolled_up::text as rolled_up, u.*
  from head h left join lateral (${usage}) u on true`;

// The events of each span are fetched by the index: OFFSET keeps PostgreSQL from fetching all of
// the customer once, to look for them there.
const eventsWithin = (tenantId: string, condition: string): string => `
  select ${eventColumns} from unnest($6::timestamptz[], $7::timestamptz[]) as w (starts_at, ends_at)
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
const talliesOf = (tenantId: string): string =>
  rowsOf(
    tenantId,
    `select w.part, r.starts_at as at, case w.part when 24 then r.tallies else r.hours end as data,
        null as source, null as id
      from unnest($8::smallint[], $9::timestamptz[], $10::timestamptz[])
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

const inTransaction = statements('$1', (text, name) => ({ name, text }));
const inRead = statements('scope.tenant_id', (text, name) => tenantScoped(text, `${name}-read`));

interface Standing {
  readonly position: string;
  readonly gone_until: Date | null;
  readonly rolled_up: string | null;
}

interface UsageRow extends Standing {
  /** The hours of a tally; 0 of an event that is in one and was cancelled since. */
  readonly part: RollUpHours | 0 | null;
  readonly at: Date | null;
  readonly data: string | null;
  readonly source: string | null;
  readonly id: string | null;
}

type Ask = <Row extends object>(
  statement: keyof typeof inTransaction,
  values: readonly unknown[],
) => Promise<readonly Row[]>;

const talliesBy = (tenantId: string, ask: Ask): UsageTallies => ({
  within: async (range) => {
    const { counting, spans } = range;
    const asked = boundedBy(range, ask);
    const shared = sharedValues(range);
    const left: RollUpTime[] = [];
    const key = `${tenantId}/${String(shared[0])}`;
    let standing = nearLately.get(key);
    if (standing === undefined) [standing] = await ask<Standing>('standing', shared.slice(0, 1));
    for (let attempt = 0; attempt < attemptsMax && isNear(standing); attempt += 1) {
      // Events of a level that is carried over are kept for good. Others may be gone by now.
      const goneUntil = counting.isCarriedOver ? null : instantIn(standing?.gone_until ?? null);
      const { whole, rest } = coverOf(spans, left, goneUntil);
      const values = [...shared, ...bounds(rest), ...partsOf(whole), ...ends(spans)];
      const rows = await asked('tallies', values);
      const parts = rolledIn(rows, whole);
      const long = parts.filter(({ groups }) => groups === null);
      const unfit = notAmong(left, [...long, ...staleIn(rows)]);
      const [seen] = rows;
      const isSame = seen?.gone_until?.getTime() === standing?.gone_until?.getTime();
      remember(key, seen);
      if (unfit.length === 0 && isSame && isNear(seen)) return toUsage(rows, parts);
      left.push(...unfit);
      standing = seen;
    }
    return toUsage(await asked('events', [...shared, ...bounds(spans)]), []);
  },
});

/** Asks for usage, and for no more rows than are read at once where there is a bound. */
const boundedBy =
  ({ eventsMax }: TalliedRange, ask: Ask) =>
  async (
    statement: 'tallies' | 'events',
    values: readonly unknown[],
  ): Promise<readonly UsageRow[]> => {
    if (eventsMax === undefined) return ask<UsageRow>(statement, values);
    const some = ({ tallies: 'someTallies', events: 'someEvents' } as const)[statement];
    // Events that are soon in a tally are no reason to refuse, and they are not many.
    const most = statement === 'tallies' ? eventsMax + behindMax : eventsMax;
    const rows = await ask<UsageRow>(some, [...values, most + 1]);
    if (rows.length > most) throw tooManyEvents(eventsMax);
    return rows;
  };

// Saves a round trip for the next, and no more than that: what a statement sees itself decides.
const nearLately = new LRUCache<string, Standing>({ max: 10_000, ttl: 10_000 });

const remember = (key: string, seen: Standing | undefined): void => {
  if (seen === undefined || !isNear(seen)) nearLately.delete(key);
  else {
    const { position, gone_until, rolled_up } = seen;
    nearLately.set(key, { position, gone_until, rolled_up });
  }
};

/** Whether something is rolled up, and nearly all. */
const isNear = (standing: Standing | undefined): boolean =>
  standing !== undefined &&
  standing.rolled_up !== null &&
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

const ends = (spans: readonly OpenSpan[]): readonly string[] => {
  const to = spans.at(-1)?.to ?? instantOf(0);
  return bounds([{ from: spans[0]?.from ?? null, to }]).flat();
};

// Hours are read by the days that they lie in, each day once.
const partsOf = (whole: Cover['whole']) => {
  const days = daysOf(whole.filter(({ hours }) => hours === 1));
  const asked = [...whole.filter(({ hours }) => hours === 24), ...days];
  return [asked.map(({ hours }) => hours), ...bounds(asked)];
};

const daysOf = (hours: Cover['whole']): Cover['whole'] => {
  const days: Cover['whole'][number][] = [];
  for (const { from, to } of hours) {
    const last = days.at(-1);
    const first = from === null ? null : startOfRollUp(from, 24);
    if (last === undefined || first === null || last.to <= first) {
      days.push({ hours: 1, from: first, to: endOfDay(to) });
    } else if (last.to < to) days[days.length - 1] = { ...last, to: endOfDay(to) };
  }
  return days;
};

const endOfDay = (to: Instant): Instant => later(startOfRollUp(later(to, -1), 24), lengthOf(24));

const instantIn = (date: Date | null) => date && instantOf(date.getTime());

type ReadPart = RolledPart & RollUpTime;

/** The days and hours that were asked for. */
const rolledIn = (rows: readonly UsageRow[], whole: Cover['whole']): readonly ReadPart[] => {
  const byHours = whole.filter(({ hours }) => hours === 1);
  return rows.flatMap(({ part, data }) => {
    if (part === null || part === 0 || data === null) return [];
    return partsIn(data, part === 1 ? byHours : null).map((each) => ({ ...each, hours: part }));
  });
};

/** The tallies of which an event was cancelled since. */
const staleIn = (rows: readonly UsageRow[]): readonly RollUpTime[] =>
  rows.flatMap(({ part, at }) => {
    if (part !== 0 || at === null) return [];
    return rollUpHours.map((hours) => ({
      hours,
      startsAt: startOfRollUp(instantOf(at.getTime()), hours),
    }));
  });

const keyOf = ({ hours, startsAt }: RollUpTime): string => `${hours}/${startsAt}`;

const notAmong = (
  known: readonly RollUpTime[],
  some: readonly RollUpTime[],
): readonly RollUpTime[] => {
  const others = new Map(some.map((each) => [keyOf(each), each]));
  for (const each of known) others.delete(keyOf(each));
  return [...others.values()];
};

const toUsage = (rows: readonly UsageRow[], parts: readonly ReadPart[]): PositionedUsage => {
  const events = rows.flatMap(({ at, data, source, id }): UsageToCount[] => {
    if (at === null || data === null || source === null || id === null) return [];
    const read = JSON.parse(data) as UsageToCount['data'];
    return [{ source, id, at: instantOf(at.getTime()), data: read }];
  });
  const rolledUp = parts.map(({ startsAt, groups }) => ({ startsAt, groups: groups ?? [] }));
  return { rolledUp, events, position: rows[0]?.position ?? '0' };
};

const postgresTallies = ({ client, tenantId }: Transaction): UsageTallies =>
  talliesBy(
    tenantId,
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
  talliesBy(reader.tenantId, (statement, values) => reader.rows(inRead[statement], values));

/** Usage to be counted, as far as it was rolled up, in PostgreSQL. */
export const usageTallies = { repository: postgresTallies, queries: readTallies };
