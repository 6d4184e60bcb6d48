import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import { parseBillingDate } from '#domain/shared/calendar/billing-dates.ts';
import { checkAll, checkEach } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { PriceId } from '#domain/shared/ids.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { Mark, Ruler } from '#domain/subscriptions/agreement/mark.ts';
import { liesBehind, rankOf } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionItem } from '#domain/subscriptions/agreement/segments.ts';

/** An item as people ask for it, as far as its end goes. */
interface EndGiven {
  readonly priceId: PriceId;
  readonly isIncluded?: boolean | undefined;
  /** A local day, the first one without it; null for no end of its own. */
  readonly endsOn?: string | null | undefined;
}

/** Where items may end that are agreed to from a mark on. */
export interface EndBounds {
  /** From where on they are agreed to. */
  readonly from: Mark;
  readonly policy: Ruler;
  /** The first instant of a local day, in the zone that is agreed by then. */
  readonly markOn: (on: CalendarDate) => Mark;
}

/**
 * Reads where the items of a new subscription end by themselves.
 * @throws {InvalidValue} `one_time`, `ends_before_start`, `end_of_nothing`, or as dates are
 *   refused, each with its pointer
 */
export const readItemEnds = (
  given: readonly EndGiven[],
  { terms: { prices } }: Pick<PlanVersion, 'terms'>,
  bounds: EndBounds,
): ReadonlyMap<PriceId, Mark> => {
  const { items } = checkAll({
    items: () =>
      checkEach(given, (item) => {
        const price = prices.find(({ id }) => id === item.priceId);
        const { endsOn } = checkAll({ endsOn: () => endOf(item, price, bounds) });
        return endsOn ? [[item.priceId, endsOn] as const] : [];
      }),
  });
  return new Map(items.flat());
};

/** Where an item of a change may end, and what it is until then. */
export interface ChangedEndBounds extends EndBounds {
  readonly now: Instant;
}

/**
 * Reads where an item of a change ends by itself from then on: null for no end of its own,
 * undefined where that stays as it is.
 * @param held the item until the change; undefined where the price is new
 * @throws {InvalidValue} as those of a new subscription are refused; `item_ended` where it had
 *   ended by then, and nothing is said of its end, or was over already, and is to go on
 */
export const readChangedEnd = (
  given: EndGiven,
  price: Price | undefined,
  held: SubscriptionItem | undefined,
  bounds: ChangedEndBounds,
): Mark | null | undefined => {
  const end = endOf(given, price, bounds);
  const before = held?.end;
  if (before === undefined || given.isIncluded === false) return end;
  if (!liesBehind(before, bounds.from)) {
    if (end !== undefined) return end;
    throw InvalidValue.because(
      'item_ended',
      'The item has ended by then. To begin it again say when it ends: a later day, or null.',
    );
  }
  const isOver = before.at <= bounds.now;
  const goesOn = end === null || (end !== undefined && liesBehind(end, before));
  if (!isOver || !goesOn) return end;
  throw InvalidValue.because(
    'item_ended',
    `The item has ended. To begin it again let the change take effect on ${before.on} or later.`,
  );
};

const endOf = (
  { endsOn, isIncluded = true }: EndGiven,
  price: Price | undefined,
  { from, policy, markOn }: EndBounds,
): Mark | null | undefined => {
  if (endsOn === undefined || endsOn === null) return endsOn;
  if (!isIncluded) {
    throw InvalidValue.because('end_of_nothing', 'What is not had does not end.');
  }
  if (price?.kind === 'one_time') {
    throw InvalidValue.because('one_time', 'The price is charged once. Its item does not end.');
  }
  const end = markOn(parseBillingDate(endsOn));
  if (end.at > from.at && rankOf(end, policy) > rankOf(from, policy)) return end;
  throw InvalidValue.because(
    'ends_before_start',
    'An item ends after it begins, and after the day from which a change counts: to end it ' +
      'there, let the change take it away.',
  );
};

/** Whether an item has ended by itself by a mark. */
export const hasEnded = ({ end }: Pick<SubscriptionItem, 'end'>, by: Mark): boolean =>
  end !== undefined && !liesBehind(end, by);
