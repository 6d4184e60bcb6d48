// How the evaluators measure the part of a period, round and credit. Frozen with them: see
// evaluator-1.ts and evaluator-2.ts.

import { epochDay, epochSecond, month30Day } from '#domain/charging/day-numbers.ts';
import type {
  CountedBy,
  CreditDerivation,
  RecurringDerivation,
  StoredSpan,
  UsageDerivation,
} from '#domain/charging/derivation.ts';
import type { Step } from '#domain/charging/step.ts';
import type { CommonTerms } from '#domain/charging/terms.ts';
import { Fraction } from '#domain/shared/fraction.ts';

type Terms = Pick<CommonTerms, 'isProrated'>;

/** The part of a rounded credit that is taken: no more than is left, or all of it. */
export const takenOf = ({ left, takesRest }: CreditDerivation, rounded: bigint): bigint => {
  const rest = BigInt(left);
  return takesRest || rest < rounded ? rest : rounded;
};

/** Whether a part of a period costs a part of the amount. */
export const isDivided = (terms: Terms, { countedBy }: RecurringDerivation): boolean =>
  terms.isProrated && countedBy !== 'none';

/** The share of the amount of a whole period that a part of it comes to. */
export const shareOf = (
  whole: Fraction,
  { countedBy, period }: Pick<RecurringDerivation, 'countedBy' | 'period'>,
  part: StoredSpan,
): Fraction => {
  // Most charges are for a whole period, and need no counting.
  if (isSame(part, period)) return whole;
  const counted = lengthOf(countedBy, part);
  return whole.times(Fraction.of(BigInt(counted), BigInt(lengthOf(countedBy, period))));
};

const isSame = (one: StoredSpan, other: StoredSpan): boolean =>
  one === other ||
  (one.start === other.start &&
    one.end === other.end &&
    one.startsAt === other.startsAt &&
    one.endsAt === other.endsAt);

/** The length of a span as it is counted: in days, or in seconds; `none` counts it once. */
export const lengthOf = (
  countedBy: CountedBy,
  { start, end, startsAt, endsAt }: StoredSpan,
): number => {
  switch (countedBy) {
    case 'day':
      return epochDay(end) - epochDay(start);
    case 'second':
      return epochSecond(endsAt) - epochSecond(startsAt);
    case 'month_30':
      return month30Day(end) - month30Day(start);
    case 'none':
      return 1;
  }
};

/** The step from the amount of a whole period to that of a part. */
export const partStep = (
  terms: Terms,
  of: RecurringDerivation,
  span: StoredSpan,
  isUnused: boolean,
  amount: Fraction,
): Step => {
  const { countedBy, period } = of;
  if (countedBy === 'none' || !terms.isProrated) {
    return { kind: 'undivided', span, isUnused, amount };
  }
  const counted = lengthOf(countedBy, span);
  const total = lengthOf(countedBy, period);
  return { kind: 'share', countedBy, counted, total, span, isUnused, amount };
};

/** The step from the exact amount to a rounded one. */
export const roundingStep = (
  { rounding }: Pick<RecurringDerivation, 'rounding'>,
  exact: Fraction,
): Step => {
  return { kind: 'rounding', rounding, exact, amount: Fraction.of(exact.round(rounding)) };
};

/** The part of an amount for a whole period that the served parts of it owe together. */
export const servedShare = (
  whole: Fraction,
  { countedBy, period, spans }: UsageDerivation,
): Fraction =>
  countedBy === 'none'
    ? whole
    : spans.reduce(
        (sum, span) => sum.plus(shareOf(whole, { countedBy, period }, span)),
        Fraction.of(0n),
      );
