import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import { metersOf } from '#domain/catalog/usage-price.ts';
import type { SubscriptionItem } from '#domain/subscriptions/agreement/segments.ts';
import type { ItemDelta } from '#domain/subscriptions/changes/change.ts';

/**
 * The codes of prices of which items have amounts of their own that another version has no use for:
 * it counts them by another model, kind or meter, or in other periods. Items of which a change says
 * what is to become of that are not among them.
 */
export const unmatchedOverrides = (
  items: readonly SubscriptionItem[],
  was: PlanVersion,
  next: PlanVersion,
  deltas: readonly Pick<ItemDelta, 'priceId' | 'override' | 'isIncluded'>[],
): readonly string[] => {
  const overridden = new Set(
    items.filter(({ override }) => override !== undefined).map(({ priceId }) => priceId),
  );
  const told = new Set(
    deltas
      .filter(({ override, isIncluded }) => override !== undefined || !isIncluded)
      .map(({ priceId }) => priceId),
  );
  return was.terms.prices.flatMap((price) => {
    const same = next.terms.prices.find(({ code }) => code === price.code);
    if (!overridden.has(price.id) || same === undefined || told.has(same.id)) return [];
    return isCountedAlike({ price, in: was }, { price: same, in: next }) ? [] : [price.code];
  });
};

interface VersionedPrice {
  readonly price: Price;
  readonly in: PlanVersion;
}

// EUR 20.00 a month is another agreement than EUR 20.00 a year.
const isCountedAlike = (one: VersionedPrice, other: VersionedPrice): boolean => {
  const [interval, otherInterval] = [intervalOf(one), intervalOf(other)];
  return (
    one.price.model === other.price.model &&
    one.price.kind === other.price.kind &&
    interval.unit === otherInterval.unit &&
    interval.count === otherInterval.count &&
    metersOf(one.price).join() === metersOf(other.price).join()
  );
};

const intervalOf = ({ price, in: version }: VersionedPrice) =>
  price.interval ?? version.terms.interval;
