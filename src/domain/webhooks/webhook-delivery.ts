import type { EventId, WebhookDeliveryId, WebhookEndpointId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { nextAttemptAfter } from '#domain/webhooks/schedule.ts';

/** Deliveries are kept for so long after they were dispatched, or last sent. */
const deliveryKeptDays = 30;
const attemptsKept = 20;

export const deliveryStatuses = ['pending', 'succeeded', 'failed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** What came of one request. */
export interface Attempt {
  readonly at: Instant;
  readonly durationMilliseconds: number;
  /** The HTTP status; null where there was no answer. */
  readonly responseStatus: number | null;
  /** Why there was none, in a sentence. */
  readonly error: string | null;
}

export interface WebhookDeliveryFacts {
  readonly id: WebhookDeliveryId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly endpointId: WebhookEndpointId;
  readonly eventId: EventId;
  readonly eventType: string;
  readonly status: DeliveryStatus;
  /** The last 20, oldest first. */
  readonly attempts: readonly Attempt[];
  readonly attemptsMade: number;
  /** How many of the schedule's attempts were made since it began. */
  readonly step: number;
  readonly nextAttemptAt: Instant | null;
  readonly expiresAt: Instant;
  readonly createdAt: Instant;
}

/** One event on its way to one endpoint. */
export class WebhookDelivery {
  readonly facts: WebhookDeliveryFacts;

  constructor(facts: WebhookDeliveryFacts) {
    this.facts = facts;
  }

  static schedule(
    id: WebhookDeliveryId,
    what: {
      readonly endpointId: WebhookEndpointId;
      readonly eventId: EventId;
      readonly eventType: string;
    },
    now: Instant,
  ): WebhookDelivery {
    return new WebhookDelivery({
      id,
      version: 0,
      ...what,
      status: 'pending',
      attempts: [],
      attemptsMade: 0,
      step: 0,
      nextAttemptAt: now,
      expiresAt: expiryAfter(now),
      createdAt: now,
    });
  }

  isDue(now: Instant): boolean {
    const { status, nextAttemptAt } = this.facts;
    return status === 'pending' && nextAttemptAt !== null && nextAttemptAt <= now;
  }

  /** What follows from an attempt; `isOver` where another would be no use. */
  attempted(attempt: Attempt, isOver: boolean, now: Instant): WebhookDelivery {
    invariant(this.facts.status === 'pending', 'Only what is pending is attempted.');
    const step = this.facts.step + 1;
    const succeeded = isSuccess(attempt);
    const next = succeeded || isOver ? null : nextAttemptAfter(step, now);
    const failed = next === null ? 'failed' : 'pending';
    return new WebhookDelivery({
      ...this.facts,
      status: succeeded ? 'succeeded' : failed,
      attempts: [...this.facts.attempts, attempt].slice(-attemptsKept),
      attemptsMade: this.facts.attemptsMade + 1,
      step,
      nextAttemptAt: next,
    });
  }

  /** Not attempted any more: its endpoint takes nothing. */
  abandon(): WebhookDelivery {
    return new WebhookDelivery({ ...this.facts, status: 'failed', nextAttemptAt: null });
  }

  /** Begins the schedule anew, whatever came of it before. */
  resend(now: Instant): WebhookDelivery {
    return new WebhookDelivery({
      ...this.facts,
      status: 'pending',
      step: 0,
      nextAttemptAt: now,
      expiresAt: expiryAfter(now),
    });
  }
}

/** An endpoint has taken it when it answers with a status of 2xx. */
export const isSuccess = ({ responseStatus }: Attempt): boolean =>
  responseStatus !== null && responseStatus >= 200 && responseStatus < 300;

const expiryAfter = (now: Instant): Instant => later(now, deliveryKeptDays * dayMilliseconds);
