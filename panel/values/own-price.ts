import type { Price, SubscriptionItem } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { isKept, modelBody, priceRowValues } from './plan-prices.ts';
import { fieldInRow } from './price-form-fields.ts';
import { text } from './typed-fields.ts';

// An item may have amounts of its own instead of its price's: the fields of the price's model, in
// a row of the form that begins with the amounts of the price. `currency` holds that of the plan.

export type Override = NonNullable<SubscriptionItem['override']>;

/** The beginning of the names of the fields of an item's own amounts. */
export const overrideRow = (priceId: string): string => `items.${priceId}.override`;

/** The field that says whether an item has amounts of its own. */
export const isOwnField = (priceId: string): string => `items.${priceId}.isOwn`;

/** A price with the amounts that an item has instead. */
export const chargedPrice = (price: Price, override: Override | null | undefined): Price =>
  override === null || override === undefined ? price : { ...price, ...override };

/** The amounts of an item as values of a form: its own, else those of the price to begin with. */
export const overrideValues = (
  price: Price,
  override: Override | null,
  language: string,
): FormValues => ({
  ...priceRowValues(chargedPrice(price, override), overrideRow(price.id), language),
  [isOwnField(price.id)]: override !== null,
});

/** The own amounts that were typed, as the API takes them; null of an item without. */
export const overrideBody = (
  values: FormValues,
  priceId: string,
  language: string,
): Override | null => {
  const row = overrideRow(priceId);
  if (values[isOwnField(priceId)] !== true || isKept(values, row)) return null;
  const { model: _, ...fields } = modelBody(values, row, {
    currency: text(values, 'currency'),
    language,
  });
  return fields;
};

/** The field of a fault of the server: `.tiers.1.upTo` is one of the second tier. */
export const overrideFieldOf = (rest: string, values: FormValues, priceId: string): string =>
  rest === '' ? isOwnField(priceId) : fieldInRow(rest, values, overrideRow(priceId));
