import type { DomainEvent } from '#domain/shared/events.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { asStored, onceStored } from '#domain/shared/snapshot.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import { planAt, planOfSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { statusAt } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { firstTermEnd } from '#domain/subscriptions/agreement/term.ts';
import { SubscriptionEnded, SubscriptionNotCanceled } from '#domain/subscriptions/errors.ts';
import { saysTheSame, snapshotOf } from '#domain/subscriptions/subscription-snapshot.ts';
import type { SubscriptionTextsChanges } from '#domain/subscriptions/subscription-texts.ts';
import { changedSubscriptionTexts } from '#domain/subscriptions/subscription-texts.ts';

/** One that has not ended: it may be changed and canceled. */
export type RunningSubscription =
  | ScheduledSubscription
  | TrialingSubscription
  | ActiveSubscription
  | PausedSubscription;

/**
 * An agreement of a customer, over time. Its state follows from what was agreed and from
 * the time: nothing needs to be written for a subscription, or its trial, to begin or to end.
 */
export type Subscription = RunningSubscription | EndedSubscription;

/** The subscription in the state that it is in at an instant. */
export const subscriptionAt = (
  facts: SubscriptionFacts,
  now: Instant,
  events: readonly DomainEvent[] = [],
): Subscription => {
  switch (statusAt(facts, now)) {
    case 'scheduled':
      return new ScheduledSubscription(facts, events);
    case 'trialing':
      return new TrialingSubscription(facts, events);
    case 'active':
      return new ActiveSubscription(facts, events);
    case 'paused':
      return new PausedSubscription(facts, events);
    case 'ended':
      return new EndedSubscription(facts, events);
  }
};

/** One that begins later. */
export class ScheduledSubscription {
  readonly status = 'scheduled' as const;
  readonly facts: SubscriptionFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: SubscriptionFacts, events: readonly DomainEvent[]) {
    this.facts = facts;
    this.events = events;
  }

  /** Ends it at a mark; one that lies before its start ends it where it begins, so for good. */
  cancel(end: Mark, reason: string | null, now: Instant): Subscription {
    const { start } = this.facts;
    return canceled(this, end.at <= start.at ? start : end, reason, now);
  }

  /**
   * Takes its end back, so that it goes on once it has begun; it still ends with a term that does.
   * @throws {SubscriptionNotCanceled}
   */
  uncancel(now: Instant): Subscription {
    return uncanceled(this, now);
  }

  /** Agrees to other segments, which a change made or one taken back. */
  agree(to: Agreed, now: Instant): Subscription {
    return agreed(this, to, now);
  }
}

/** One that runs, and is in its trial. It may have an end ahead. */
export class TrialingSubscription {
  readonly status = 'trialing' as const;
  readonly facts: SubscriptionFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: SubscriptionFacts, events: readonly DomainEvent[]) {
    this.facts = facts;
    this.events = events;
  }

  /** Ends it at a mark, now or later. An end that it has already is replaced. */
  cancel(end: Mark, reason: string | null, now: Instant): Subscription {
    return canceled(this, end, reason, now);
  }

  /**
   * Takes the end back that lies ahead; it still ends with a term that does.
   * @throws {SubscriptionNotCanceled}
   */
  uncancel(now: Instant): Subscription {
    return uncanceled(this, now);
  }

  /** Agrees to other segments, and so perhaps to another end of the trial. */
  agree(to: Agreed, now: Instant): Subscription {
    return agreed(this, to, now);
  }
}

/** One that runs, and is in no trial. It may have an end ahead. */
export class ActiveSubscription {
  readonly status = 'active' as const;
  readonly facts: SubscriptionFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: SubscriptionFacts, events: readonly DomainEvent[]) {
    this.facts = facts;
    this.events = events;
  }

  /** Ends it at a mark, now or later. An end that it has already is replaced. */
  cancel(end: Mark, reason: string | null, now: Instant): Subscription {
    return canceled(this, end, reason, now);
  }

  /**
   * Takes the end back that lies ahead; it still ends with a term that does.
   * @throws {SubscriptionNotCanceled}
   */
  uncancel(now: Instant): Subscription {
    return uncanceled(this, now);
  }

  /** Agrees to other segments, which a change made or one taken back. */
  agree(to: Agreed, now: Instant): Subscription {
    return agreed(this, to, now);
  }
}

/** One in which nothing accrues for now. It may have an end ahead. */
export class PausedSubscription {
  readonly status = 'paused' as const;
  readonly facts: SubscriptionFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: SubscriptionFacts, events: readonly DomainEvent[]) {
    this.facts = facts;
    this.events = events;
  }

  /** Ends it at a mark, now or later. An end that it has already is replaced. */
  cancel(end: Mark, reason: string | null, now: Instant): Subscription {
    return canceled(this, end, reason, now);
  }

  /**
   * Takes the end back that lies ahead; it still ends with a term that does.
   * @throws {SubscriptionNotCanceled}
   */
  uncancel(now: Instant): Subscription {
    return uncanceled(this, now);
  }

  /** Agrees to other segments, and so perhaps to go on. */
  agree(to: Agreed, now: Instant): Subscription {
    return agreed(this, to, now);
  }
}

/** One that is over. What it charged stays. */
export class EndedSubscription {
  readonly status = 'ended' as const;
  readonly facts: SubscriptionFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: SubscriptionFacts, events: readonly DomainEvent[]) {
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
    after: snapshotOf(onceStored(facts)),
  };
  return subscriptionAt(facts, now, [created]);
};

/**
 * The subscription with other texts, and itself where they are those that it has. An ended one has
 * texts, too.
 * @throws {InvalidValue} with every fault at once
 */
export const changeTexts = (
  subscription: Subscription,
  changes: SubscriptionTextsChanges,
  now: Instant,
): Subscription => {
  const facts = { ...subscription.facts, ...changedSubscriptionTexts(changes) };
  if (saysTheSame(facts, subscription.facts)) return subscription;
  return changed(subscription, 'subscription.updated', { ...facts, updatedAt: now });
};

/**
 * The subscription while it may still be canceled.
 * @throws {SubscriptionEnded}
 */
export const requireRunning = (subscription: Subscription): RunningSubscription => {
  if (subscription.status === 'ended') throw new SubscriptionEnded();
  return subscription;
};

const canceled = (before: RunningSubscription, end: Mark, endReason: string | null, now: Instant) =>
  changed(before, 'subscription.canceled', { ...before.facts, end, endReason, updatedAt: now });

const uncanceled = (before: RunningSubscription, now: Instant): Subscription => {
  const { end, term, timeZone } = before.facts;
  const termEnd = term?.renewal === 'end' ? firstTermEnd(term, timeZone) : null;
  if (end === null || end.at === termEnd?.at) throw new SubscriptionNotCanceled();
  const known = termEnd !== null && termEnd.at > now ? termEnd : null;
  const facts = { ...before.facts, end: known, endReason: null, updatedAt: now };
  return changed(before, 'subscription.uncanceled', facts);
};

/** The segments that are agreed to from now on, and the event that says so. */
export interface Agreed {
  readonly segments: readonly SubscriptionSegment[];
  readonly type:
    | 'subscription.changed'
    | 'subscription.change_taken_back'
    | 'subscription.trial_extended'
    | 'subscription.trial_ended'
    | 'subscription.paused'
    | 'subscription.resumed';
  /** Absent where they stay as they are. */
  readonly bound?: Pick<SubscriptionFacts, 'term' | 'end'>;
}

const agreed = (
  before: RunningSubscription,
  { segments, type, bound }: Agreed,
  now: Instant,
): Subscription => {
  // Each says its own plan from now on: that of the subscription is the one in force.
  const named = segments.map((segment) => ({
    ...segment,
    plan: planOfSegment(before.facts, segment),
  }));
  const facts = { ...before.facts, ...bound, segments: named, updatedAt: now };
  return changed(before, type, { ...facts, ...planAt(facts, now) });
};

const changed = (before: Subscription, type: string, facts: SubscriptionFacts): Subscription => {
  const event = {
    type,
    subjectId: facts.id,
    occurredAt: facts.updatedAt,
    before: snapshotOf(asStored(before)),
    after: snapshotOf(onceStored(facts)),
  };
  return subscriptionAt(facts, facts.updatedAt, [...before.events, event]);
};
