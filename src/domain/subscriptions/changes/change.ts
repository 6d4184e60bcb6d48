import type { Override, OverrideInput } from '#domain/catalog/override.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import { checkAll, checkEach } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type {
  PlanId,
  PlanVersionId,
  PriceId,
  SubscriptionChangeId,
  SubscriptionId,
  SubscriptionItemId,
} from '#domain/shared/ids.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import {
  billableQuantity,
  ifGood,
  readOverride,
  requirePrice,
} from '#domain/subscriptions/agreement/chosen-items.ts';
import type { ChangedEndBounds } from '#domain/subscriptions/agreement/item-ends.ts';
import { readChangedEnd } from '#domain/subscriptions/agreement/item-ends.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type {
  SettlementTerms,
  SubscriptionItem,
} from '#domain/subscriptions/agreement/segments.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import type { BillingPolicy, BillingPolicyInput } from '#domain/tenants/billing-policy.ts';

/** Another quantity or other amounts of a price, one more price, or one less. */
export interface ItemDeltaInput {
  readonly priceId: PriceId;
  /** A decimal; absent stays, and is 1 of a price that is new. */
  readonly quantity?: string | undefined;
  /** False takes the price away. */
  readonly isIncluded?: boolean | undefined;
  /** Amounts of its own, whole; absent stays, null has it at those of the price again. */
  readonly override?: OverrideInput | null | undefined;
  /** The first local day without it; absent stays, null takes an end of its own away. */
  readonly endsOn?: string | null | undefined;
}

/** A change as people describe it. */
export interface ChangeInput {
  readonly planId?: PlanId | undefined;
  /** A published version of that plan, or of the present one; the newest where absent. */
  readonly planVersion?: number | undefined;
  /** Items that are not named stay. */
  readonly items?: readonly ItemDeltaInput[] | undefined;
  /** A local day on which periods begin from then on. */
  readonly anchorOn?: string | undefined;
  /** Whose days are counted from then on. */
  readonly timeZone?: string | undefined;
  readonly effective: EffectiveInput;
  /** The fields of the policy that this change alone does otherwise. */
  readonly billingPolicy?: BillingPolicyInput | undefined;
}

/** How many of a price from the change on; null stays as it is, or is 1 where it is new. */
export interface ItemDelta {
  readonly priceId: PriceId;
  readonly quantity: string | null;
  readonly isIncluded: boolean;
  /** Its own amounts; absent where they stay, null where it has those of the price. */
  readonly override?: Override | null;
  /** Where it ends by itself; absent where that stays, null where it does not any more. */
  readonly end?: Mark | null;
  /** The id of the item, should the price be new to the subscription. */
  readonly itemId: SubscriptionItemId;
  /** An optional price that nobody asked for: it stays where the subscription has it already. */
  readonly isOnlyCarried?: true;
}

/** A change of what is agreed to; the beginning of a pause; or its end. */
export const changeKinds = ['change', 'pause', 'resume'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/**
 * A change of what is agreed to, from a mark on. It lies ahead, is in force, was taken back, or its
 * subscription ended before.
 */
export interface SubscriptionChange extends SettlementTerms {
  readonly id: SubscriptionChangeId;
  readonly subscriptionId: SubscriptionId;
  readonly kind: ChangeKind;
  readonly effective: Mark;
  /** Null where the plan stays. */
  readonly planId: PlanId | null;
  /** The version that it moves to, and its number in its plan; null where the version stays. */
  readonly planVersion: number | null;
  readonly planVersionId: PlanVersionId | null;
  readonly cycle: BillingPolicy['cycle'];
  /** How long the new plan's trial is, from the start on; null where the trial stays as it is. */
  readonly trialDays: number | null;
  readonly items: readonly ItemDelta[];
  /** Null where the boundaries of the periods stay, or follow from `cycle`. */
  readonly anchorOn: CalendarDate | null;
  /** Null where the zone stays. */
  readonly timeZone: TimeZone | null;
  readonly createdAt: Instant;
  readonly takenBackAt: Instant | null;
}

export const changeStatuses = ['scheduled', 'in_force', 'taken_back', 'not_reached'] as const;
export type ChangeStatus = (typeof changeStatuses)[number];

/**
 * The state of a change at an instant: nothing is written when it takes effect.
 * @param endedAt the end of its subscription, where that is over; null where it is not
 */
export const changeStatusAt = (
  { effective, takenBackAt }: Pick<SubscriptionChange, 'effective' | 'takenBackAt'>,
  now: Instant,
  endedAt: Instant | null,
): ChangeStatus => {
  if (takenBackAt !== null) return 'taken_back';
  if (endedAt !== null && effective.at >= endedAt) return 'not_reached';
  return effective.at > now ? 'scheduled' : 'in_force';
};

export const deltasMax = 50;

/** All that the items of a change are read with. */
export interface ReadingDeltas {
  /** The plan version from the change on. */
  readonly next: PlanVersion;
  /** Whether the change does something without them: `plan` where it moves to `next`. */
  readonly isOtherwise: 'plan' | boolean;
  /** The item until the change that has a price of `next`; undefined where the price is new. */
  readonly heldBy: (price: Price) => SubscriptionItem | undefined;
  readonly ends: ChangedEndBounds;
  readonly drawItemId: () => SubscriptionItemId;
}

/**
 * Reads the item deltas of a change. Another plan or version draws an id for each of its prices.
 * @throws {InvalidValue} `nothing_changes`, `too_many`, `duplicate_price`, `unknown_price`,
 *   `invalid_quantity`, `amount_out_of_range`, `quantity_of_nothing`, `override_of_nothing`, and
 *   what a price's own amounts and the ends of items are refused for, each with its pointer
 */
export const parseDeltas = (
  given: readonly ItemDeltaInput[],
  reading: ReadingDeltas,
): readonly ItemDelta[] => {
  const { next, isOtherwise, drawItemId } = reading;
  if (given.length === 0 && isOtherwise === false) {
    const detail = 'Give items, another planId or planVersion, anchorOn or timeZone.';
    throw InvalidValue.because('nothing_changes', detail);
  }
  const { items } = checkAll({ items: () => readDeltas(given, reading) });
  const named = new Set(items.map(({ priceId }) => priceId));
  const others = isOtherwise === 'plan' ? next.terms.prices.filter(({ id }) => !named.has(id)) : [];
  return [...items, ...others.map(unnamed)].map((delta) => ({ ...delta, itemId: drawItemId() }));
};

const unnamed = ({ id: priceId, isOptional }: Price): Omit<ItemDelta, 'itemId'> => ({
  priceId,
  quantity: null,
  isIncluded: true,
  ...(isOptional && { isOnlyCarried: true }),
});

const readDeltas = (
  given: readonly ItemDeltaInput[],
  { next: { terms }, heldBy, ends }: ReadingDeltas,
) => {
  if (given.length > deltasMax) {
    throw InvalidValue.because('too_many', `A change names ${deltasMax} prices at most.`);
  }
  return checkEach(given, (delta, index) => {
    const { priceId, quantity, isIncluded = true } = delta;
    const price = terms.prices.find(({ id }) => id === priceId);
    const isRepeated = given.findIndex((other) => other.priceId === priceId) < index;
    const held = price && heldBy(price);
    const own = () => readOverride({ ...delta, isIncluded }, price, terms.currency);
    const {
      override,
      endsOn: end,
      ...read
    } = checkAll({
      priceId: () => requirePrice(price, isRepeated),
      quantity: () => {
        if (quantity === undefined) return null;
        if (isIncluded) {
          return billableQuantity(price, terms.currency, quantity, amountsOf(held, ifGood(own)));
        }
        throw InvalidValue.because('quantity_of_nothing', 'There is none of what is taken away.');
      },
      override: own,
      endsOn: () => readChangedEnd(delta, price, held, ends),
    });
    return {
      ...read,
      isIncluded,
      ...(override !== undefined && { override }),
      ...(end !== undefined && { end }),
    };
  });
};

/** The own amounts that an item has after a change; undefined where it has those of the price. */
const amountsOf = (
  held: SubscriptionItem | undefined,
  override: Override | null | undefined,
): Override | undefined => (override === undefined ? held?.override : (override ?? undefined));
