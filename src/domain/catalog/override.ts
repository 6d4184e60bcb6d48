import type { Price } from '#domain/catalog/price.ts';
import { modelOfPrice } from '#domain/catalog/price.ts';
import type { ModelInput } from '#domain/catalog/pricing/input.ts';
import type { ModelTerms, PriceModel } from '#domain/catalog/pricing/model.ts';
import { fromStored, toStored } from '#domain/catalog/pricing/model.ts';
import { parseModel } from '#domain/catalog/pricing/parse-model.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/** The amounts that one customer agrees to instead of a price's: the fields of its model. */
export type OverrideInput = Omit<ModelInput, 'model'>;

/** The same once it is agreed to: plain JSON, as the terms of a price, with its currency. */
export type Override = ModelTerms & { readonly currency: CurrencyCode };

/**
 * Reads amounts that are agreed to instead of a price's, as those of a price are read.
 * @throws {InvalidValue} as models are refused; `tier_meters_differ` where tiers bound other meters
 *   than those of the price
 */
export const parseOverride = (
  given: OverrideInput,
  price: Price,
  currency: CurrencyCode,
): Override => {
  const model = parseModel({ ...given, model: price.model }, currency);
  requireSameMeters(model, price);
  return { ...toStored(model), currency };
};

const requireSameMeters = (given: PriceModel, price: PriceModel): void => {
  const bounded = boundedMeters(given);
  if (bounded === '' || bounded === boundedMeters(price)) return;
  const detail = 'The tiers bound the meters that those of the price bound.';
  throw InvalidValue.because('tier_meters_differ', detail, '/tiers');
};

/**
 * The codes of the meters that tiers bound; nothing where they bound none. They stand in the terms,
 * so that nobody need look them up.
 */
const boundedMeters = (model: PriceModel): string => {
  if (model.model !== 'capacity') return '';
  const codes = model.tiers.flatMap(({ upTo }) => Object.keys(upTo ?? {}));
  return [...new Set(codes)].toSorted().join();
};

/** The model that is charged by: that of a price, or the amounts that are agreed to instead. */
export const chargedModel = (price: Price, override: Override | undefined): PriceModel =>
  override === undefined ? modelOfPrice(price) : modelOf(override);

/** The amounts that are agreed to as people read and write them. */
export const overrideFields = (override: Override): OverrideInput => {
  const { model: _, ...fields } = modelOf(override);
  return fields;
};

const modelOf = ({ currency, ...model }: Override): PriceModel =>
  fromStored<PriceModel>(model, currency);
