import { givenUpCause } from '#domain/charging/advance-usage.ts';
import type { ChargeWithTerms, SubscriptionCharge } from '#domain/charging/charge.ts';
import { isProgressive, isUsage } from '#domain/charging/counted-usage.ts';
import { earliestOf } from '#domain/shared/extremes.ts';
import type { SubscriptionItemId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later, parseInstant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { runsOf } from '#domain/subscriptions/agreement/runs.ts';
import type { NewCharge } from '#domain/subscriptions/settlement/charges.ts';
import { chargeOf } from '#domain/subscriptions/settlement/charges.ts';
import { uncountedSinceBegun } from '#domain/subscriptions/settlement/counted-usage.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import { dueBetween } from '#domain/subscriptions/settlement/due.ts';

/** Another agreement, or another end of it, and where it takes effect. */
export interface GivingUp {
  readonly before: Agreement;
  readonly after: Agreement;
  /** Where it takes effect for an item; undefined where nothing of that changes. */
  readonly sinceOf: (itemId: SubscriptionItemId) => Mark | undefined;
  /** The earliest of these. */
  readonly first: Instant;
  readonly now: Instant;
  /** All charges of the subscription since the open periods began. */
  readonly recorded: readonly ChargeWithTerms[];
}

/**
 * Ends parts of usage in advance that had begun, and are none any more, as something takes
 * effect where they begin or before. A part is counted again when it ends, and of these no run is
 * left that would do so: what was paid for their rest would stay paid.
 */
export const endGivenUp = (
  { before, after, sinceOf, first, now, recorded }: GivingUp,
  cause: string,
): readonly NewCharge[] => {
  const opens = earliestOf(recorded.flatMap(({ charge }) => periodOf(charge)));
  if (opens === undefined) return [];
  const begun = (agreement: Agreement): readonly Begun[] => {
    const runs = runsOf(agreement);
    return dueBetween(agreement, later(opens < first ? opens : first, -1), now).flatMap((due) => {
      const since = sinceOf(due.item.id);
      if (due.item.kind !== 'usage' || due.phase !== 'advance' || since === undefined) return [];
      // A part of a change that was back-dated begins behind what was charged before.
      const open = uncountedSinceBegun(due, recorded, runs);
      return open !== null && open.from.at >= since.at ? [{ due: open, since }] : [];
    });
  };
  const stay = begun(after);
  return begun(before)
    .filter(({ due }) => !stay.some((other) => isSamePart(due, other.due)))
    .filter(({ due }) => isOpen(due, recorded))
    .map(({ due, since }) => ({ ...due, phase: 'arrears', until: endOf(due, since) }) as const)
    .map((due) => chargeOf(before, due, givenUpCause(cause)));
};

/** Where the period begins of which usage was charged as it came. */
const periodOf = (charge: SubscriptionCharge): readonly Instant[] =>
  isUsage(charge) && isProgressive(charge) ? [parseInstant(charge.derivation.period.startsAt)] : [];

interface Begun {
  readonly due: Due;
  readonly since: Mark;
}

const isSamePart = (one: Due, other: Due): boolean =>
  one.item.id === other.item.id &&
  one.item.termsHash === other.item.termsHash &&
  one.from.at === other.from.at;

/**
 * Whether the last line of a part is of usage as it came: nothing has ended the part, or it was
 * begun anew since.
 */
const isOpen = ({ item, from, until }: Due, recorded: readonly ChargeWithTerms[]): boolean => {
  const last = recorded
    .map(({ charge }) => charge)
    .filter(({ itemId, termsHash }) => itemId === item.id && termsHash === item.termsHash)
    .filter((charge) => isUsage(charge) && charge.corrects === null)
    .findLast((charge) =>
      isProgressive(charge)
        ? from.at <= charge.startsAt && charge.startsAt < until.at
        : charge.startsAt <= from.at && from.at < charge.endsAt,
    );
  return last !== undefined && isProgressive(last);
};

// A line of no time would ask for late usage alone. The day of the beginning counts to the part
// only where the rule for days says so of what takes effect then.
const endOf = ({ from }: Due, since: Mark): Mark => {
  const isCutThere = since.at === from.at && since.on > from.on;
  return { on: isCutThere ? since.on : from.on, at: later(from.at, 1) };
};
