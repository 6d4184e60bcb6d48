import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { SettlementTerms } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { ItemDeltaInput, SubscriptionChange } from '#domain/subscriptions/changes/change.ts';

/** The parts of a change that a test gives. */
export interface ChangeGiven {
  readonly plan?: string;
  readonly quantities?: Readonly<Record<string, string | null>>;
  /** Unit amounts by code; null for that of the price. */
  readonly overrides?: Readonly<Record<string, string | null>>;
  /** Local days by code; null for no end of its own. */
  readonly ends?: Readonly<Record<string, string | null>>;
  readonly anchorOn?: CalendarDate;
  readonly timeZone?: TimeZone;
  readonly terms?: Partial<SettlementTerms>;
}

/** The items that a change names, by the prices of a version. */
export const deltasOf = (
  { terms: { prices } }: PlanVersion,
  { quantities = {}, overrides = {}, ends = {} }: ChangeGiven,
): readonly ItemDeltaInput[] =>
  prices.flatMap(({ id: priceId, code }): ItemDeltaInput[] => {
    const [quantity, unitAmount, endsOn] = [quantities[code], overrides[code], ends[code]];
    if (quantity === null) return [{ priceId, isIncluded: false }];
    const override = typeof unitAmount === 'string' ? { unitAmount } : unitAmount;
    const isNamed = [quantity, override, endsOn].some((part) => part !== undefined);
    return isNamed ? [{ priceId, quantity, override, endsOn }] : [];
  });

/** A change that says nothing, and takes effect at a mark. */
export const changeOf = (
  { id: subscriptionId, policy: { cycle, creditAs } }: SubscriptionFacts,
  effective: Mark,
  createdAt: Instant,
): Omit<SubscriptionChange, 'id' | 'kind'> => ({
  subscriptionId,
  effective,
  planId: null,
  planVersion: null,
  planVersionId: null,
  cycle,
  decrease: 'credit',
  charge: 'immediately',
  creditAs,
  items: [],
  anchorOn: null,
  timeZone: null,
  trialDays: null,
  createdAt,
  takenBackAt: null,
});
