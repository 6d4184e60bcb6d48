import type { BasisInput } from '#domain/catalog/pricing/basis.ts';
import type { TierInput } from '#domain/catalog/pricing/input.ts';
import type { PreviewedPriceInput, PricePreview } from '#domain/catalog/pricing/preview.ts';
import { previewPrice } from '#domain/catalog/pricing/preview.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
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

/** What a price comes to: of a quantity, or of what else it is computed of. */
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
