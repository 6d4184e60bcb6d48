import type { ExplainedStep } from '#domain/catalog/pricing/words.ts';
import { amountText, explainedPricing, inMajorUnits } from '#domain/catalog/pricing/words.ts';
import type { ChargeRounding, Derivation, StoredSpan } from '#domain/charging/derivation.ts';
import { stepsOf } from '#domain/charging/evaluate.ts';
import type {
  BeforeStep,
  ModelStep,
  PeakStep,
  PriceStep,
  ShareStep,
  Step,
  UndividedStep,
  UsageBoundStep,
} from '#domain/charging/step.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { Fraction } from '#domain/shared/fraction.ts';

/** How an amount comes to be, step by step; the last step has the amount of the line. */
export const explain = (terms: PriceTerms, derivation: Derivation): readonly ExplainedStep[] =>
  stepsOf(terms, derivation).map((step) => explained(terms, step));

const explained = (terms: PriceTerms, step: Step): ExplainedStep => {
  if (step.kind === 'model') return explainedPricing(terms, step.step);
  const text = textOf(terms, step);
  const amount = inMajorUnits(terms, step.amount);
  if (step.kind !== 'price') return { text, amount };
  const unitAmount = inMajorUnits(terms, step.unitAmount);
  return { text, quantity: step.quantity, unitAmount, amount };
};

const textOf = (terms: PriceTerms, step: Exclude<Step, ModelStep>): string => {
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
    case 'peak':
      return `${step.quantity}${meterText(step)}, the highest quantity so far`;
    case 'usage_bound':
      return usageBoundText(terms, step);
    case 'before':
      return beforeText(terms, step);
    case 'other_lines':
      return `${amount} for all other lines of the period`;
    case 'commitment':
      return `${amount}, the minimum commitment${partText(terms, step)}`;
    case 'all_parts':
      return `${amount} for all groups together`;
    case 'above':
      return `${amountText(terms, step.amount.negated())} above it, which are not charged`;
    case 'missing':
      return `${amount} missing to it`;
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

const meterText = ({ meter }: PeakStep): string => (meter === null ? '' : ` ${meter}`);

const usageBoundText = (terms: PriceTerms, step: UsageBoundStep): string =>
  `${amountText(terms, step.amount)}, the ${step.bound}${partText(terms, step)}`;

const partText = (
  terms: PriceTerms,
  { whole, amount }: Pick<UsageBoundStep, 'whole' | 'amount'>,
): string =>
  whole.compare(amount) === 0 ? '' : `, for the part served of ${amountText(terms, whole)}`;

const beforeText = (terms: PriceTerms, { before, amount }: BeforeStep): string => {
  const isLess = amount.numerator < 0n;
  const difference = isLess ? Fraction.of(0n).minus(amount) : amount;
  const compared = `${amountText(terms, difference)} ${isLess ? 'less' : 'more'} than`;
  return `${compared} ${amountText(terms, before)}, which was charged before`;
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
