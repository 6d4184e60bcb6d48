import { countedByFor } from '#domain/charging/derivation.ts';
import { unboundedPrice } from '#domain/charging/terms.ts';
import { closedAfterDays } from '#domain/metering/usage-life.ts';
import { boundaryAt, boundaryIndexOn, periodOn } from '#domain/shared/calendar/grid.ts';
import { localDateAt } from '#domain/shared/calendar/local-time.ts';
import type { Period } from '#domain/shared/calendar/period.ts';
import type { Fraction } from '#domain/shared/fraction.ts';
import type { SubscriptionItemId } from '#domain/shared/ids.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import type { AgreedItem, Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark, Ruler } from '#domain/subscriptions/agreement/mark.ts';
import { earlierMark, laterMark, markOn, rankOf } from '#domain/subscriptions/agreement/mark.ts';
import type { AgreedRun } from '#domain/subscriptions/agreement/runs.ts';
import { isEmpty, itemAt, itemOf, runsOf } from '#domain/subscriptions/agreement/runs.ts';
import type { BegunBy } from '#domain/subscriptions/agreement/segments.ts';
import { isDivided } from '#domain/subscriptions/settlement/standing.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';

/** The cause of what is charged because its time has come. */
export const runCause = 'run';

/** One thing to charge: an item, for a span within one of its periods, at its moment. */
export interface Due {
  /** When it is to be charged: in advance where the span begins, in arrears where it ends. */
  readonly at: Instant;
  readonly phase: 'arrears' | 'advance';
  readonly item: AgreedItem;
  /** The natural period of the item's grid, also where less of it is served. */
  readonly period: Period;
  readonly from: Mark;
  readonly until: Mark;
  /** Says what charges it when its time comes: the change that it begins with, or the run. */
  readonly cause: string;
  /** The change that it begins with, within its period; null where it begins with the period. */
  readonly begunBy: BegunBy | null;
  /**
   * Where it would end without the change that ends it, which takes no money for its own rest: so
   * what runs out is charged up to there, as it would be had the change come unannounced.
   */
  readonly uncutUntil: Mark | null;
  /** Whether it takes in what was agreed before in the same period, which is owed once. */
  readonly isJoined: boolean;
}

/** A due as its time charges it. */
export const asCharged = (due: Due): Due => ({ ...due, until: due.uncutUntil ?? due.until });

/**
 * All that falls due after one instant and up to another, in the order in which it is charged: by
 * moment, what ends before what begins, then by item.
 * @param after what was charged already; null where nothing was, so that the start counts too
 * @param until the last instant that counts
 * @param most where there is more than that, some of it is missing, and which is not said
 */
export const dueBetween = (
  agreement: Agreement,
  after: Instant | null,
  until: Instant,
  most = Number.POSITIVE_INFINITY,
): readonly Due[] => {
  const dues: Due[] = [];
  const runs = payingRuns(agreement);
  for (const run of runs) {
    for (const phase of phasesOf(run)) {
      for (const due of duesOf(agreement, run, runs, after, phase)) {
        if (due.at > until) break;
        dues.push(due);
        if (dues.length > most) return dues;
      }
    }
  }
  return dues.toSorted(byMoment);
};

/**
 * The next instant at which something falls due or a change takes effect; null where neither ever
 * does any more.
 */
export const nextDueAt = (agreement: Agreement, after: Instant | null): Instant | null => {
  let next: Instant | null = null;
  const note = (at: Instant): void => {
    if (next === null || at < next) next = at;
  };
  const runs = payingRuns(agreement);
  for (const run of runs) {
    for (const phase of phasesOf(run)) {
      const { value: first } = duesOf(agreement, run, runs, after, phase).next();
      if (first) note(first.at);
    }
  }
  for (const { at } of closings(agreement)) {
    if (after === null || at > after) note(at);
  }
  for (const run of runsOf(agreement)) {
    if (run.endedBy !== null && run.until !== null && run.until.at > (after ?? run.from.at)) {
      note(run.until.at);
    }
  }
  return next;
};

/** As `dueBetween`, with what asks for usage that came late of items that ended. */
export const settledBetween = (
  agreement: Agreement,
  after: Instant | null,
  until: Instant,
  most?: number,
): readonly Due[] => {
  const late = closings(agreement).filter(
    ({ at }) => (after === null || at > after) && at <= until,
  );
  const dues = dueBetween(agreement, after, until, most);
  return late.length === 0 ? dues : [...dues, ...late].toSorted(byMoment);
};

/**
 * Asks for usage that came late of items that ended, when no event of their time comes any more:
 * for no time of its own. Of an item that goes on it is asked for with its next period.
 */
const closings = (agreement: Agreement): readonly Due[] =>
  runsOf(agreement).flatMap((run): readonly Due[] => {
    const { until } = run;
    const item = itemOf(run);
    const isCounted = item.kind === 'usage' && item.terms.model !== 'commitment';
    if (!isCounted || until === null || isEmpty(run, rulerOf(item, agreement.policy))) return [];
    const { grid, timeZone } = item;
    const index = boundaryIndexOn(grid, localDateAt(timeZone, until.at));
    const [opens, closes] = [index, index + 1].map((of) => markOn(boundaryAt(grid, of), timeZone));
    if (opens === undefined || closes === undefined) return [];
    const at = later(until.at, closedAfterDays * dayMilliseconds);
    const span = { from: until, until, begunBy: null, uncutUntil: null, isJoined: false };
    const period = periodOf(index, opens, closes);
    return [{ at, phase: 'arrears', item, period, cause: runCause, ...span }];
  });

/** The usage that will fall due of periods that are open at an instant, one for each item. */
export const openUsage = (agreement: Agreement, at: Instant): readonly Due[] => {
  const runs = payingRuns(agreement);
  return runs.flatMap((run) => {
    const { kind, terms } = itemOf(run);
    if (kind !== 'usage' || terms.model === 'commitment') return [];
    const { value: next } = duesOf(agreement, run, runs, at, 'arrears').next();
    return next !== undefined && next.from.at <= at ? [next] : [];
  });
};

/** The runs without those after the first one of what is charged once. */
const payingRuns = (agreement: Agreement): readonly AgreedRun[] => {
  const begun = new Set<SubscriptionItemId>();
  return runsOf(agreement).filter((run) => {
    const { id, kind } = itemOf(run);
    if (kind !== 'one_time') return true;
    if (isEmpty(run, agreement.policy) || begun.has(id)) return false;
    begun.add(id);
    return true;
  });
};

const byMoment = (one: Due, other: Due): number =>
  one.at - other.at || phaseOrder[one.phase] - phaseOrder[other.phase];

const phaseOrder = { arrears: 0, advance: 1 } as const;

/**
 * Usage in advance is charged for the level that is there where its span begins, and as a whole
 * where it ends; in between as its events come.
 */
const phasesOf = (run: AgreedRun): readonly Due['phase'][] => {
  const { kind, billed } = itemOf(run);
  if (billed === 'in_arrears') return ['arrears'];
  return kind === 'usage' ? ['arrears', 'advance'] : ['advance'];
};

/** The dues of one run and phase after an instant, in the order of their moments. */
function* duesOf(
  { policy, segments }: Agreement,
  run: AgreedRun,
  runs: readonly AgreedRun[],
  after: Instant | null,
  phase: Due['phase'],
): Generator<Due, undefined> {
  const { from, until } = run;
  const last = segments.at(-1)?.until ?? null;
  const start = segments[0]?.from ?? from;
  const item = itemOf(run);
  const { timeZone } = item;
  const ruler = rulerOf(item, policy);
  const rank = (mark: Mark): number => rankOf(mark, ruler);
  const end = until === null ? Number.POSITIVE_INFINITY : rank(until);
  const boundary = (index: number): Mark => markOn(boundaryAt(item.grid, index), timeZone);
  const isOnce = item.kind === 'one_time';
  const peers = phase === 'arrears' && !isOnce ? peersOf(run, runs, policy) : [];
  // A one-time price is charged in the period in which its item begins, and in no later one.
  const since = after === null || isOnce ? null : localDateAt(timeZone, after);
  let index = firstIndex(item, from, since);
  for (let opens = boundary(index); ; index += 1) {
    const closes = boundary(index + 1);
    const begins = laterMark(opens, from, ruler);
    const ends = until === null ? closes : earlierMark(closes, until, ruler);
    if (rank(begins) >= end) return;
    // A day that its zone left out is a period without length: nothing was served in it.
    const isServed = opens.at < closes.at && rank(begins) < rank(ends);
    const at = phase === 'advance' ? begins.at : ends.at;
    if (isServed && (after === null || at > after)) {
      const period = periodOf(index, opens, closes);
      const isCut = rank(opens) < rank(begins) && rank(start) < rank(begins);
      const begunBy = isCut ? run.begunBy : null;
      // A change that was back-dated may have come after this period was charged in advance.
      const isOfChange = phase === 'arrears' || rank(begins) === rank(from);
      const cause = (isOfChange ? run.agreedBy : null) ?? runCause;
      const agreed = itemAt(run, begins, ruler);
      const isLeft = run.endedBy?.charge === 'none' && phase === 'advance' && ends === until;
      const uncutUntil = isLeft ? earliestOf([closes, item.end, last], policy) : null;
      const due = { at, phase, item: agreed, period, from: begins, until: ends } as const;
      const made = { ...due, cause, begunBy, uncutUntil, isJoined: false };
      const owed = phase === 'advance' ? made : joined(made, peers, policy);
      if (owed !== null) yield owed;
    }
    if (rank(closes) >= end || (isServed && isOnce)) return;
    opens = closes;
  }
}

// Events are cut at instants, whatever rule there is for days.
const rulerOf = ({ kind }: AgreedItem, policy: Ruler): Ruler =>
  kind === 'usage' ? { countedBy: 'second' } : policy;

/** The runs of the same item whose periods are owed whole, too; none where they are divided. */
const peersOf = (
  run: AgreedRun,
  runs: readonly AgreedRun[],
  policy: BillingPolicy,
): readonly AgreedRun[] => {
  const { id, billed, kind } = itemOf(run);
  if (kind === 'usage') return [];
  const isWhole = (each: AgreedRun): boolean => {
    const { terms, grid } = itemOf(each);
    return !isDivided(terms, { countedBy: countedByFor(policy.countedBy, grid.unit) });
  };
  if (!isWhole(run)) return [];
  return runs.filter((each) => {
    const item = itemOf(each);
    return item.id === id && item.billed === billed && !isEmpty(each, policy) && isWhole(each);
  });
};

/**
 * The amount owed in arrears for a period that is not divided: once, at the highest amount agreed
 * in it, when the last of its agreements ends. Null for those before.
 */
const joined = (due: Due, peers: readonly AgreedRun[], ruler: Ruler): Due | null => {
  const { period } = due;
  const rank = (mark: Mark): number => rankOf(mark, ruler);
  const opens = rank({ on: period.start, at: period.startsAt });
  const closes = rank({ on: period.end, at: period.endsAt });
  const touching = peers.filter((peer) => {
    const { start, end } = periodOn(itemOf(peer).grid, period.start);
    const isSame = start === period.start && end === period.end;
    const isOver = peer.until !== null && rank(peer.until) <= opens;
    return isSame && !isOver && rank(peer.from) < closes;
  });
  if (touching.some((peer) => rank(peer.from) >= rank(due.until))) return null;
  const before = touching.filter(({ until }) => until !== null && rank(until) <= rank(due.from));
  const [first] = before;
  if (first === undefined) return due;
  const item = [...before.map(itemOf), due.item].reduce((one, other) =>
    wholeOf(other).compare(wholeOf(one)) > 0 ? other : one,
  );
  const from = laterMark(first.from, { on: period.start, at: period.startsAt }, ruler);
  return { ...due, item, from, isJoined: true };
};

/** The amount of a whole period. */
const wholeOf = ({ terms, quantity }: AgreedItem): Fraction =>
  unboundedPrice(terms, quantity).exact;

const earliestOf = (marks: readonly (Mark | null | undefined)[], ruler: Ruler): Mark | null =>
  marks.flatMap((mark) => mark ?? []).reduce((one, other) => earlierMark(one, other, ruler));

// The period before the one of `after` can still end after it: its boundary is a mark by itself.
const firstIndex = (
  { grid, kind, timeZone }: AgreedItem,
  from: Mark,
  after: CalendarDate | null,
): number => {
  const day = kind === 'usage' ? localDateAt(timeZone, from.at) : from.on;
  const start = boundaryIndexOn(grid, day);
  return after === null ? start : Math.max(start, boundaryIndexOn(grid, after) - 1);
};

const periodOf = (index: number, opens: Mark, closes: Mark): Period => ({
  index,
  start: opens.on,
  end: closes.on,
  startsAt: opens.at,
  endsAt: closes.at,
});
