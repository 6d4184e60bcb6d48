import type { ChargeRounding, Derivation, StoredSpan } from '#domain/charging/derivation.ts';
import { stepsOf } from '#domain/charging/evaluate.ts';
import { Fraction } from '#domain/charging/fraction.ts';
import type { PriceStep, ShareStep, Step, UndividedStep } from '#domain/charging/step.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { decimalText } from '#domain/shared/rate.ts';

/**
 * One step from the price to the amount, for people. The numbers are decimals in major units, or,
 * where none ends, fractions: `50/3`.
 */
export interface ExplainedStep {
  /** `12 of 30 days (2026-01-19 to 2026-01-31)`: English, the end of a span exclusive. */
  readonly text: string;
  readonly quantity?: string;
  readonly unitAmount?: string;
  /** The result of this step. */
  readonly amount: string;
}

/** How an amount comes to be, step by step; the last step has the amount of the line. */
export const explain = (terms: PriceTerms, derivation: Derivation): readonly ExplainedStep[] =>
  stepsOf(terms, derivation).map((step) => explained(terms, step));

/** Minor units of the terms' currency in major ones: `19.6`, or `50/3` where no decimal ends. */
export const inMajorUnits = ({ minorUnitDigits }: PriceTerms, minor: Fraction): string =>
  minor.times(Fraction.of(1n, 10n ** BigInt(minorUnitDigits))).toText();

const explained = (terms: PriceTerms, step: Step): ExplainedStep => {
  const text = textOf(terms, step);
  const amount = inMajorUnits(terms, step.amount);
  if (step.kind !== 'price') return { text, amount };
  const unitAmount = inMajorUnits(terms, step.unitAmount);
  return { text, quantity: step.quantity, unitAmount, amount };
};

const textOf = (terms: PriceTerms, step: Step): string => {
  const amount = amountText(terms, step.amount);
  switch (step.kind) {
    case 'price':
      return priceText(terms, step);
    case 'share':
      return shareText(step);
    case 'undivided':
      return undividedText(step);
    case 'whole':
      return `${amount}, the whole charge, whatever was used of it`;
    case 'rounding':
      return `${amount}, rounded ${ruleOf[step.rounding]} from ${inMajorUnits(terms, step.exact)}`;
    case 'limit':
      return `${amount}, as no more is left of the charge`;
    case 'rest':
      return `${amount}, all that is left of the charge, as nothing of it stays used`;
    case 'credit':
      return `${amount} as a credit`;
  }
};

const priceText = (terms: PriceTerms, { quantity, unitAmount }: PriceStep): string => {
  const unit = amountText(terms, unitAmount);
  return quantity === '1' ? `1 × ${unit}` : `${unit}, whatever the quantity (${quantity})`;
};

const shareText = ({ countedBy, counted, total, span, isUnused }: ShareStep): string => {
  const unit = countedBy === 'second' ? 'second' : 'day';
  const share = `${counted} of ${total} ${total === 1 ? unit : `${unit}s`}`;
  const scale = countedBy === 'month_30' ? ' in months of 30 days' : '';
  const bounds = countedBy === 'second' ? instantsOf(span) : datesOf(span);
  return `${share}${scale}${isUnused ? ' unused' : ''} (${bounds})`;
};

const undividedText = ({ span, isUnused }: UndividedStep): string =>
  isUnused
    ? `nothing for the part unused (${datesOf(span)}), as the charge is not prorated`
    : `the whole amount (${datesOf(span)}), as it is not prorated`;

const datesOf = ({ start, end }: StoredSpan): string => `${start} to ${end}`;
const instantsOf = ({ startsAt, endsAt }: StoredSpan): string => `${startsAt} to ${endsAt}`;

const ruleOf: Readonly<Record<ChargeRounding, string>> = {
  half_up: 'half up',
  half_even: 'half to even',
  half_down: 'half down',
  up: 'up',
  down: 'down',
};

/** `EUR 49.00` where it is a whole number of minor units, else as exact as it is: `EUR 0.0025`. */
const amountText = (terms: PriceTerms, minor: Fraction): string => {
  const whole = minor.round('down');
  const isWhole = minor.compare(Fraction.of(whole)) === 0;
  const { currency, minorUnitDigits } = terms;
  const major = isWhole ? decimalText(whole, minorUnitDigits) : inMajorUnits(terms, minor);
  return `${currency} ${major}`;
};
