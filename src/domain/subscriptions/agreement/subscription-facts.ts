import type { Alignment } from '#domain/shared/calendar/alignment.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { AgreedPlan, SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import { segmentAt } from '#domain/subscriptions/agreement/segments.ts';
import type { Term } from '#domain/subscriptions/agreement/term.ts';
import { isInTrialAt } from '#domain/subscriptions/agreement/trial.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';

export interface SubscriptionFacts extends AgreedPlan {
  readonly id: SubscriptionId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly customerId: CustomerId;
  /** The subscription's id in the tenant's own systems; unique in the tenant. */
  readonly externalId: string | null;
  readonly name: string | null;
  readonly currency: CurrencyCode;
  readonly alignment: Alignment;
  /** How money is counted, as it was when the subscription was made. */
  readonly policy: BillingPolicy;
  /** In order of time, at least one; the first begins with the subscription. */
  readonly segments: readonly SubscriptionSegment[];
  readonly start: Mark;
  /**
   * The first local day that is charged here, where it runs for longer: what lies before was billed
   * elsewhere, and is neither charged nor credited.
   */
  readonly billedThrough: CalendarDate | null;
  /** How long the customer is bound at a time; null where no term was agreed to. */
  readonly term: Term | null;
  readonly end: Mark | null;
  readonly endReason: string | null;
  readonly isInvoicedApart: boolean;
  /** The customer's own number of what they ordered: those with different ones share no invoice. */
  readonly purchaseOrder: string | null;
  readonly metadata: Metadata;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export const subscriptionStatuses = ['scheduled', 'trialing', 'active', 'paused', 'ended'] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** The end of what is over at an instant, because it has ended or never began; else null. */
export const endedAt = (
  { start, end }: { readonly start: Ending; readonly end: Ending | null },
  now: Instant,
): Instant | null => (end !== null && (end.at <= now || end.at <= start.at) ? end.at : null);

type Ending = Pick<Mark, 'at'>;

/** The state at an instant. What ends where it begins, because it was canceled before, is over. */
export const statusAt = (
  { start, end, segments }: Pick<SubscriptionFacts, 'start' | 'end' | 'segments'>,
  now: Instant,
): SubscriptionStatus => {
  if (endedAt({ start, end }, now) !== null) return 'ended';
  if (start.at > now) return 'scheduled';
  if (segmentAt(segments, now)?.isPaused === true) return 'paused';
  return isInTrialAt(segments, now) ? 'trialing' : 'active';
};
