import type { ChargeWithTerms, SubscriptionCharge } from '#domain/charging/charge.ts';
import type { RecurringDerivation } from '#domain/charging/derivation.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { parseInstant } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { earlierMark, rankOf } from '#domain/subscriptions/agreement/mark.ts';

/**
 * The charge of a period, or of a one-time price, and what its credits have left of it: what was
 * used, or still will be.
 */
export interface StandingCharge {
  readonly charge: SubscriptionCharge;
  readonly terms: PriceTerms;
  readonly derivation: RecurringDerivation;
  readonly from: Mark;
  /** Where what is left ends; `from` where credits took it all back. */
  readonly until: Mark;
  /** Where the natural period ends that it is a part of. */
  readonly periodEnd: Mark;
}

/**
 * The charges of prices among these that still stand, in whole or up to where a credit begins. A
 * credit always takes the end of what was left, so that what stands is in one piece. Lines of usage
 * are not among them: what was used is used, and no credit takes it back. A charge that
 * was copied from a voided invoice to another stands there, with the credits of what it copies.
 * @param recorded charges with all their credits
 */
export const standingCharges = (
  recorded: readonly ChargeWithTerms[],
): readonly StandingCharge[] => {
  const copiedFrom = new Map<string, string>();
  for (const { charge } of recorded) copiedFrom.set(charge.cause, charge.id);
  const standsAs = (id: string): string => {
    const copy = copiedFrom.get(id);
    return copy === undefined ? id : standsAs(copy);
  };
  return recorded.flatMap(({ charge, terms }) => {
    const { derivation } = charge;
    const isOther = derivation.kind === 'credit' || derivation.kind === 'usage';
    if (isOther || copiedFrom.has(charge.id)) return [];
    const from = startOf(charge);
    const credits = recorded.filter(
      ({ charge: { corrects } }) => corrects !== null && standsAs(corrects) === charge.id,
    );
    const until = credits
      .map((credit) => startOf(credit.charge))
      .reduce((one, other) => earlierMark(one, other, derivation), endOf(charge));
    const stands = rankOf(from, derivation) < rankOf(until, derivation);
    return stands
      ? [{ charge, terms, derivation, from, until, periodEnd: periodEndOf(derivation) }]
      : [];
  });
};

/** Whether a part of a period costs a part of the price. What is not divided is owed whole. */
export const isDivided = (
  { isProrated }: PriceTerms,
  { countedBy }: Pick<RecurringDerivation, 'countedBy'>,
): boolean => isProrated && countedBy !== 'none';

const periodEndOf = ({ period }: RecurringDerivation): Mark => ({
  on: period.end,
  at: parseInstant(period.endsAt),
});

const startOf = ({ servicePeriod, startsAt }: SubscriptionCharge): Mark => ({
  on: servicePeriod.start,
  at: startsAt,
});

const endOf = ({ servicePeriod, endsAt }: SubscriptionCharge): Mark => ({
  on: servicePeriod.end,
  at: endsAt,
});
