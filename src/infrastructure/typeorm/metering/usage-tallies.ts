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
import { OpenUsage } from '#domain/metering/open-usage.ts';
import type { RolledPart, RollUpHours } from '#domain/metering/rollup.ts';
import { lengthOf, rollUpHours, startOfRollUp } from '#domain/metering/rollup.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf, later } from '#domain/shared/time.ts';
import { linesOf } from '#infrastructure/typeorm/connection/lines.ts';
import { countingId, subscriptionUuid } from '#infrastructure/typeorm/metering/counting-ids.ts';
import { partsIn } from '#infrastructure/typeorm/metering/rolled-tallies.ts';
import {
  behindMax,
  inRead,
  inTransaction,
} from '#infrastructure/typeorm/metering/tally-statements.ts';
import { eachRow } from '#infrastructure/typeorm/reads/each-row.ts';
import type { TenantReader, TenantStatement } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const attemptsMax = 6;

interface Standing {
  readonly position: string;
  readonly gone_until: Date | null;
  readonly rolled_up: string | null;
  readonly beside?: string | null;
}

interface UsageRow extends Standing {
  /** The hours of a tally; 0 of an event that is in one and was cancelled since. */
  readonly part: RollUpHours | 0 | null;
  readonly at: Date | null;
  readonly data: string | null;
  readonly source: string | null;
  readonly id: string | null;
}

/** Reads the standing, or usage row by row. */
interface Ask {
  standing(values: readonly unknown[]): Promise<Standing | undefined>;
  each(
    statement: Exclude<keyof typeof inTransaction, 'standing'>,
    values: readonly unknown[],
    take: (row: UsageRow) => void,
  ): Promise<UsageRow | undefined>;
}

const talliesBy = (tenantId: string, ask: Ask): UsageTallies => ({
  within: async (range) => {
    const asked = boundedBy(range, ask);
    const shared = sharedValues(range);
    const left: RollUpTime[] = [];
    const key = `${tenantId}/${String(shared[0])}`;
    let standing = nearLately.get(key) ?? (await ask.standing(shared.slice(0, 1)));
    for (let attempt = 0; attempt < attemptsMax && isNear(standing); attempt += 1) {
      const { read, parts, unfit, isSettled } = await look(range, asked, standing, left);
      remember(key, read.seen);
      if (isSettled) return toUsage(read, parts);
      left.push(...unfit);
      standing = read.seen;
    }
    return toUsage(await asked('events', [...shared, ...bounds(range.spans)]), []);
  },
});

/** Reads the usage of a range, as it should be where so much is rolled up. */
const look = async (
  range: TalliedRange,
  asked: ReturnType<typeof boundedBy>,
  standing: Standing | undefined,
  left: readonly RollUpTime[],
) => {
  const { counting, spans } = range;
  // Events of a level that is carried over are kept for good. Others may be gone by now.
  const goneUntil = counting.isCarriedOver ? null : instantIn(standing?.gone_until ?? null);
  const { whole, rest } = coverOf(spans, left, goneUntil);
  const values = [...bounds(rest), ...partsOf(whole), ...ends(spans)];
  const read = await asked('tallies', [...sharedValues(range), ...values]);
  const parts = rolledIn(read.tallied, whole);
  const long = parts.filter(({ groups }) => groups === null);
  const unfit = notAmong(left, [...long, ...staleIn(read.tallied)]);
  const isSame = read.seen?.gone_until?.getTime() === standing?.gone_until?.getTime();
  return { read, parts, unfit, isSettled: unfit.length === 0 && isSame && isNear(read.seen) };
};

/**
 * Reads the usage of a range by one statement, with what the same state says beside (see
 * `talliesBeside`): nothing where that takes several, or says another text.
 */
export const talliesWhile = async (
  reader: TenantReader,
  range: TalliedRange,
  { statement, values, text }: Beside,
): Promise<PositionedUsage | undefined> => {
  const key = `${reader.tenantId}/${countingId(range.counting)}`;
  const standing = nearLately.get(key);
  if (standing === undefined) return undefined;
  const asked = boundedBy(range, {
    each: (_, given, take) => reader.eachRow(statement, [...given, ...values], take),
  });
  const { read, parts, isSettled } = await look(range, asked, standing, []);
  remember(key, read.seen);
  return isSettled && read.seen?.beside === text ? toUsage(read, parts) : undefined;
};

/** A text that is to be so while usage is read. */
interface Beside {
  readonly statement: TenantStatement;
  readonly values: readonly unknown[];
  readonly text: string;
}

/** The rows of a statement: those of tallies as they are, and events as they are kept. */
interface ReadUsage {
  readonly seen: Standing | undefined;
  readonly tallied: readonly UsageRow[];
  readonly usage: OpenUsage;
}

/** Reads usage, and no more rows than are read at once where there is a bound. */
const boundedBy =
  (range: TalliedRange, ask: Pick<Ask, 'each'>) =>
  async (statement: 'tallies' | 'events', values: readonly unknown[]): Promise<ReadUsage> => {
    const { eventsMax } = range;
    const usage = new OpenUsage(range);
    const tallied: UsageRow[] = [];
    let count = 0;
    const take = (row: UsageRow): void => {
      count += 1;
      const event = eventIn(row);
      if (event !== undefined) usage.add(event);
      else tallied.push(row);
    };
    if (eventsMax === undefined) {
      return { seen: await ask.each(statement, values, take), tallied, usage };
    }
    const some = ({ tallies: 'someTallies', events: 'someEvents' } as const)[statement];
    // Events that are soon in a tally are no reason to refuse, and they are not many.
    const most = statement === 'tallies' ? eventsMax + behindMax : eventsMax;
    const seen = await ask.each(some, [...values, most + 1], take);
    if (count > most) throw tooManyEvents(eventsMax);
    return { seen, tallied, usage };
  };

const eventIn = ({ at, data, source, id }: UsageRow): UsageToCount | undefined => {
  if (at === null || data === null || source === null || id === null) return undefined;
  const read = JSON.parse(data) as UsageToCount['data'];
  return { source, id, at: instantOf(at.getTime()), data: read };
};

// Saves a round trip for the next, and no more than that: what a statement sees itself decides.
const nearLately = new LRUCache<string, Standing>({
  max: 10_000,
  ttl: 10_000,
  ttlResolution: 100,
});

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

const bounds = (spans: readonly OpenSpan[]): readonly string[] => [
  linesOf(spans, ({ from }) => (from === null ? '-infinity' : formatInstant(from))),
  linesOf(spans, ({ to }) => formatInstant(to)),
];

const ends = (spans: readonly OpenSpan[]): readonly string[] => {
  const to = spans.at(-1)?.to ?? instantOf(0);
  return bounds([{ from: spans[0]?.from ?? null, to }]);
};

// Hours are read by the days that they lie in, each day once.
const partsOf = (whole: Cover['whole']) => {
  const days = daysOf(whole.filter(({ hours }) => hours === 1));
  const asked = [...whole.filter(({ hours }) => hours === 24), ...days];
  return [linesOf(asked, ({ hours }) => String(hours)), ...bounds(asked)];
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

const toUsage = ({ seen, usage }: ReadUsage, parts: readonly ReadPart[]): PositionedUsage => {
  const { rolledUp, events } = usage.close();
  const stored = parts.map(({ startsAt, groups }) => ({ startsAt, groups: groups ?? [] }));
  return { rolledUp: [...stored, ...rolledUp], events, position: seen?.position ?? '0' };
};

const postgresTallies = ({ client, tenantId }: Transaction): UsageTallies =>
  talliesBy(tenantId, {
    standing: async (values) => {
      const query = { ...inTransaction.standing, values: [tenantId, ...values] };
      return (await client.query<Standing>(query)).rows[0];
    },
    each: (statement, values, take) =>
      eachRow(client, { ...inTransaction[statement], values: [tenantId, ...values] }, take),
  });

const readTallies = (reader: TenantReader): UsageTallies =>
  talliesBy(reader.tenantId, {
    standing: async (values) => (await reader.rows<Standing>(inRead.standing, values))[0],
    each: (statement, values, take) => reader.eachRow(inRead[statement], values, take),
  });

/** Usage to be counted, as far as it was rolled up, in PostgreSQL. */
export const usageTallies = { repository: postgresTallies, queries: readTallies };
