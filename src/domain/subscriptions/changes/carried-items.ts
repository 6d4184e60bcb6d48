import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import { hasEnded } from '#domain/subscriptions/agreement/item-ends.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type {
  SubscriptionItem,
  SubscriptionSegment,
} from '#domain/subscriptions/agreement/segments.ts';

/**
 * The items that are carried over. In another version of the plan one that has ended stays so, and
 * keeps nothing else; another plan begins it anew where it has its price.
 */
export const carryingItems = (
  { items }: Pick<SubscriptionSegment, 'items'>,
  was: PlanVersion,
  next: PlanVersion,
  by: Mark,
): readonly SubscriptionItem[] =>
  items.flatMap((item) => {
    if (!hasEnded(item, by)) return [item];
    const { override: _, ...ended } = item;
    return was.planId === next.planId ? [ended] : [];
  });

/** The item that is carried over to a price, by the code that this has in every version. */
export const heldItem = (
  items: readonly SubscriptionItem[],
  { terms: { prices } }: PlanVersion,
  { code }: Price,
): SubscriptionItem | undefined => {
  const price = prices.find((each) => each.code === code);
  return items.find(({ priceId }) => priceId === price?.id);
};
