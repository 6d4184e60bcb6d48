import type { Override } from '#domain/catalog/override.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import type {
  PlanId,
  PlanVersionId,
  PriceId,
  SubscriptionChangeId,
  SubscriptionItemId,
} from '#domain/shared/ids.ts';
import type { CalendarDate, CalendarLength, Instant, TimeZone } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';

/** One price of the plan, and how many of it. */
export interface SubscriptionItem {
  readonly id: SubscriptionItemId;
  readonly priceId: PriceId;
  /** A decimal. */
  readonly quantity: string;
  /** The amounts that it has instead of its price's; absent where it has those. */
  readonly override?: Override;
  /** Where it ends by itself; absent where nobody said so. */
  readonly end?: Mark;
}

/** The plan that is agreed to, and the boundaries of its periods. */
export interface AgreedPlan {
  readonly planId: PlanId;
  /** Of the plan, from 1. */
  readonly planVersion: number;
  readonly interval: CalendarLength;
  /** A boundary of the plan's periods, and the day that the others come back to. */
  readonly anchorOn: CalendarDate;
  readonly anchorDay: number;
  /** The zone whose days are counted. */
  readonly timeZone: TimeZone;
}

/** How money follows from a change: what of the policy its request may say otherwise. */
export type SettlementTerms = Pick<BillingPolicy, 'decrease' | 'charge' | 'creditAs'>;

/** The change that a segment begins with. */
export interface BegunBy extends SettlementTerms {
  readonly id: SubscriptionChangeId;
  /** Whether it moved to another plan: then items that end were replaced. */
  readonly isOtherPlan: boolean;
}

/** The items that are agreed from a mark on, until the next segment or the end. */
export interface SubscriptionSegment {
  readonly from: Mark;
  readonly planVersionId: PlanVersionId;
  readonly items: readonly SubscriptionItem[];
  /**
   * Where the trial ends, which may lie before the segment or behind it: until then prices that are
   * free in a trial are not charged. Absent where there is no trial.
   */
  readonly trialEnd?: Mark;
  /** Absent where there never was another one than the subscription's. */
  readonly plan?: AgreedPlan;
  /** Absent where the subscription begins. */
  readonly begunBy?: BegunBy;
  /** Present where nothing accrues: what is agreed to goes on when the next segment begins. */
  readonly isPaused?: true;
}

interface Segmented extends AgreedPlan {
  readonly segments: readonly SubscriptionSegment[];
}

/** The segment in force at an instant; the first one before the start. */
export const segmentAt = <Segment extends Pick<SubscriptionSegment, 'from'>>(
  segments: readonly Segment[],
  at: Instant,
): Segment | undefined => segments.findLast(({ from }) => from.at <= at) ?? segments[0];

/** The plan in force at an instant. */
export const planAt = (facts: Segmented, at: Instant): AgreedPlan =>
  planOfSegment(facts, segmentAt(facts.segments, at));

/** The plan that a segment agrees to. Segments stored long ago may lack it, or its zone. */
export const planOfSegment = (
  { planId, planVersion, interval, anchorOn, anchorDay, timeZone }: AgreedPlan,
  segment: Pick<SubscriptionSegment, 'plan'> | undefined,
): AgreedPlan => ({
  planId,
  planVersion,
  interval,
  anchorOn,
  anchorDay,
  timeZone,
  ...segment?.plan,
});

/** The boundaries of a plan's periods. */
export const gridOf = ({
  interval,
  anchorOn,
  anchorDay,
}: Pick<AgreedPlan, 'interval' | 'anchorOn' | 'anchorDay'>): Grid => ({
  unit: interval.unit,
  count: interval.count,
  anchorOn,
  anchorDay,
});
