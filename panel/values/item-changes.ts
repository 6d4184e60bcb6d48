import type { Price, SubscriptionItem } from '../wire/types.ts';
import type { AgreedItem } from './subscription-body.ts';

/** One line of the old and the new prices of a subscription, beside each other. */
export interface ItemChange {
  readonly kind: 'stays' | 'changes' | 'begins' | 'ends';
  readonly name: string;
  readonly before: { readonly price: Price; readonly quantity: string } | null;
  readonly after: { readonly price: Price; readonly quantity: string } | null;
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
    return item === undefined ? [] : [{ price, quantity: item.quantity }];
  });
  const has = to.flatMap((price) => {
    const item = after[price.id];
    return item?.isIncluded === true ? [{ price, quantity: item.quantity }] : [];
  });
  const kept = had.map((before): ItemChange => {
    const next = has.find(({ price }) => isOne(price, before.price)) ?? null;
    const isSame = next?.quantity === before.quantity && next.price.id === before.price.id;
    const kind = next === null ? 'ends' : isSame ? 'stays' : 'changes';
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

const isOne = (one: Price, other: Price): boolean =>
  one.id === other.id || (one.code !== undefined && one.code === other.code);
