import fc from 'fast-check';
import { expect } from 'vitest';
import type { BasisInput } from '#domain/catalog/pricing/basis.ts';
import type { TierInput } from '#domain/catalog/pricing/input.ts';
import type { PreviewedPriceInput, PricePreview } from '#domain/catalog/pricing/preview.ts';
import { previewPrice } from '#domain/catalog/pricing/preview.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { Money } from '#domain/shared/money.ts';

/** Euros in minor units. */
export const cents = (minor: bigint | number, currency = 'EUR'): Money =>
  Money.of(BigInt(minor), parseCurrencyCode(currency));

/** A tier by its bound, its unit amount in major units and its flat amount in minor ones. */
export const tier = (
  upTo: string | null,
  unitAmount: string | null,
  flat: number | null = null,
): TierInput => ({ upTo, unitAmount, flatAmount: flat === null ? null : cents(flat) });

/** The preview of a price, of a quantity or of another basis. */
export const comesTo = (
  price: PreviewedPriceInput,
  of: string | BasisInput,
  currency = 'EUR',
): PricePreview =>
  previewPrice({ currency, price, ...(typeof of === 'string' ? { quantity: of } : of) });

/** Values of events. */
export const values = (...of: readonly string[]): BasisInput => ({
  events: of.map((value) => ({ value })),
});

export const euros = { minorUnitDigits: 2 };
export const euro = cents(0).currency;

export const decimals = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.integer({ min: 0, max: 12 }))
  .map(([coefficient, scale]) => Fraction.of(coefficient, 10n ** BigInt(scale)).toText());
export const expectSame = (one: Fraction, other: Fraction): void => {
  expect(one.toText()).toBe(other.toText());
};

export const sum = (fractions: readonly Fraction[]): Fraction =>
  fractions.reduce((total, each) => total.plus(each), Fraction.of(0n));
