import { priceAmountMax } from '#domain/catalog/pricing/amounts.ts';
import type { BasisInput } from '#domain/catalog/pricing/basis.ts';
import { basisOf, basisReaders, pricedBy } from '#domain/catalog/pricing/basis.ts';
import type { ModelInput } from '#domain/catalog/pricing/input.ts';
import type { Bounds, ModelName } from '#domain/catalog/pricing/model.ts';
import { toStored } from '#domain/catalog/pricing/model.ts';
import { boundReaders, modelOf, modelReaders } from '#domain/catalog/pricing/parse-model.ts';
import { priceOf, withinBounds } from '#domain/catalog/pricing/priced.ts';
import type { Priced } from '#domain/catalog/pricing/step.ts';
import type { ExplainedStep, InCurrency } from '#domain/catalog/pricing/words.ts';
import { explainedPricing, inMajorUnits } from '#domain/catalog/pricing/words.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { currencyCodes, minorUnitDigits, parseCurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { Money } from '#domain/shared/money.ts';

/** A price as people write it, as far as its amount follows from it. */
export type PreviewedPriceInput = ModelInput & {
  readonly [Name in keyof Bounds]?: Money | null | undefined;
};

/** A price, and what it is to be computed of. */
export interface PricePreviewInput extends BasisInput {
  readonly currency: string;
  readonly price: PreviewedPriceInput;
}

/** The amount of a price in a whole period, and how it comes to be. */
export interface PricePreview {
  readonly currency: CurrencyCode;
  /** In major units, unrounded: a decimal or, where none ends, a fraction: `10/3`. */
  readonly exact: string;
  /** Rounded half up. */
  readonly amount: Money;
  readonly steps: readonly ExplainedStep[];
}

/**
 * Computes a price, with its minimum and maximum, and explains each step in English.
 * @throws {InvalidValue} as `computePrice`
 */
export const previewPrice = (input: PricePreviewInput): PricePreview => {
  const { money, exact, amount, steps } = computePrice(input);
  return {
    currency: money.currency,
    exact: inMajorUnits(money, exact),
    amount,
    steps: steps.map((step) => explainedPricing(money, step)),
  };
};

/** The amount of a price in a whole period, with its steps in numbers. */
export interface ComputedPrice extends Priced {
  readonly money: InCurrency;
  /** Rounded half up. */
  readonly amount: Money;
}

/**
 * Computes a price, with its minimum and maximum. Nothing is stored.
 * @throws {InvalidValue} with every fault at once; `amount_out_of_range` where it is more than can
 *   be billed
 */
export const computePrice = (input: PricePreviewInput): ComputedPrice => {
  const { model, bounds, currency, basis } = parsePreview(input);
  const money = { currency, minorUnitDigits: minorUnitDigits(currency) };
  const unbounded = priceOf(pricedBy(toStored(model), basis), money);
  const priced = withinBounds(unbounded, toStored(bounds));
  const minor = priced.exact.round('half_up');
  if (minor > priceAmountMax) refuseTooMuch(basisOf[model.model]);
  return { ...priced, money, amount: Money.of(minor, currency) };
};

const parsePreview = (input: PricePreviewInput) => {
  const { price } = input;
  const modelName: ModelName = price.model ?? 'flat';
  // One that is no good is one fault, not one more for each amount.
  const expected = currencyCodes().find((code) => code === input.currency);
  const {
    currency,
    price: read,
    ...basis
  } = checkAll({
    currency: () => parseCurrencyCode(input.currency),
    price: () => checkAll({ ...modelReaders(price, expected), ...boundReaders(price, expected) }),
    ...basisReaders(price, input),
  });
  const { minimum, maximum, ...model } = read as Bounds & object;
  return { currency, model: modelOf(modelName, model), bounds: { minimum, maximum }, basis };
};

/** @throws {InvalidValue} `amount_out_of_range` */
export const refuseTooMuch = (field: string): never => {
  throw InvalidValue.because(
    'amount_out_of_range',
    `The amount would be more than ${priceAmountMax} minor units, the most that can be billed.`,
    `/${field}`,
  );
};
