import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { periodOn } from '#domain/shared/calendar/grid.ts';
import { startOfDay } from '#domain/shared/calendar/local-time.ts';
import { earliestOf } from '#domain/shared/extremes.ts';
import type { SubscriptionItemId } from '#domain/shared/ids.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { AgreedItem, Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { laterMark, rankOf } from '#domain/subscriptions/agreement/mark.ts';
import type { AgreedRun } from '#domain/subscriptions/agreement/runs.ts';
import {
  divergenceOf,
  endsByItself,
  isEmpty,
  itemAt,
  itemOf,
  runsOf,
} from '#domain/subscriptions/agreement/runs.ts';
import type { BegunBy } from '#domain/subscriptions/agreement/segments.ts';
import type { Credit, NewCharge } from '#domain/subscriptions/settlement/charges.ts';
import { chargeOf } from '#domain/subscriptions/settlement/charges.ts';
import { uncounted } from '#domain/subscriptions/settlement/counted-usage.ts';
import { creditBeyond, uncharged } from '#domain/subscriptions/settlement/coverage.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import { dueBetween } from '#domain/subscriptions/settlement/due.ts';
import { endGivenUp } from '#domain/subscriptions/settlement/given-up-parts.ts';
import { dayBeforeChanges } from '#domain/subscriptions/settlement/recorded-since.ts';
import type { Cursor } from '#domain/subscriptions/settlement/settlement.ts';
import { cursorAt } from '#domain/subscriptions/settlement/settlement.ts';
import type { StandingCharge } from '#domain/subscriptions/settlement/standing.ts';
import { standingCharges } from '#domain/subscriptions/settlement/standing.ts';

/** Another agreement, once everything is settled that was due until now under the one before. */
export interface ChangeOfAgreement {
  readonly before: Agreement;
  readonly after: Agreement;
  readonly now: Instant;
  /** The change that is made or taken back: it is the cause, and says how money follows. */
  readonly by: BegunBy;
  /** All charges and credits of the subscription that end after `changeRecordedSince`. */
  readonly recorded: readonly ChargeWithTerms[];
}

/** The money that follows from a change by now. */
export interface ChangeSettlement {
  /** Ended periods and parts that are due whatever the change says of its own charges. */
  readonly arrears: readonly NewCharge[];
  /** For the new rest. */
  readonly charges: readonly NewCharge[];
  /** For the unused rest. */
  readonly credits: readonly Credit[];
  readonly cursor: Cursor;
}

/**
 * Settles a change: credit for the unused rest and charge for the new rest, of those items only
 * whose own terms change. Nothing is credited before the change takes effect: one that lies ahead
 * is settled when its time has come.
 */
export const settleChange = (change: ChangeOfAgreement): ChangeSettlement => {
  const { before, after, now, by, recorded } = change;
  const standing = standingCharges(recorded);
  const arrears: NewCharge[] = [];
  const charges: NewCharge[] = [];
  const credits: Credit[] = [];
  const changed = changedItems(before, after);
  const ended = Map.groupBy(endedOf(change, changed), ({ itemId }) => itemId);
  for (const { itemId, since, runs, isReplaced } of changed) {
    const own = standing.filter(({ charge }) => charge.itemId === itemId);
    const isOtherPlan = by.isOtherPlan || isReplaced;
    const credited = creditsOf(own, { after, runs, since, now, by: { ...by, isOtherPlan } });
    credits.push(...credited);
    const left = afterCredits(own, credited);
    arrears.push(...(ended.get(itemId) ?? []));
    for (const due of duesSince(after, itemId, since, now)) {
      if (due.item.kind === 'usage') {
        // The level of a part that had begun before is charged.
        if (due.phase === 'advance' && due.from.at < since.at) continue;
        const counted = uncounted(due, recorded, runsOf(after), since);
        if (counted !== null) arrears.push(chargeOf(after, counted, by.id));
        continue;
      }
      const rest = restOf(after, due, since);
      for (const open of rest === null ? [] : uncharged(after, rest, left)) {
        const isArrears = rankOf(open.from, after.policy) < rankOf(since, after.policy);
        (isArrears ? arrears : charges).push(chargeOf(after, open, by.id));
      }
    }
  }
  const cursor = cursorAt(after, now, null);
  const isWaived = by.charge === 'none' && netOf(charges, credits) >= 0n;
  return isWaived
    ? { arrears, charges: [], credits: [], cursor }
    : { arrears, charges, credits, cursor };
};

/** The sum of charges and credits in minor units. */
export const netOf = (charges: readonly NewCharge[], credits: readonly Credit[]): bigint =>
  [...charges, ...credits.map(({ line }) => line)].reduce(
    (sum, { amount }) => sum + amount.minor,
    0n,
  );

/** Charges that end on this day or earlier do not matter to a change. */
export const changeRecordedSince = (before: Agreement, after: Agreement): CalendarDate | null =>
  dayBeforeChanges(
    changedItems(before, after).flatMap(({ since, grids }) =>
      grids.map((grid) => ({ grid, on: since.on })),
    ),
  );

interface ChangedItem {
  readonly itemId: SubscriptionItemId;
  readonly since: Mark;
  /** As it is agreed now. */
  readonly runs: readonly AgreedRun[];
  readonly grids: readonly AgreedItem['grid'][];
  /** Whether it ended before, and only what stayed paid of it is replaced. */
  readonly isReplaced: boolean;
}

const changedItems = (before: Agreement, after: Agreement): readonly ChangedItem[] => {
  const [was, is] = [runsByItem(before), runsByItem(after)];
  const resumed = resumedElsewhere(before, after);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((itemId) => {
    const [old, runs] = [was.get(itemId) ?? [], is.get(itemId) ?? []];
    const parted = divergenceOf(old, runs);
    const since = parted ?? resumed;
    const grids = [...old, ...runs].map((run) => itemOf(run).grid);
    return since === null ? [] : [{ itemId, since, runs, grids, isReplaced: parted === null }];
  });
};

const runsByItem = (agreement: Agreement): ReadonlyMap<SubscriptionItemId, readonly AgreedRun[]> =>
  Map.groupBy(runsOf(agreement), (run) => itemOf(run).id);

/** Where a pause ends with another plan than it began with: what stayed paid is replaced. */
const resumedElsewhere = (before: Agreement, { segments }: Agreement): Mark | null => {
  const known = new Set(before.segments.map(({ begunBy }) => begunBy?.id));
  const resumed = segments.find(
    ({ begunBy, items }, index) =>
      begunBy?.isOtherPlan === true &&
      !known.has(begunBy.id) &&
      items.length > 0 &&
      segments[index - 1]?.items.length === 0,
  );
  return resumed?.from ?? null;
};

/** Lines that end parts which are given up, of all changed items. */
const endedOf = (
  { before, after, now, by, recorded }: ChangeOfAgreement,
  changed: readonly ChangedItem[],
): readonly NewCharge[] => {
  const marks = new Map(changed.map(({ itemId, since }) => [itemId, since] as const));
  const first = earliestOf(changed.map(({ since }) => since.at));
  if (first === undefined) return [];
  const sinceOf = (itemId: SubscriptionItemId): Mark | undefined => marks.get(itemId);
  return endGivenUp({ before, after, sinceOf, first, now, recorded }, by.id);
};

const creditsOf = (
  standing: readonly StandingCharge[],
  change: {
    readonly after: Agreement;
    readonly runs: readonly AgreedRun[];
    readonly since: Mark;
    readonly now: Instant;
    readonly by: BegunBy;
  },
): readonly Credit[] => {
  const { after, runs, since, now, by } = change;
  return standing.flatMap((charge) => {
    const run = runs.find((each) => isChargeOf(charge, each, after));
    const cut = run === undefined ? since : run.until && laterMark(run.until, since, after.policy);
    // The end of an item is known from when it is agreed to, as that of a subscription is.
    const ending = run ?? endedBefore(charge, runs, after);
    const isKnown = ending !== undefined && endsByItself(ending);
    if (cut === null || (cut.at > now && !isKnown)) return [];
    return creditBeyond(charge, cut, nextItem(runs, cut, after), by) ?? [];
  });
};

/** The run behind whose end a charge begins. */
const endedBefore = (
  { from }: StandingCharge,
  runs: readonly AgreedRun[],
  { policy }: Agreement,
): AgreedRun | undefined => {
  const rank = (mark: Mark): number => rankOf(mark, policy);
  const begun = runs.findLast((run) => !isEmpty(run, policy) && rank(run.from) <= rank(from));
  const until = begun?.until ?? null;
  return until !== null && rank(until) <= rank(from) ? begun : undefined;
};

/** Whether it was charged for what a run agrees to. */
export const isChargeOf = (
  { charge, from, derivation }: StandingCharge,
  run: AgreedRun,
  { policy }: Agreement,
): boolean => {
  const { termsHash, quantity, grid } = itemOf(run);
  const rank = (mark: Mark): number => rankOf(mark, policy);
  return (
    charge.termsHash === termsHash &&
    charge.quantity === quantity &&
    isOfPeriod(grid, derivation.period) &&
    rank(run.from) <= rank(from) &&
    (run.until === null || rank(from) < rank(run.until))
  );
};

/** Whether it is a whole period of the grid: another one may begin on the same day. */
const isOfPeriod = (grid: AgreedItem['grid'], { start, end }: StandingPeriod): boolean => {
  const period = periodOn(grid, start);
  return period.start === start && period.end === end;
};

type StandingPeriod = StandingCharge['derivation']['period'];

/** An item as it is agreed from a cut on; null where it is not. */
export const nextItem = (
  runs: readonly AgreedRun[],
  cut: Mark,
  { policy }: Agreement,
): AgreedItem | null => {
  const at = rankOf(cut, policy);
  const next = runs.findLast(
    (run) =>
      rankOf(run.from, policy) <= at && (run.until === null || at < rankOf(run.until, policy)),
  );
  return next === undefined ? null : itemAt(next, cut, policy);
};

/** The charges with what credits leave of them. */
export const afterCredits = (
  standing: readonly StandingCharge[],
  credits: readonly Credit[],
): readonly StandingCharge[] =>
  standing.flatMap((charge) => {
    const credit = credits.find(({ of }) => of === charge.charge.id);
    if (credit === undefined) return [charge];
    const until = { on: credit.line.servicePeriod.start, at: credit.line.startsAt };
    const isGone = rankOf(until, charge.derivation) <= rankOf(charge.from, charge.derivation);
    const { credited } = credit;
    return isGone ? [] : [{ ...charge, charge: { ...charge.charge, credited }, until }];
  });

const duesSince = (
  after: Agreement,
  itemId: SubscriptionItemId,
  since: Mark,
  now: Instant,
): readonly Due[] => {
  const rank = (mark: Mark): number => rankOf(mark, after.policy);
  const starts = runsOf(after)
    .map(itemOf)
    .filter(({ id }) => id === itemId)
    .map(({ grid, timeZone }) =>
      startOfDay(timeZone, periodOn(grid, daysAfter(since.on, -1)).start),
    );
  return dueBetween(after, (Math.min(...starts, since.at) - 1) as Instant, now).filter(
    (due) => due.item.id === itemId && rank(due.until) >= rank(since),
  );
};

/** In advance, only what lies beyond the change: what lies before it is settled already. */
const restOf = ({ policy }: Agreement, due: Due, since: Mark): Due | null => {
  if (due.phase === 'arrears') return due;
  // Of two marks of one day, where days are counted, its own tells later changes when it began.
  const isBefore = rankOf(due.from, policy) < rankOf(since, policy);
  const from = isBefore ? since : due.from;
  return rankOf(from, policy) < rankOf(due.until, policy) ? { ...due, from } : null;
};
