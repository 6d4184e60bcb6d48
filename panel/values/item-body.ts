import type { Interval, ItemDelta, Price, SubscriptionItem } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { isSame } from './merge.ts';
import { readDecimal, typedDecimal } from './money-text.ts';
import { endDelta, endFieldOf, endValues, hasEnded, typedEnd } from './own-end.ts';
import type { Override } from './own-price.ts';
import { overrideBody, overrideFieldOf, overrideValues } from './own-price.ts';
import { text } from './typed-fields.ts';

// The items of a subscription in its forms: quantities, add-ons, own amounts and ends.

/** Whether a quantity of a price is agreed: of a flat one any is the same, usage is counted. */
export const hasQuantity = ({ kind, model }: Pick<Price, 'kind' | 'model'>): boolean =>
  kind !== 'usage' && model !== 'flat';

/** An item as a form shows it: how many, and whether the subscription has the price at all. */
export interface AgreedItem {
  readonly quantity: string;
  readonly isIncluded: boolean;
  /** The amounts that it has instead of its price's. */
  readonly override: Override | null;
  /** The first local day without it, where it ends by itself; empty while it is missing. */
  readonly endsOn: string | null;
  /** Whether own amounts do not fit the price, so that somebody has to say which hold. */
  readonly isUnmatched?: boolean;
}

/** The items that a new subscription has of a plan where nothing is said: one of each price. */
export const defaultItems = (prices: readonly Price[]): Readonly<Record<string, AgreedItem>> =>
  Object.fromEntries(
    prices.map(({ id, isOptional }) => [id, { ...absent, isIncluded: isOptional !== true }]),
  );

/** The items of a subscription among the prices of its version. */
const currentItems = (
  prices: readonly Price[],
  items: readonly SubscriptionItem[],
): Readonly<Record<string, AgreedItem>> =>
  Object.fromEntries(
    prices.map(({ id }) => {
      const item = items.find(({ priceId }) => priceId === id);
      return [id, item === undefined ? absent : { ...item, isIncluded: true }];
    }),
  );

/**
 * The items after a move to other terms where nothing is said: a price that the subscription has
 * by the same code keeps its quantity, its end and, where it is counted alike, its own amounts.
 * Others begin with one, and optional ones do not begin. An item that has ended by then stays so,
 * without own amounts; another plan begins it anew.
 */
const movedItems = (
  from: ChangedSubscription,
  to: ChangeTarget,
): Readonly<Record<string, AgreedItem>> =>
  Object.fromEntries(
    to.prices.map((price): [string, AgreedItem] => {
      const { id, code, isOptional } = price;
      const old = from.prices.find((one) => one.code !== undefined && one.code === code);
      const held = from.items.find(({ priceId }) => priceId === old?.id);
      const isOver = hasEnded(held?.endsOn, from.effectiveOn);
      const item = isOver && to.planId !== from.planId ? undefined : held;
      const override = isOver ? null : (item?.override ?? null);
      const fits = old !== undefined && isCountedAlike([old, from], [price, to]);
      const agreed = {
        quantity: item?.quantity ?? '1',
        isIncluded: item !== undefined || isOptional !== true,
        endsOn: item?.endsOn ?? null,
      };
      if (override === null || fits) return [id, { ...agreed, override }];
      return [id, { ...agreed, override: null, isUnmatched: true }];
    }),
  );

type PriceIn = readonly [Price, Pick<ChangeTarget, 'interval'>];

/** Whether amounts of one price can be those of another: the server refuses them otherwise. */
const isCountedAlike = ([one, oneIn]: PriceIn, [other, otherIn]: PriceIn): boolean => {
  const counted = ({ kind, model, meterId, meterIds, interval }: Price, terms: PriceIn[1]) => ({
    kind,
    model,
    meterId: meterId ?? null,
    meterIds: meterIds ?? null,
    interval: kind === 'one_time' ? null : (interval ?? terms.interval),
  });
  return isSame(counted(one, oneIn), counted(other, otherIn));
};

/** Items as values of a form, in the writing of `language`. */
export const itemValues = (
  { prices, currency }: Pick<ChangeTarget, 'prices' | 'currency'>,
  items: Readonly<Record<string, AgreedItem>>,
  language: string,
): FormValues =>
  Object.assign(
    { currency },
    ...prices.map((price) => {
      const { quantity, isIncluded, override, endsOn } = items[price.id] ?? absent;
      return {
        [quantityField(price.id)]: typedDecimal(quantity, language),
        [includedField(price.id)]: isIncluded,
        ...overrideValues(price, override, language),
        ...endValues(price.id, endsOn),
      };
    }),
  ) as FormValues;

const absent: AgreedItem = { quantity: '1', isIncluded: false, override: null, endsOn: null };

export const quantityField = (priceId: string): string => `items.${priceId}.quantity`;
export const includedField = (priceId: string): string => `items.${priceId}.isIncluded`;

/** The items as they were typed: quantities that cannot be read stay as they are. */
export const agreedItems = (
  values: FormValues,
  prices: readonly Price[],
  language: string,
): Readonly<Record<string, AgreedItem>> =>
  Object.fromEntries(
    prices.map(({ id }) => {
      const typed = text(values, quantityField(id)).trim();
      const quantity = typed === '' ? '1' : (readDecimal(typed, language) ?? typed);
      const override = overrideBody(values, id, language);
      const isIncluded = values[includedField(id)] === true;
      return [id, { quantity, isIncluded, override, endsOn: typedEnd(values, id) }];
    }),
  );

/** The items that were typed and differ from those that come without a word, in their order. */
export const itemsBody = (
  values: FormValues,
  prices: readonly Price[],
  items: Readonly<Record<string, AgreedItem>>,
  language: string,
): readonly ItemDelta[] =>
  prices.flatMap((price): readonly ItemDelta[] => {
    const { id: priceId } = price;
    const without = items[priceId] ?? absent;
    const typed = agreedItems(values, [price], language)[priceId] ?? without;
    if (!typed.isIncluded) return without.isIncluded ? [{ priceId, isIncluded: false }] : [];
    const isAsMany = typed.quantity === without.quantity || !hasQuantity(price);
    const override = overrideDelta(price, { values, without, language });
    const end = endDelta(typed.endsOn, without.endsOn);
    if (isAsMany && without.isIncluded && (override ?? end) === undefined) return [];
    const quantity = hasQuantity(price) ? { quantity: typed.quantity } : {};
    return [{ priceId, ...quantity, ...override, ...end, isIncluded: true }];
  });

interface Compared {
  readonly values: FormValues;
  readonly without: AgreedItem;
  readonly language: string;
}

/** The own amounts where they are others than those that come without a word. */
const overrideDelta = (
  price: Price,
  { values, without, language }: Compared,
): Pick<ItemDelta, 'override'> | undefined => {
  const untouched = {
    currency: text(values, 'currency'),
    ...overrideValues(price, without.override, language),
  };
  const [typed, stays] = [values, untouched].map((form) => overrideBody(form, price.id, language));
  const isSaid = without.isUnmatched === true || !isSame(typed, stays);
  return isSaid ? { override: typed ?? null } : undefined;
};

/** The field of a fault of the server: `items.0.quantity` is one of the first item in the body. */
export const itemFieldOf = (
  path: string,
  items: readonly { readonly priceId: string }[],
  values: FormValues,
): string => {
  const parts = /^items\.(?<index>\d+)(?:\.(?<field>\w+)(?<rest>\..*)?)?/.exec(path)?.groups;
  const priceId = items[Number(parts?.['index'] ?? -1)]?.priceId;
  if (priceId === undefined) return path;
  const field = parts?.['field'];
  if (field === 'override') return overrideFieldOf(parts?.['rest'] ?? '', values, priceId);
  if (field === 'endsOn') return endFieldOf(values, priceId);
  return field === 'isIncluded' ? includedField(priceId) : quantityField(priceId);
};

/** Terms that a subscription moves to, or those that it has. */
export interface ChangeTarget {
  readonly planId: string;
  readonly planVersion: number;
  readonly prices: readonly Price[];
  readonly currency: string;
  readonly interval: Interval;
}

/** The subscription that is changed, with the prices of its version. */
export interface ChangedSubscription extends ChangeTarget {
  readonly items: readonly SubscriptionItem[];
  /** The local day from which the change counts. */
  readonly effectiveOn: string;
}

/** The items that a subscription has after a move to `target` where nothing else is said. */
export const itemsAfter = (
  subscription: ChangedSubscription,
  target: ChangeTarget,
): Readonly<Record<string, AgreedItem>> =>
  isMoved(subscription, target)
    ? movedItems(subscription, target)
    : currentItems(subscription.prices, subscription.items);

/** Whether the terms are others than those that were agreed to. */
export const isMoved = (subscription: ChangeTarget, target: ChangeTarget): boolean =>
  subscription.planId !== target.planId || subscription.planVersion !== target.planVersion;
