import { capacityPrice } from '#domain/catalog/pricing/capacity.ts';
import { dynamicPrice } from '#domain/catalog/pricing/dynamic.ts';
import type { PricedEvent } from '#domain/catalog/pricing/event.ts';
import { matrixPrice } from '#domain/catalog/pricing/matrix.ts';
import type { Bounds, ModelName, Stored, TermsOf } from '#domain/catalog/pricing/model.ts';
import { packagePrice } from '#domain/catalog/pricing/packages.ts';
import { graduatedPercentagePrice, percentagePrice } from '#domain/catalog/pricing/percentage.ts';
import type { Priced, PricingStep } from '#domain/catalog/pricing/step.ts';
import type { Digits } from '#domain/catalog/pricing/sum.ts';
import { storedAmount } from '#domain/catalog/pricing/sum.ts';
import { graduatedPrice, stairstepPrice, volumePrice } from '#domain/catalog/pricing/tiers.ts';
import { flatPrice, perUnitPrice } from '#domain/catalog/pricing/units.ts';

/** The models of prices that are agreed by quantity. */
export const agreedModels = [
  'flat',
  'per_unit',
  'graduated',
  'volume',
  'stairstep',
  'package',
] as const satisfies readonly ModelName[];

/** The models of a quantity that only prices of usage have. */
export const usageModels = ['graduated_percentage'] as const satisfies readonly ModelName[];

/** The models that tell events apart. Only prices of usage have them. */
export const eventModels = [
  'matrix',
  'dynamic',
  'percentage',
] as const satisfies readonly ModelName[];

/** The models that are computed of one quantity. */
export const quantityModels = [
  ...agreedModels,
  ...usageModels,
] as const satisfies readonly ModelName[];

export type QuantityModelName = (typeof quantityModels)[number];

export type EventModelName = (typeof eventModels)[number];

/**
 * The price of a quantity for a whole period.
 * @param quantity a decimal; of a graduated percentage the value, in major units
 */
export const priceOfQuantity = (
  terms: TermsOf<QuantityModelName>,
  digits: Digits,
  quantity: string,
): Priced => {
  switch (terms.model) {
    case 'flat':
      return flatPrice(terms, quantity);
    case 'per_unit':
      return perUnitPrice(terms, digits, quantity);
    case 'graduated':
      return graduatedPrice(terms, digits, quantity);
    case 'volume':
      return volumePrice(terms, digits, quantity);
    case 'stairstep':
      return stairstepPrice(terms, quantity);
    case 'package':
      return packagePrice(terms, quantity);
    case 'graduated_percentage':
      return graduatedPercentagePrice(terms, digits, quantity);
  }
};

/** The price of events. They are in the order in which they count: by time, then by id. */
export const priceOfEvents = (
  terms: TermsOf<EventModelName>,
  digits: Digits,
  events: readonly PricedEvent[],
): Priced => {
  switch (terms.model) {
    case 'percentage':
      return percentagePrice(terms, digits, events);
    case 'dynamic':
      return dynamicPrice(terms, digits, events);
    case 'matrix':
      return matrixPrice(terms, digits, events);
  }
};

/** Terms with the basis that they are computed of. Which it is depends on the model. */
export type PricedBy =
  | { readonly terms: TermsOf<QuantityModelName>; readonly quantity: string }
  | { readonly terms: TermsOf<EventModelName>; readonly events: readonly PricedEvent[] }
  | {
      readonly terms: TermsOf<'capacity'>;
      /** By the codes of meters. */
      readonly quantities: Readonly<Record<string, string>>;
    };

/** The price of a basis, without its bounds. */
export const priceOf = (by: PricedBy, digits: Digits): Priced => {
  if ('quantity' in by) return priceOfQuantity(by.terms, digits, by.quantity);
  if ('events' in by) return priceOfEvents(by.terms, digits, by.events);
  return capacityPrice(by.terms, by.quantities);
};

/** No more than the maximum, then no less than the minimum. */
export const withinBounds = (priced: Priced, { minimum, maximum }: Stored<Bounds>): Priced => {
  const most = maximum === null ? priced : boundedBy(priced, 'maximum', maximum);
  return minimum === null ? most : boundedBy(most, 'minimum', minimum);
};

const boundedBy = (priced: Priced, kind: 'minimum' | 'maximum', minor: string): Priced => {
  const amount = storedAmount(minor);
  const isOff = priced.exact.compare(amount) === (kind === 'minimum' ? -1 : 1);
  if (!isOff) return priced;
  const step: PricingStep = { kind, amount };
  return { exact: amount, steps: [...priced.steps, step] };
};
