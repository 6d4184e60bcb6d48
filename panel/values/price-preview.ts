import type { ModelInput, TierInput } from '#domain/catalog/pricing/input.ts';
import { computePrice } from '#domain/catalog/pricing/preview.ts';
import type { Priced } from '#domain/catalog/pricing/step.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { Fault } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { Money } from '#domain/shared/money.ts';
import type { PriceInput } from '../wire/types.ts';
import type { WireMoney } from './money-text.ts';

/** A price of quantities, computed by the code that bills; or why it cannot be computed yet. */
export type PreviewedPrice =
  | {
      readonly kind: 'computed';
      /** Rounded half up, for a whole period. */
      readonly amount: WireMoney;
      readonly priced: Priced;
      readonly minorUnitDigits: number;
    }
  | { readonly kind: 'incomplete'; readonly faults: readonly Fault[] };

/**
 * Computes a price in the browser.
 * @param quantity a plain decimal, as the API takes it; of a capacity price by the codes of meters
 */
export const previewedPrice = (
  price: PriceInput,
  currency: string,
  quantity: string | Readonly<Record<string, string>>,
): PreviewedPrice => {
  try {
    const { amount, money, exact, steps } = computePrice({
      currency,
      price: domainPrice(price),
      ...(typeof quantity === 'string' ? { quantity } : { quantities: quantity }),
    });
    return {
      kind: 'computed',
      amount: { amount: Number(amount.minor), currency },
      priced: { exact, steps },
      minorUnitDigits: money.minorUnitDigits,
    };
  } catch (error) {
    if (error instanceof InvalidValue) return { kind: 'incomplete', faults: error.faults };
    throw error;
  }
};

/** Minor units in major ones, as a plain decimal or, where none ends, a fraction: `10/3`. */
export const majorText = (minor: Fraction, minorUnitDigits: number): string =>
  minor.times(Fraction.of(1n, 10n ** BigInt(minorUnitDigits))).toText();

/** A price of the wire, with amounts as the domain has them. */
const domainPrice = (price: PriceInput) => ({
  ...(price as ModelInput),
  amount: domainMoney(price.amount),
  minimum: domainMoney(price.minimum),
  maximum: domainMoney(price.maximum),
  tiers: price.tiers?.map((tier) => ({
    ...(tier as TierInput),
    flatAmount: domainMoney(tier.flatAmount),
    amount: domainMoney(tier.amount),
  })),
});

const domainMoney = (money: WireMoney | null | undefined): Money | null =>
  money === null || money === undefined
    ? null
    : Money.of(BigInt(money.amount), money.currency as CurrencyCode);
