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
import type { Instant } from '#domain/shared/time.ts';
import type { EffectiveInput } from '#domain/subscriptions/effective.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import { parseQuantity } from '#domain/subscriptions/quantity.ts';
import type { SettlementTerms } from '#domain/subscriptions/segments.ts';
import type { BillingPolicy, BillingPolicyInput } from '#domain/tenants/billing-policy.ts';

/** Another quantity of a price, one more price, or one less. */
export interface ItemDeltaInput {
  readonly priceId: PriceId;
  /** A decimal; absent stays, and is 1 of a price that is new. */
  readonly quantity?: string | undefined;
  /** False takes the price away. */
  readonly isIncluded?: boolean | undefined;
}

/** A change as people describe it. */
export interface ChangeInput {
  readonly planId?: PlanId | undefined;
  /** A published version of that plan, or of the present one; the newest where absent. */
  readonly planVersion?: number | undefined;
  /** Items that are not named stay. */
  readonly items?: readonly ItemDeltaInput[] | undefined;
  readonly effective: EffectiveInput;
  /** The fields of the policy that this change alone does otherwise. */
  readonly billingPolicy?: BillingPolicyInput | undefined;
}

/** How many of a price from the change on; null stays as it is, or is 1 where it is new. */
export interface ItemDelta {
  readonly priceId: PriceId;
  readonly quantity: string | null;
  readonly isIncluded: boolean;
  /** The id of the item, should the price be new to the subscription. */
  readonly itemId: SubscriptionItemId;
  /** An optional price that nobody asked for: it stays where the subscription has it already. */
  readonly isOnlyCarried?: true;
}

/** A change of what is agreed to, from a mark on. It lies ahead, is in force, or was taken back. */
export interface SubscriptionChange extends SettlementTerms {
  readonly id: SubscriptionChangeId;
  readonly subscriptionId: SubscriptionId;
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
  readonly createdAt: Instant;
  readonly takenBackAt: Instant | null;
}

export const changeStatuses = ['scheduled', 'in_force', 'taken_back'] as const;
export type ChangeStatus = (typeof changeStatuses)[number];

/** The state of a change at an instant: nothing is written when it takes effect. */
export const changeStatusAt = (
  { effective, takenBackAt }: Pick<SubscriptionChange, 'effective' | 'takenBackAt'>,
  now: Instant,
): ChangeStatus => {
  if (takenBackAt !== null) return 'taken_back';
  return effective.at > now ? 'scheduled' : 'in_force';
};

export const deltasMax = 50;

/**
 * Reads the item deltas of a change. Another plan or version draws an id for each of its prices.
 * @param next the plan version from the change on
 * @param isOtherVersion whether the change moves to it
 * @throws {InvalidValue} `nothing_changes`, `too_many`, `duplicate_price`, `price_not_in_plan`,
 *   `invalid_quantity`, `quantity_of_nothing`, each with its pointer
 */
export const parseDeltas = (
  given: readonly ItemDeltaInput[],
  next: PlanVersion,
  isOtherVersion: boolean,
  drawItemId: () => SubscriptionItemId,
): readonly ItemDelta[] => {
  if (given.length === 0 && !isOtherVersion) {
    throw InvalidValue.because(
      'nothing_changes',
      'Give items, another planId or another planVersion.',
    );
  }
  const { items } = checkAll({ items: () => readDeltas(given, next) });
  const named = new Set(items.map(({ priceId }) => priceId));
  const others = isOtherVersion ? next.terms.prices.filter(({ id }) => !named.has(id)) : [];
  return [...items, ...others.map(unnamed)].map((delta) => ({ ...delta, itemId: drawItemId() }));
};

const unnamed = ({ id: priceId, isOptional }: Price): Omit<ItemDelta, 'itemId'> => ({
  priceId,
  quantity: null,
  isIncluded: true,
  ...(isOptional && { isOnlyCarried: true }),
});

const readDeltas = (given: readonly ItemDeltaInput[], { terms }: PlanVersion) => {
  if (given.length > deltasMax) {
    throw InvalidValue.because('too_many', `A change names ${deltasMax} prices at most.`);
  }
  return checkEach(given, ({ priceId, quantity, isIncluded = true }, index) => ({
    ...checkAll({
      priceId: () => {
        if (!terms.prices.some(({ id }) => id === priceId)) {
          throw InvalidValue.because('price_not_in_plan', 'The plan has no such price.');
        }
        if (given.findIndex((other) => other.priceId === priceId) === index) return priceId;
        throw InvalidValue.because('duplicate_price', 'Each price is named once.');
      },
      quantity: () => {
        if (quantity === undefined) return null;
        if (isIncluded) return parseQuantity(quantity);
        throw InvalidValue.because('quantity_of_nothing', 'There is none of what is taken away.');
      },
    }),
    isIncluded,
  }));
};
