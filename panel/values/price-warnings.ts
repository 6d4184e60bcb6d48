import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { PriceInput, PriceTier } from '../wire/types.ts';
import type { WireMoney } from './money-text.ts';
import { previewedPrice } from './price-preview.ts';

/** A property of a price that people who set it may not have meant. */
export type PriceWarning =
  /** One unit more costs less. */
  | { readonly kind: 'drop'; readonly at: string; readonly by: WireMoney }
  /** A unit costs more than in the tier before; tiers are counted from 1. */
  | { readonly kind: 'dearer'; readonly tier: number };

/** The warnings of a price, from its first tier on. None where it cannot be computed yet. */
export const warningsOf = (price: PriceInput, currency: string): readonly PriceWarning[] => {
  const tiers = price.tiers ?? [];
  if (previewedPrice(price, currency, '1').kind === 'incomplete') return [];
  return tiers.slice(1).flatMap((tier, index): readonly PriceWarning[] => {
    const before = tiers[index];
    if (before === undefined || typeof before.upTo !== 'string') return [];
    const drop = dropAfter(price, currency, before.upTo);
    if (drop !== undefined) return [drop];
    return isDearer(before, tier) ? [{ kind: 'dearer', tier: index + 2 }] : [];
  });
};

const dropAfter = (price: PriceInput, currency: string, bound: string) => {
  const at = fractionOf(bound).plus(Fraction.of(1n)).toText();
  const last = previewedPrice(price, currency, bound);
  const next = previewedPrice(price, currency, at);
  if (last.kind === 'incomplete' || next.kind === 'incomplete') return undefined;
  const amount = last.amount.amount - next.amount.amount;
  return amount > 0 ? ({ kind: 'drop', at, by: { amount, currency } } as const) : undefined;
};

const isDearer = (before: PriceTier, tier: PriceTier): boolean => {
  const { unitAmount, rate, amount, packageSize } = tier;
  if (typeof before.rate === 'string' && typeof rate === 'string') {
    return fractionOf(rate).compare(fractionOf(before.rate)) > 0;
  }
  if (typeof before.unitAmount === 'string' && typeof unitAmount === 'string') {
    return fractionOf(unitAmount).compare(fractionOf(before.unitAmount)) > 0;
  }
  if (!before.amount || !amount) return false;
  if (typeof before.packageSize !== 'string' || typeof packageSize !== 'string') return false;
  const one = Fraction.of(BigInt(before.amount.amount)).times(fractionOf(packageSize));
  const other = Fraction.of(BigInt(amount.amount)).times(fractionOf(before.packageSize));
  return other.compare(one) > 0;
};
