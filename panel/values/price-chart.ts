import type { PriceInput } from '../wire/types.ts';
import { previewedPrice } from './price-preview.ts';

/** A point of the line that shows a price by quantity; the amount in minor units. */
export interface ChartPoint {
  readonly quantity: number;
  readonly amount: number;
}

const samples = 48;

/** The line from zero to `until`: evenly spaced points, and both sides of each bound of a tier. */
export const chartPoints = (
  price: PriceInput,
  currency: string,
  until: number,
): readonly ChartPoint[] => {
  const even = Array.from({ length: samples + 1 }, (_each, index) => (until * index) / samples);
  const bounds = boundsOf(price).flatMap((bound) => [bound, bound + 1]);
  const quantities = [...new Set([...even.map(Math.round), ...bounds])]
    .filter((quantity) => quantity <= until)
    .toSorted((one, other) => one - other);
  return quantities.flatMap((quantity) => {
    const preview = previewedPrice(price, currency, String(quantity));
    return preview.kind === 'computed' ? [{ quantity, amount: preview.amount.amount }] : [];
  });
};

/** A quantity that shows the price at work: one in the last tier, or a few units. */
export const exampleQuantity = (price: PriceInput): string => {
  if ((price.model ?? 'flat') === 'flat') return '1';
  const last = boundsOf(price).at(-1);
  const size = Number(price.packageSize ?? '');
  if (last !== undefined) return String(Math.ceil(last * 1.5));
  return size > 0 && Number.isFinite(size) ? String(Math.ceil(size * 2.5)) : '10';
};

const quantityMax = 1e15;

/** The last quantity of the chart and of the slider. */
export const chartMax = (price: PriceInput, quantity: string): number => {
  const last = boundsOf(price).at(-1) ?? 0;
  const typed = Number.isFinite(Number(quantity)) ? Number(quantity) : 0;
  return Math.min(quantityMax, Math.ceil(Math.max(10, last * 2, typed * 1.25)));
};

const boundsOf = ({ tiers }: PriceInput): readonly number[] =>
  (tiers ?? []).flatMap(({ upTo }) => {
    const bound = typeof upTo === 'string' ? Math.floor(Number(upTo)) : Number.NaN;
    return Number.isFinite(bound) && bound > 0 ? [bound] : [];
  });
