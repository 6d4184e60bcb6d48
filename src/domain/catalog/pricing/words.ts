import type { PricingStep, TierRange } from '#domain/catalog/pricing/step.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { decimalText } from '#domain/shared/rate.ts';

/**
 * One step from the price to the amount, for people. The numbers are decimals in major units, or,
 * where none ends, fractions: `50/3`.
 */
export interface ExplainedStep {
  /** `100 × EUR 0.10, of the units up to 100`: English. */
  readonly text: string;
  readonly quantity?: string;
  readonly unitAmount?: string;
  /** The result of this step. */
  readonly amount: string;
}

/** The currency of amounts, and its digits after the point. */
export interface InCurrency {
  readonly currency: CurrencyCode;
  readonly minorUnitDigits: number;
}

/** Minor units of a currency in major ones: `19.6`, or `50/3` where no decimal ends. */
export const inMajorUnits = (
  { minorUnitDigits }: Pick<InCurrency, 'minorUnitDigits'>,
  minor: Fraction,
): string => minor.times(Fraction.of(1n, 10n ** BigInt(minorUnitDigits))).toText();

/** `EUR 49.00` where it is a whole number of minor units, else as exact as it is: `EUR 0.0025`. */
export const amountText = (money: InCurrency, minor: Fraction): string => {
  const whole = minor.round('down');
  const isWhole = minor.compare(Fraction.of(whole)) === 0;
  const { currency, minorUnitDigits } = money;
  const major = isWhole ? decimalText(whole, minorUnitDigits) : inMajorUnits(money, minor);
  return `${currency} ${major}`;
};

/** A step of a price in words, and the numbers that it shows. */
export const explainedPricing = (money: InCurrency, step: PricingStep): ExplainedStep => {
  const text = textOf(money, step);
  const amount = inMajorUnits(money, step.amount);
  switch (step.kind) {
    case 'flat':
      return { text, quantity: step.quantity, unitAmount: amount, amount };
    case 'units':
    case 'average':
      return {
        text,
        quantity: step.quantity.toText(),
        unitAmount: inMajorUnits(money, step.unitAmount),
        amount,
      };
    case 'packages':
      return {
        text,
        quantity: String(step.packages),
        unitAmount: inMajorUnits(money, step.unitAmount),
        amount,
      };
    case 'free_units':
    case 'unpriced':
      return { text, quantity: step.quantity.toText(), amount };
    case 'rate':
    case 'share':
      return { text, quantity: step.value.toText(), amount };
    case 'paid_events':
      return {
        text,
        quantity: String(step.count),
        unitAmount: inMajorUnits(money, step.unitAmount),
        amount,
      };
    case 'carried_sum':
    case 'no_amount':
      return { text, quantity: String(step.count), amount };
    case 'event':
      return { text, quantity: step.paidValue.toText(), amount };
    case 'capacity':
    case 'free_events':
    case 'carried':
    case 'given_back':
    case 'nothing':
    case 'total':
    case 'minimum':
    case 'maximum':
      return { text, amount };
  }
};

const textOf = (money: InCurrency, step: PricingStep): string => {
  const amount = amountText(money, step.amount);
  switch (step.kind) {
    case 'flat':
      return step.tier === null
        ? `${amount}, whatever the quantity (${step.quantity})`
        : `${amount} for the ${tierText(step.tier)}, whatever the quantity in it`;
    case 'units': {
      const price = `${step.quantity.toText()} × ${amountText(money, step.unitAmount)}`;
      if (step.cell !== null) return `${price} (${step.cell})`;
      return step.tier === null ? price : `${price}, the ${tierText(step.tier)}`;
    }
    case 'average':
      return averageText(money, step);
    case 'packages':
      return packagesText(money, step);
    case 'free_units':
      return `nothing for ${step.quantity.toText()}, the free units`;
    case 'capacity':
      return `${amount} for ${metersText(step.quantities)}, ${capacityText(step)}`;
    case 'rate':
      return `${percentText(step.rate)} of ${step.value.toText()}, the ${partText(step.tier)}`;
    case 'event':
      return eventText(money, step);
    case 'free_events':
      return `nothing for ${step.count} free ${step.count === 1 ? 'event' : 'events'}`;
    case 'share':
      return `${percentText(step.rate)} of ${step.value.toText()}`;
    case 'paid_events':
      return paidEventsText(money, step);
    case 'carried_sum':
      return `${amount}, carried by ${eventsText(step.count)}`;
    case 'no_amount':
      return `nothing for ${eventsText(step.count)} without an amount`;
    case 'given_back':
      return `${amount}, as more was given back than used`;
    case 'carried':
      return `${amount}, carried by event ${step.number}`;
    case 'unpriced':
      return `nothing for ${step.quantity.toText()}, as no cell takes it (${step.cell})`;
    case 'nothing':
      return 'nothing, as nothing was used';
    case 'total':
      return `${amount} in total`;
    case 'minimum':
    case 'maximum':
      return `${amount}, the ${step.kind}`;
  }
};

const averageText = (
  money: InCurrency,
  step: Extract<PricingStep, { readonly kind: 'average' }>,
): string => {
  const { quantity, unitAmount, tier, unitTime, length, unit } = step;
  const price = `${quantity.toText()} × ${amountText(money, unitAmount)}`;
  const units = tier === null ? 'the units' : `the ${tierText(tier)}`;
  return `${price}, ${units} on average: ${unitTime} unit ${unit}s in ${length} ${unit}s`;
};

const packagesText = (
  money: InCurrency,
  step: Extract<PricingStep, { readonly kind: 'packages' }>,
): string => {
  const noun = step.packages === 1n ? 'package' : 'packages';
  const unit = amountText(money, step.unitAmount);
  const price = `${step.packages} ${noun} of ${step.packageSize} × ${unit}`;
  return step.tier === null ? price : `${price}, the ${tierText(step.tier)}`;
};

const tierText = (tier: TierRange): string => rangeText('units', tier);
const partText = (tier: TierRange): string => rangeText('part', tier);

const rangeText = (what: string, { above, upTo }: TierRange): string => {
  if (above === '0') return upTo === null ? `${what} of the only tier` : `${what} up to ${upTo}`;
  return upTo === null ? `${what} above ${above}` : `${what} above ${above} up to ${upTo}`;
};

const metersText = (quantities: Readonly<Record<string, string>>): string => {
  const used = Object.entries(quantities).map(([meter, quantity]) => `${quantity} ${meter}`);
  return used.length === 0 ? 'nothing used' : used.join(' and ');
};

const capacityText = ({
  upTo,
  passed,
}: Extract<PricingStep, { readonly kind: 'capacity' }>): string => {
  const tier = upTo === null ? 'the last tier' : `within ${metersText(upTo)}`;
  const decided = Object.entries(passed).map(([meter, bound]) => `${meter} is above ${bound}`);
  return decided.length === 0 ? tier : `${tier}, as ${decided.join(' and ')}`;
};

const eventText = (
  money: InCurrency,
  step: Extract<PricingStep, { readonly kind: 'event' }>,
): string => {
  const share = `${percentText(step.rate)} of ${step.paidValue.toText()}`;
  const fixed = step.fixedAmount.isZero() ? '' : ` + ${amountText(money, step.fixedAmount)}`;
  const price = `event ${step.number}: ${share}${fixed}`;
  if (step.bound === null) return price;
  return `${price}, at the ${step.bound} of ${amountText(money, step.amount)}`;
};

const paidEventsText = (
  money: InCurrency,
  { count, unitAmount, bound }: Extract<PricingStep, { readonly kind: 'paid_events' }>,
): string => {
  const price = `${count} × ${amountText(money, unitAmount)}`;
  if (bound === null) return `${price}, for each event that is paid`;
  return `${price}, the ${bound} of an event`;
};

const eventsText = (count: number): string => `${count} ${count === 1 ? 'event' : 'events'}`;

/** `1.5 %` of `0.015`. */
const percentText = (rate: string): string => {
  const [whole = '0', decimals = ''] = rate.split('.');
  const scale = 10n ** BigInt(decimals.length);
  return `${Fraction.of(BigInt(whole + decimals) * 100n, scale).toText()} %`;
};
