import type { EventId, WebhookDeliveryId, WebhookEndpointId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { nextAttemptAfter } from '#domain/webhooks/schedule.ts';

/** How long deliveries stay after they were dispatched, or last sent. */
const deliveryKeptDays = 30;
const attemptsKept = 20;

export const deliveryStatuses = ['pending', 'succeeded', 'failed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** The result of one request. */
export interface Attempt {
  readonly at: Instant;
  readonly durationMilliseconds: number;
  /** The HTTP status; null where there was no response. */
  readonly responseStatus: number | null;
  /** Why there was none, in a sentence. */
  readonly error: string | null;
  /** How the body of the response began, as text; null where it was none, or nothing was kept. */
  readonly responseBody: string | null;
}

/** An attempt that was made, and for which state of the delivery it was begun. */
export interface MadeAttempt {
  readonly attempt: Attempt;
  /** The delivery as it was when the attempt began. */
  readonly of: WebhookDeliveryFacts;
  /** Whether another would be no use. */
  readonly isOver: boolean;
  /** The endpoint asked for no other attempt before this instant; null where it did not ask. */
  readonly notBefore: Instant | null;
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

  /** Whether the attempt that was due at `dueAt` is still the next; null asks for whichever. */
  awaits(dueAt: Instant | null): boolean {
    const { status, nextAttemptAt } = this.facts;
    if (status !== 'pending' || nextAttemptAt === null) return false;
    return dueAt === null || dueAt === nextAttemptAt;
  }

  /**
   * Notes an attempt, and what follows from it. Where the delivery went on meanwhile, by another
   * attempt or because it was resent, its schedule stays; but what was taken is taken, unless
   * somebody has asked since to send it once more.
   */
  attempted(made: MadeAttempt, now: Instant): WebhookDelivery {
    const { attempt, of } = made;
    const noted = {
      ...this.facts,
      attempts: [...this.facts.attempts, attempt].slice(-attemptsKept),
      attemptsMade: this.facts.attemptsMade + 1,
    };
    const { status, step, nextAttemptAt } = this.facts;
    const isNext = status === 'pending' && step === of.step && nextAttemptAt === of.nextAttemptAt;
    const wasResent = !isNext && step <= of.step && status === 'pending';
    if (isSuccess(attempt) && !wasResent) {
      return new WebhookDelivery({
        ...noted,
        status: 'succeeded',
        step: isNext ? step + 1 : step,
        nextAttemptAt: null,
      });
    }
    if (!isNext) return new WebhookDelivery(noted);
    const next = made.isOver ? null : nextAttemptAfter(step + 1, made.notBefore, now);
    return new WebhookDelivery({
      ...noted,
      status: next === null ? 'failed' : 'pending',
      step: step + 1,
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
