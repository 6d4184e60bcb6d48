import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { rankOf } from '#domain/subscriptions/agreement/mark.ts';
import { runsOf } from '#domain/subscriptions/agreement/runs.ts';
import type { Credit, NewCharge } from '#domain/subscriptions/settlement/charges.ts';
import { chargeOf, creditOf, unusedAfter } from '#domain/subscriptions/settlement/charges.ts';
import { uncountedSinceBegun } from '#domain/subscriptions/settlement/counted-usage.ts';
import { isOnce, uncharged } from '#domain/subscriptions/settlement/coverage.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import { dueBetween } from '#domain/subscriptions/settlement/due.ts';
import { endGivenUp } from '#domain/subscriptions/settlement/given-up-parts.ts';
import { dayBeforeChanges } from '#domain/subscriptions/settlement/recorded-since.ts';
import type { Cursor } from '#domain/subscriptions/settlement/settlement.ts';
import { cursorAt } from '#domain/subscriptions/settlement/settlement.ts';
import type { StandingCharge } from '#domain/subscriptions/settlement/standing.ts';
import { standingCharges } from '#domain/subscriptions/settlement/standing.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';

/** How much of an advance charge that is not used after all is given back. */
export type CancelCredit = BillingPolicy['cancelCredit'];

/** Another end of a subscription, once everything is settled that was due until now. */
export interface EndChange {
  readonly before: Agreement;
  readonly after: Agreement;
  readonly now: Instant;
  readonly credit: CancelCredit;
  /** Says what made the charges and credits: the id of this change. */
  readonly cause: string;
  /** All charges and credits of the subscription that end after `recordedSince`. */
  readonly recorded: readonly ChargeWithTerms[];
}

/** The charges and credits of another end. */
export interface EndSettlement {
  readonly charges: readonly NewCharge[];
  readonly credits: readonly Credit[];
  readonly cursor: Cursor;
}

/**
 * Settles another end. What was charged in advance beyond it is credited, and where it is now, the
 * arrears up to it are charged. Where it is later than the one before, what that one had cut off is
 * charged. So the customer owes what they would owe had this been the end from the beginning.
 */
export const settleEnd = (change: EndChange): EndSettlement => {
  const standing = standingCharges(change.recorded);
  return {
    charges: [
      ...arrearsUpToNow(change),
      ...usageGivenUp(change),
      ...advanceBeyondEndBefore(change, standing),
    ],
    credits: creditsBeyondEnd(change, standing),
    cursor: cursorAt(change.after, change.now, null),
  };
};

/**
 * Charges that end on this day or earlier do not matter to a change of the end: it lies before the
 * periods of the earlier of both ends. Null where nothing is charged, as in a trial.
 */
export const recordedSince = (before: Agreement, after: Agreement): CalendarDate | null => {
  const ends = [endOf(before), endOf(after)].flatMap((end) => (end === null ? [] : [end.on]));
  const segments = [...before.segments, ...after.segments];
  const grids = segments.flatMap(({ items }) => items.map(({ grid }) => grid));
  return dayBeforeChanges(grids.flatMap((grid) => ends.map((on) => ({ grid, on }))));
};

const endOf = ({ segments }: Agreement): Mark | null => segments.at(-1)?.until ?? null;

/** Credits for what was charged beyond the end: for that part, for the whole period, or none. */
const creditsBeyondEnd = (
  { after, credit, cause }: EndChange,
  standing: readonly StandingCharge[],
): readonly Credit[] => {
  const end = endOf(after);
  if (end === null || credit === 'none') return [];
  return standing.flatMap((charge) => {
    if (isOnce(charge)) return [];
    const { from, periodEnd, derivation } = charge;
    const isPeriodCut = rankOf(end, derivation) < rankOf(periodEnd, derivation);
    const unused =
      credit === 'full' && isPeriodCut ? { from, isAll: true } : unusedAfter(end, charge);
    return (unused && creditOf(charge, unused, cause)) ?? [];
  });
};

/**
 * The arrears that fall due by now because the end is now, or was when the caller looked. What was
 * due without it is charged already.
 */
const arrearsUpToNow = ({
  before,
  after,
  now,
  cause,
  recorded,
}: EndChange): readonly NewCharge[] => {
  const end = endOf(after);
  const justBefore = (Math.min(now, end?.at ?? now) - 1) as Instant;
  const known = dueBetween(before, justBefore, now);
  const runs = runsOf(after);
  return dueBetween(after, justBefore, now)
    .filter((due) => due.phase === 'arrears' && !known.some(isOfSameSpan(due)))
    .flatMap((due) =>
      due.item.kind === 'usage' ? (uncountedSinceBegun(due, recorded, runs) ?? []) : due,
    )
    .map((due) => chargeOf(after, due, cause));
};

const isOfSameSpan =
  ({ item, phase, from }: Due) =>
  (other: Due): boolean =>
    other.item.id === item.id && other.phase === phase && other.from.at === from.at;

/** Ends parts of usage in advance that begin where the end is now. */
const usageGivenUp = ({ before, after, now, cause, recorded }: EndChange): readonly NewCharge[] => {
  const since = endOf(after);
  if (since === null) return [];
  return endGivenUp({ before, after, sinceOf: () => since, first: since.at, now, recorded }, cause);
};

/** Charges for all that is due in advance by now, beyond the end before, and not charged yet. */
const advanceBeyondEndBefore = (
  { before, after, now, cause, credit }: EndChange,
  standing: readonly StandingCharge[],
): readonly NewCharge[] => {
  const [endBefore, end] = [endOf(before), endOf(after)];
  if (endBefore === null) return [];
  const rank = (mark: Mark): number => rankOf(mark, after.policy);
  // Who gives a whole period back would charge it only to credit it at once.
  const isGivenBack = ({ period }: Due): boolean =>
    credit === 'full' && end !== null && rank(end) < rank({ on: period.end, at: period.endsAt });
  return (
    dueBetween(after, null, now)
      .filter((due) => due.phase === 'advance' && rank(due.until) > rank(endBefore))
      // That end lies ahead, so each part of usage that has begun by now has its level charged.
      .filter((due) => due.item.kind !== 'usage')
      .filter((due) => !isGivenBack(due))
      .flatMap((due) => uncharged(after, due, standing))
      .map((due) => chargeOf(after, due, cause))
  );
};
