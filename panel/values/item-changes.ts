import type { Price, SubscriptionItem } from '../wire/types.ts';
import type { AgreedItem } from './item-body.ts';
import { isSame } from './merge.ts';
import { chargedPrice } from './own-price.ts';

/** A price that a subscription has, how many of it, and until when. */
export interface ComparedItem {
  readonly price: Price;
  readonly quantity: string;
  /** The first local day without it, where it ends by itself. */
  readonly endsOn: string | null;
}

/** One line of the old and the new prices of a subscription, beside each other. */
export interface ItemChange {
  readonly kind: 'stays' | 'changes' | 'begins' | 'ends';
  readonly name: string;
  readonly before: ComparedItem | null;
  readonly after: ComparedItem | null;
}

/** Compares the items of a subscription with those that it would have, by the codes of prices. */
export const itemChanges = (
  from: readonly Price[],
  items: readonly SubscriptionItem[],
  to: readonly Price[],
  after: Readonly<Record<string, AgreedItem>>,
): readonly ItemChange[] => {
  const had = from.flatMap((price) => {
    const item = items.find(({ priceId }) => priceId === price.id);
    if (item === undefined) return [];
    return [comparedItem(price, item)];
  });
  const has = to.flatMap((price) => {
    const item = after[price.id];
    if (item?.isIncluded !== true) return [];
    return [comparedItem(price, item)];
  });
  const kept = had.map((before): ItemChange => {
    const next = has.find(({ price }) => isOne(price, before.price)) ?? null;
    const stays = isSame(next, before);
    const kind = next === null ? 'ends' : stays ? 'stays' : 'changes';
    return { kind, name: before.price.name, before, after: next };
  });
  const begun = has
    .filter(({ price }) => !had.some((before) => isOne(before.price, price)))
    .map(
      (next): ItemChange => ({
        kind: 'begins',
        name: next.price.name,
        before: null,
        after: next,
      }),
    );
  return [...kept, ...begun];
};

const comparedItem = (
  price: Price,
  { override, quantity, endsOn }: Pick<AgreedItem, 'override' | 'quantity' | 'endsOn'>,
): ComparedItem => ({
  price: chargedPrice(price, override),
  quantity,
  // An end whose day is missing is none yet.
  endsOn: endsOn === '' ? null : endsOn,
});

const isOne = (one: Price, other: Price): boolean =>
  one.id === other.id || (one.code !== undefined && one.code === other.code);
