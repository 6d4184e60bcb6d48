import type { TimeZoneReads } from '#application/shared/created-on.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { OverrideInput } from '#domain/catalog/override.ts';
import { overrideFields } from '#domain/catalog/override.ts';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import type { Alignment } from '#domain/shared/calendar/alignment.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type {
  CustomerId,
  LineId,
  PlanId,
  SubscriptionChangeId,
  SubscriptionId,
} from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import type { CalendarDate, CalendarLength, Instant, TimeZone } from '#domain/shared/time.ts';
import type { ServedPeriod } from '#domain/subscriptions/agreement/current-period.ts';
import { currentPeriod } from '#domain/subscriptions/agreement/current-period.ts';
import type { ShownPause } from '#domain/subscriptions/agreement/pause.ts';
import { pauseShownAt, pausesOf, shownPause } from '#domain/subscriptions/agreement/pause.ts';
import { planAt, segmentAt } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionStatus } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { statusAt } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { Renewal } from '#domain/subscriptions/agreement/term.ts';
import { termEndAt } from '#domain/subscriptions/agreement/term.ts';
import { trialEndAt } from '#domain/subscriptions/agreement/trial.ts';
import type {
  ChangeKind,
  ChangeStatus,
  ItemDelta,
  SubscriptionChange,
} from '#domain/subscriptions/changes/change.ts';
import { changeStatusAt } from '#domain/subscriptions/changes/change.ts';
import type { ShownItem } from '#domain/subscriptions/shown-item.ts';
import { shownItem } from '#domain/subscriptions/shown-item.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';

/** A subscription as the tenant's people see it, at an instant. */
export interface SubscriptionView {
  readonly id: SubscriptionId;
  readonly version: number;
  readonly status: SubscriptionStatus;
  readonly customerId: CustomerId;
  readonly planId: PlanId;
  readonly planVersion: number;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly currency: CurrencyCode;
  readonly timeZone: TimeZone;
  readonly alignment: Alignment;
  readonly anchorOn: CalendarDate;
  readonly anchorDay: number;
  readonly startsAt: Instant;
  /** Null where there is no trial. */
  readonly trialEndsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly endReason: string | null;
  readonly billedThrough: CalendarDate | null;
  /** Null, as its renewal and its end, where no term was agreed to. */
  readonly term: CalendarLength | null;
  readonly renewal: Renewal | null;
  /** Where the term ends that holds now. */
  readonly termEndsAt: Instant | null;
  /** The pause in force, else the next one. */
  readonly pause: ShownPause | null;
  /** All of them, those that are over too, in order of time. */
  readonly pauses: readonly ShownPause[];
  /** Null where it does not run. */
  readonly currentPeriod: ServedPeriod | null;
  readonly items: readonly ShownItem[];
  readonly isInvoicedApart: boolean;
  readonly purchaseOrder: string | null;
  /** How money is counted, since it was made. */
  readonly billingPolicy: BillingPolicy;
  readonly metadata: Metadata;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** @param at the business time at which it is looked at */
export const subscriptionView = (
  { facts }: Pick<Subscription, 'facts'>,
  at: Instant,
): SubscriptionView => {
  const { start, end, segments, policy, term, ...shown } = facts;
  const status = statusAt(facts, at);
  const items = segmentAt(segments, at)?.items ?? [];
  return {
    ...shown,
    ...planAt(facts, at),
    status,
    startsAt: start.at,
    trialEndsAt: trialEndAt(segments, at)?.at ?? null,
    endsAt: end?.at ?? null,
    term: term && term.length,
    renewal: term && term.renewal,
    termEndsAt: term && termEndAt(term, planAt(facts, at).timeZone, at).at,
    pause: pauseShownAt(facts, at),
    pauses: pausesOf(facts).map(shownPause),
    currentPeriod: currentPeriod(facts, at),
    items: items.map(shownItem),
    billingPolicy: policy,
  };
};

export interface SubscriptionFilter {
  readonly status?: SubscriptionStatus | undefined;
  readonly customerId?: CustomerId | undefined;
  readonly planId?: PlanId | undefined;
  readonly externalId?: string | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/** A charge of a subscription, and the number of the invoice that it stands on. */
export interface TimelineCharge {
  readonly charge: SubscriptionCharge;
  /** Null where it stands on none, or on a draft. */
  readonly invoiceNumber: string | null;
}

/** Where a list of charges is divided. */
export interface ChargePlace {
  readonly at: Instant;
  /** Before it: of the charges made at that instant, those up to this one; none if null. */
  readonly lineId: LineId | null;
}

/** Up to `limit` charges behind one place, or those right before another. */
export interface ChargeSlice {
  readonly limit: number;
  readonly after: ChargePlace | null;
  /** In place of `after`. A charge that it names is not among them. */
  readonly before?: ChargePlace | undefined;
}

/**
 * Reads of one tenant's subscriptions. 1. Newest first. 2. Up to `slice.limit` after `slice.after`.
 * 3. Each in the state that it is in at the tenant's business time. 4. `charges` gives those of a
 * subscription, whether they stand on an invoice or not, oldest first: by when they were made, then
 * by id. 5. `changes` gives those of a subscription, newest first, as `list` does. 6. `search`
 * gives those whose external id begins so, or whose id does: up to `limit` for each way.
 */
export interface SubscriptionQueries {
  find(subscriptionId: SubscriptionId): Promise<SubscriptionView | undefined>;
  list(
    filter: SubscriptionFilter,
    slice: Slice<SubscriptionId>,
  ): Promise<readonly SubscriptionView[]>;
  search(text: string, limit: number): Promise<readonly SubscriptionView[]>;
  charges(subscriptionId: SubscriptionId, slice: ChargeSlice): Promise<readonly TimelineCharge[]>;
  changes(
    filter: SubscriptionChangeFilter,
    slice: Slice<SubscriptionChangeId>,
  ): Promise<readonly SubscriptionChangeView[]>;
}

export interface SubscriptionChangeFilter {
  readonly subscriptionId: SubscriptionId;
  readonly createdAt?: InstantRange | undefined;
}

/** A price as a change names it. */
export interface ItemDeltaView extends Pick<ItemDelta, 'priceId' | 'quantity' | 'isIncluded'> {
  /** Its own amounts; absent where they stay, null where it has those of the price. */
  readonly override?: OverrideInput | null;
  /** The first local day without it; absent where that stays, null for no end of its own. */
  readonly endsOn?: CalendarDate | null;
}

/** A change as the tenant's people see it, at an instant. */
export interface SubscriptionChangeView {
  readonly id: SubscriptionChangeId;
  readonly subscriptionId: SubscriptionId;
  readonly kind: ChangeKind;
  readonly status: ChangeStatus;
  /** Null where the plan stays. */
  readonly planId: PlanId | null;
  /** Null where the version stays. */
  readonly planVersion: number | null;
  readonly items: readonly ItemDeltaView[];
  /** Null where the boundaries of the periods stay, or follow from the plan. */
  readonly anchorOn: CalendarDate | null;
  /** Null where the zone stays. */
  readonly timeZone: TimeZone | null;
  /** The local day from which it counts, and the instant at which it takes effect. */
  readonly effectiveOn: CalendarDate;
  readonly effectiveAt: Instant;
  readonly createdAt: Instant;
  readonly takenBackAt: Instant | null;
}

/**
 * @param at the business time at which it is looked at
 * @param endedAt the end of its subscription, where that is over by then
 */
export const subscriptionChangeView = (
  change: SubscriptionChange,
  at: Instant,
  endedAt: Instant | null,
): SubscriptionChangeView => ({
  id: change.id,
  subscriptionId: change.subscriptionId,
  kind: change.kind,
  status: changeStatusAt(change, at, endedAt),
  planId: change.planId,
  planVersion: change.planVersion,
  items: change.items.filter(({ isOnlyCarried }) => isOnlyCarried !== true).map(itemDeltaView),
  anchorOn: change.anchorOn,
  timeZone: change.timeZone,
  effectiveOn: change.effective.on,
  effectiveAt: change.effective.at,
  createdAt: change.createdAt,
  takenBackAt: change.takenBackAt,
});

const itemDeltaView = ({
  priceId,
  quantity,
  isIncluded,
  override,
  end,
}: ItemDelta): ItemDeltaView => ({
  priceId,
  quantity,
  isIncluded,
  ...(override !== undefined && { override: override && overrideFields(override) }),
  ...(end !== undefined && { endsOn: end && end.on }),
});

export interface SubscriptionReads extends TimeZoneReads {
  readonly subscriptions: SubscriptionQueries;
}
