import { amountCarriedBy } from '#domain/catalog/pricing/dynamic.ts';
import type { PricedEvent } from '#domain/catalog/pricing/event.ts';
import type { ModelInput } from '#domain/catalog/pricing/input.ts';
import type { ModelName, ModelTerms } from '#domain/catalog/pricing/model.ts';
import type { PricedBy } from '#domain/catalog/pricing/priced.ts';
import { checkRecord, refusingOthers, required } from '#domain/catalog/pricing/stated.ts';
import { checkAll, checkEach, orUndefined } from '#domain/shared/check.ts';
import { parseDecimal } from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseCode } from '#domain/shared/text.ts';

/** One event as people write it. Amounts are in major units. */
export interface PricedEventInput {
  readonly value?: string | undefined;
  readonly amount?: string | undefined;
  readonly properties?: Readonly<Record<string, string>> | undefined;
}

/** The basis that a price is computed of, as people write it: one of them, by the model. */
export interface BasisInput {
  /** A decimal; `1` of a flat price where absent. */
  readonly quantity?: string | undefined;
  readonly events?: readonly PricedEventInput[] | undefined;
  /** By the codes of meters. */
  readonly quantities?: Readonly<Record<string, string>> | undefined;
}

/** The most events that a price is computed of at once. */
export const pricedEventsMax = 1000;

type BasisField = keyof BasisInput;

/** Which of them a model is computed of. */
export const basisOf: Readonly<Record<ModelName, BasisField>> = {
  flat: 'quantity',
  per_unit: 'quantity',
  graduated: 'quantity',
  volume: 'quantity',
  stairstep: 'quantity',
  package: 'quantity',
  graduated_percentage: 'quantity',
  capacity: 'quantities',
  percentage: 'events',
  dynamic: 'events',
  matrix: 'events',
};

/** The basis as it was read: one field of it. */
export type Basis = { readonly [Field in BasisField]?: unknown };

/**
 * The readers of the basis, for `checkAll`. They refuse with `required`, `unknown_field` where the
 * model is computed of something else, `too_many`, `unknown_meter`, and what decimals are refused
 * for.
 */
export const basisReaders = (
  price: ModelInput,
  given: BasisInput,
): Readonly<Record<string, () => unknown>> => {
  const model = price.model ?? 'flat';
  const field = basisOf[model];
  const fields = ['quantity', 'events', 'quantities'] as const;
  return refusingOthers(given, fields, { [field]: readers[field](price, given) });
};

/** A model with what it is computed of, as `basisReaders` read it. */
export const pricedBy = (terms: ModelTerms, basis: Basis): PricedBy => {
  switch (terms.model) {
    case 'capacity':
      return { terms, quantities: basis.quantities as Readonly<Record<string, string>> };
    case 'percentage':
    case 'dynamic':
    case 'matrix':
      return { terms, events: basis.events as readonly PricedEvent[] };
    case 'flat':
    case 'per_unit':
    case 'graduated':
    case 'volume':
    case 'stairstep':
    case 'package':
    case 'graduated_percentage':
      return { terms, quantity: basis.quantity as string };
  }
};

const readers: {
  readonly [Field in BasisField]-?: (price: ModelInput, given: BasisInput) => () => unknown;
} = {
  quantity:
    ({ model = 'flat' }, { quantity }) =>
    () =>
      parseDecimal(quantity === undefined && model === 'flat' ? '1' : required(quantity)),
  events:
    (price, { events }) =>
    () =>
      parseEvents(price, required(events)),
  quantities:
    (price, { quantities }) =>
    () =>
      parseQuantities(price, required(quantities)),
};

const parseEvents = (
  price: ModelInput,
  events: readonly PricedEventInput[],
): readonly PricedEvent[] => {
  if (events.length > pricedEventsMax) {
    throw InvalidValue.because('too_many', `A price is computed of ${pricedEventsMax} at most.`);
  }
  return checkEach(events, (event) => parseEvent(price, event));
};

const parseEvent = (price: ModelInput, event: PricedEventInput): PricedEvent => {
  const { properties = {} } = event;
  const { model, amountProperty } = price;
  const read = checkAll({
    // Where events are counted, each is one.
    value: () =>
      parseDecimal(model === 'percentage' ? required(event.value) : (event.value ?? '1')),
    amount: () => orUndefined(parseDecimal)(event.amount),
    ...(model === 'dynamic' && typeof amountProperty === 'string' && event.amount === undefined
      ? { properties: () => parseCarried(amountProperty, properties) }
      : {}),
  });
  return { value: read.value, amount: read.amount ?? null, properties };
};

const parseCarried = (
  amountProperty: string,
  properties: Readonly<Record<string, string>>,
): void => {
  const event = { value: '1', amount: null, properties };
  const carried = amountCarriedBy({ amountProperty }, event);
  checkRecord({ [amountProperty]: carried ?? '' }, () => parseDecimal(required(carried)));
};

const parseQuantities = (
  { tiers }: ModelInput,
  quantities: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const meters = new Set(
    (tiers ?? []).flatMap(({ upTo }) =>
      typeof upTo === 'object' && upTo !== null ? Object.keys(upTo) : [],
    ),
  );
  return checkRecord(quantities, (quantity, meter) => {
    parseCode(meter);
    if (meters.size > 0 && !meters.has(meter)) {
      throw InvalidValue.because('unknown_meter', 'No tier of the price bounds this meter.');
    }
    return parseDecimal(quantity);
  });
};
