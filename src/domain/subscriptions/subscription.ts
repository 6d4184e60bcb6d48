import type { Alignment } from '#domain/shared/calendar/alignment.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import type { Encoder, Fields } from '#domain/shared/snapshot.ts';
import {
  asStored,
  date,
  hidden,
  instant,
  listOf,
  mapOf,
  nullable,
  objectOf,
  onceStored,
  plain,
} from '#domain/shared/snapshot.ts';
import type { CalendarLength, Instant, TimeZone } from '#domain/shared/time.ts';
import { SubscriptionEnded, SubscriptionNotCanceled } from '#domain/subscriptions/errors.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import type {
  AgreedPlan,
  SubscriptionItem,
  SubscriptionSegment,
} from '#domain/subscriptions/segments.ts';
import { planAt, planOfSegment } from '#domain/subscriptions/segments.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';

export interface SubscriptionFacts extends AgreedPlan {
  readonly id: SubscriptionId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly customerId: CustomerId;
  /** The subscription's id in the tenant's own systems; unique in the tenant. */
  readonly externalId: string | null;
  readonly name: string | null;
  readonly currency: CurrencyCode;
  /** The zone whose days are counted. */
  readonly timeZone: TimeZone;
  readonly alignment: Alignment;
  /** How money is counted, as it was when the subscription was made. */
  readonly policy: BillingPolicy;
  /** In order of time, at least one; the first begins with the subscription. */
  readonly segments: readonly SubscriptionSegment[];
  readonly start: Mark;
  readonly end: Mark | null;
  readonly endReason: string | null;
  readonly isInvoicedApart: boolean;
  readonly metadata: Metadata;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export const subscriptionStatuses = ['scheduled', 'active', 'ended'] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/**
 * An agreement of a customer, over time. Its state follows from what was agreed and from
 * the time: nothing needs to be written for a subscription to begin or to end.
 */
export type Subscription = ScheduledSubscription | ActiveSubscription | EndedSubscription;

/** The state at an instant. What ends where it begins, because it was canceled before, is over. */
export const statusAt = (
  { start, end }: Pick<SubscriptionFacts, 'start' | 'end'>,
  now: Instant,
): SubscriptionStatus => {
  if (end !== null && (end.at <= now || end.at <= start.at)) return 'ended';
  return start.at > now ? 'scheduled' : 'active';
};

/** The subscription in the state that it is in at an instant. */
export const subscriptionAt = (facts: SubscriptionFacts, now: Instant): Subscription => {
  switch (statusAt(facts, now)) {
    case 'scheduled':
      return new ScheduledSubscription(facts);
    case 'active':
      return new ActiveSubscription(facts);
    case 'ended':
      return new EndedSubscription(facts);
  }
};

/** One that begins later. */
export class ScheduledSubscription {
  readonly status = 'scheduled' as const;
  readonly facts: SubscriptionFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: SubscriptionFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** Ends it at a mark; one that lies before its start ends it where it begins, so for good. */
  cancel(end: Mark, reason: string | null, now: Instant): Subscription {
    const { start } = this.facts;
    const isBeforeStart = end.at <= start.at;
    const [facts, events] = canceled(this, isBeforeStart ? start : end, reason, now);
    return isBeforeStart
      ? new EndedSubscription(facts, events)
      : new ScheduledSubscription(facts, events);
  }

  /**
   * Takes its end back, so that it goes on once it has begun.
   * @throws {SubscriptionNotCanceled}
   */
  uncancel(now: Instant): ScheduledSubscription {
    return new ScheduledSubscription(...uncanceled(this, now));
  }

  /** Agrees to other segments, which a change made or one taken back. */
  agree(to: Agreed, now: Instant): ScheduledSubscription {
    return new ScheduledSubscription(...agreed(this, to, now));
  }
}

/** One that runs. It may have an end ahead. */
export class ActiveSubscription {
  readonly status = 'active' as const;
  readonly facts: SubscriptionFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: SubscriptionFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** Ends it at a mark, now or later. An end that it has already is replaced. */
  cancel(end: Mark, reason: string | null, now: Instant): Subscription {
    const [facts, events] = canceled(this, end, reason, now);
    return end.at <= now
      ? new EndedSubscription(facts, events)
      : new ActiveSubscription(facts, events);
  }

  /**
   * Takes the end back that lies ahead.
   * @throws {SubscriptionNotCanceled}
   */
  uncancel(now: Instant): ActiveSubscription {
    return new ActiveSubscription(...uncanceled(this, now));
  }

  /** Agrees to other segments, which a change made or one taken back. */
  agree(to: Agreed, now: Instant): ActiveSubscription {
    return new ActiveSubscription(...agreed(this, to, now));
  }
}

/** One that is over. What it charged stays. */
export class EndedSubscription {
  readonly status = 'ended' as const;
  readonly facts: SubscriptionFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: SubscriptionFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }
}

/** Everything that a new subscription is made of. */
export type NewSubscription = Omit<SubscriptionFacts, 'version' | 'createdAt' | 'updatedAt'>;

/** A subscription that was agreed to now. */
export const subscribe = (agreed: NewSubscription, now: Instant): Subscription => {
  const facts = { ...agreed, version: 0, createdAt: now, updatedAt: now };
  const [first] = facts.segments;
  invariant(first !== undefined, 'A subscription agrees to something.');
  const created = {
    type: 'subscription.created',
    subjectId: facts.id,
    occurredAt: now,
    before: null,
    after: encoder.encode(stated(onceStored(facts))),
  };
  const made = subscriptionAt(facts, now);
  switch (made.status) {
    case 'scheduled':
      return new ScheduledSubscription(facts, [created]);
    case 'active':
      return new ActiveSubscription(facts, [created]);
    case 'ended':
      return new EndedSubscription(facts, [created]);
  }
};

/**
 * The subscription while it may still be canceled.
 * @throws {SubscriptionEnded}
 */
export const requireRunning = (
  subscription: Subscription,
): ScheduledSubscription | ActiveSubscription => {
  if (subscription.status === 'ended') throw new SubscriptionEnded();
  return subscription;
};

type Before = ScheduledSubscription | ActiveSubscription;

const canceled = (before: Before, end: Mark, endReason: string | null, now: Instant) =>
  changed(before, 'subscription.canceled', { ...before.facts, end, endReason, updatedAt: now });

const uncanceled = (before: Before, now: Instant) => {
  if (before.facts.end === null) throw new SubscriptionNotCanceled();
  const facts = { ...before.facts, end: null, endReason: null, updatedAt: now };
  return changed(before, 'subscription.uncanceled', facts);
};

/** The segments that are agreed to from now on, and the event that says so. */
export interface Agreed {
  readonly segments: readonly SubscriptionSegment[];
  readonly type: 'subscription.changed' | 'subscription.change_taken_back';
}

const agreed = (before: Before, { segments, type }: Agreed, now: Instant) => {
  // Each says its own plan from now on: that of the subscription is the one in force.
  const named = segments.map((segment) => ({
    ...segment,
    plan: planOfSegment(before.facts, segment),
  }));
  const facts = { ...before.facts, segments: named, updatedAt: now };
  return changed(before, type, { ...facts, ...planAt(facts, now) });
};

const changed = (
  before: Before,
  type: string,
  facts: SubscriptionFacts,
): [SubscriptionFacts, readonly DomainEvent[]] => {
  const event = {
    type,
    subjectId: facts.id,
    occurredAt: facts.updatedAt,
    before: encoder.encode(stated(asStored(before))),
    after: encoder.encode(stated(onceStored(facts))),
  };
  return [facts, [...before.events, event]];
};

/**
 * A subscription as its events show it. Its status is not told: it follows from the start, the end
 * and the time at which one looks.
 */
const stated = ({ start, end, segments, ...facts }: SubscriptionFacts) => ({
  ...facts,
  ...planOfSegment(facts, segments.at(-1)),
  startsAt: start.at,
  endsAt: end?.at ?? null,
  items: segments.at(-1)?.items ?? [],
});

const alignment: Encoder<Alignment> = {
  encode: (value) => value,
  isEqual: (one, other) => JSON.stringify(one) === JSON.stringify(other),
};

const policyFields = Object.fromEntries(
  Object.keys(policyValues).map((field) => [field, plain]),
) as Fields<BillingPolicy>;

const encoder = objectOf<ReturnType<typeof stated>>({
  id: plain,
  version: plain,
  customerId: plain,
  planId: plain,
  planVersion: plain,
  externalId: plain,
  name: plain,
  currency: plain,
  timeZone: plain,
  alignment,
  interval: hidden(objectOf<CalendarLength>({ unit: plain, count: plain })),
  anchorOn: date,
  anchorDay: plain,
  policy: hidden(objectOf<BillingPolicy>(policyFields)),
  startsAt: instant,
  endsAt: nullable(instant),
  endReason: plain,
  items: listOf(objectOf<SubscriptionItem>({ id: plain, priceId: plain, quantity: plain })),
  isInvoicedApart: plain,
  metadata: mapOf(plain),
  createdAt: instant,
  updatedAt: instant,
});
