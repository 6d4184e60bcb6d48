import type { Override, OverrideInput } from '#domain/catalog/override.ts';
import { chargedModel, parseOverride } from '#domain/catalog/override.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import { priceAmountMax } from '#domain/catalog/pricing/amounts.ts';
import { priceTerms, priceWithinBounds } from '#domain/charging/terms.ts';
import { checkAll, checkEach } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { PriceId, SubscriptionItemId } from '#domain/shared/ids.ts';
import { parseQuantity } from '#domain/subscriptions/agreement/quantity.ts';
import type { SubscriptionItem } from '#domain/subscriptions/agreement/segments.ts';

/** A price of the plan as somebody asks for it. */
export interface SubscriptionItemInput {
  readonly priceId: PriceId;
  /** A decimal; `1` where absent. */
  readonly quantity?: string | undefined;
  /** Whether the subscription has it: only an optional one may be left out. True where absent. */
  readonly isIncluded?: boolean | undefined;
  /** Amounts of its own; those of the price where there are none. */
  readonly override?: OverrideInput | null | undefined;
  /** The first local day without it; where absent it ends with the subscription. */
  readonly endsOn?: string | null | undefined;
}

/**
 * The items of a new subscription, in the order of the plan: all prices but optional ones that
 * nobody asked for, with the quantities that are given.
 * @throws {InvalidValue} `unknown_price`, `duplicate_price`, `price_not_optional`,
 *   `invalid_quantity`, `override_of_nothing`, what a price's own amounts are refused for, and
 *   `amount_out_of_range` where a period would cost more than can be billed: every fault at once
 */
export const chosenItems = (
  given: readonly SubscriptionItemInput[],
  { terms: { prices, currency } }: PlanVersion,
  nextItemId: () => SubscriptionItemId,
): readonly SubscriptionItem[] => {
  const read = checkEach(given, (item, index) => {
    const price = prices.find(({ id }) => id === item.priceId);
    const { isIncluded = true, quantity = '1' } = item;
    const isRepeated = given.findIndex(({ priceId }) => priceId === item.priceId) < index;
    const override = () => readOverride({ ...item, isIncluded }, price, currency) ?? undefined;
    return checkAll({
      priceId: () => requirePrice(price, isRepeated),
      isIncluded: () => isIncluded || requireOptional(price),
      quantity: () => billableQuantity(price, currency, quantity, ifGood(override)),
      override,
    });
  });
  const byPrice = new Map(read.map((item) => [item.priceId, item]));
  return prices.flatMap((price) => {
    const { id: priceId } = price;
    const item = byPrice.get(priceId);
    const isIncluded = item?.isIncluded ?? !price.isOptional;
    if (!isIncluded) return [];
    const quantity = item?.quantity ?? billableQuantity(price, currency, '1');
    const override = item?.override;
    return [{ id: nextItemId(), priceId, quantity, ...(override && { override }) }];
  });
};

/** @throws {InvalidValue} `unknown_price`, `duplicate_price` */
export const requirePrice = (price: Price | undefined, isRepeated: boolean): PriceId => {
  if (price === undefined) {
    throw InvalidValue.because('unknown_price', 'The plan has no price with this id.');
  }
  if (!isRepeated) return price.id;
  throw InvalidValue.because(
    'duplicate_price',
    'Another item in the list has this price: each is named once.',
  );
};

const requireOptional = (price: Price | undefined): false => {
  if (price === undefined || price.isOptional) return false;
  throw InvalidValue.because(
    'price_not_optional',
    'The plan has this price for all who subscribe: only an optional one may be left out.',
  );
};

/**
 * Reads the own amounts of an item: null where it is to have those of its price, undefined where
 * nothing is said.
 * @throws {InvalidValue} `override_of_nothing`, and what a price's own amounts are refused for
 */
export const readOverride = (
  {
    override,
    isIncluded,
  }: { readonly override?: OverrideInput | null | undefined; readonly isIncluded: boolean },
  price: Price | undefined,
  currency: CurrencyCode,
): Override | null | undefined => {
  if (override === undefined || override === null) return override;
  if (!isIncluded) {
    throw InvalidValue.because('override_of_nothing', 'What is not had has no amounts.');
  }
  return price && parseOverride(override, price, currency);
};

/** A value that is good. Its faults are told at its own place, and not where others hang on it. */
export const ifGood = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidValue) return undefined;
    throw error;
  }
};

/**
 * Reads how many of a price are agreed to. Of usage it is always one: what is used is counted.
 * @throws {InvalidValue} `invalid_quantity`; `quantity_counted` of a price of usage;
 *   `amount_out_of_range` where a period would cost more than can be billed
 */
export const billableQuantity = (
  price: Price | undefined,
  currency: CurrencyCode,
  given: string,
  override?: Override,
): string => {
  const quantity = parseQuantity(given);
  if (price === undefined) return quantity;
  if (price.kind === 'usage') {
    if (quantity === '1') return quantity;
    throw InvalidValue.because('quantity_counted', 'The quantity of this price is counted.');
  }
  const terms = priceTerms(chargedModel(price, override), currency, price);
  const { exact } = priceWithinBounds(terms, quantity);
  if (exact.round('up') <= priceAmountMax) return quantity;
  throw InvalidValue.because(
    'amount_out_of_range',
    `A period would cost more than ${priceAmountMax} minor units, the most that can be billed.`,
  );
};
