import type { RequestContext } from '#application/shared/context.ts';
import type { JobOutcome } from '#application/shared/jobs.ts';
import type { Clock, ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { DueDelivery } from '#application/webhooks/delivery-queue.ts';
import { payloadText } from '#application/webhooks/payload.ts';
import type {
  WebhookReads,
  WebhookRepositories,
  WebhookResponse,
  WebhookSecrets,
  WebhookSender,
} from '#application/webhooks/ports.ts';
import type { EventView } from '#application/webhooks/queries.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';
import type { Attempt, WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import { isSuccess } from '#domain/webhooks/webhook-delivery.ts';
import type { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
  readonly reads: ReadAccess<WebhookReads>;
  readonly webhookSender: WebhookSender;
  readonly webhookSecrets: WebhookSecrets;
  /** Tells how long an attempt took. */
  readonly clock: Clock;
}

export type AttemptDeliveryInput = Omit<DueDelivery, 'tenantId'>;

/** The delivery, endpoint and event of one attempt. */
interface Beginning {
  readonly delivery: WebhookDelivery;
  readonly endpoint: WebhookEndpoint;
  readonly at: Instant;
}

/**
 * Makes the attempt that is due, and notes its result. Called again for the same attempt it
 * does nothing; called too early it says until when to wait. Where the process dies in between, the
 * endpoint may receive an event twice, under one id.
 *
 * Whether it is due is decided by the clock that handed it out, and by no other: two clocks differ,
 * and an attempt that one of them gives and the other refuses would never be made.
 */
export class AttemptDelivery implements UseCase<AttemptDeliveryInput, JobOutcome> {
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async execute(context: RequestContext, due: AttemptDeliveryInput): Promise<JobOutcome> {
    const { reads, clock } = this.#dependencies;
    const begun = await this.#begin(context, due);
    if (begun === 'done' || 'notBefore' in begun) return begun;
    const { delivery, endpoint, at } = begun;
    const { eventId } = delivery.facts;
    const event = await reads.read(context, ({ events }) => events.find(eventId));
    invariant(event !== undefined, 'A delivery is of an event that was recorded.');

    const startedAt = clock.now();
    const response = await this.#send(context, endpoint, event, at);
    const durationMilliseconds = Math.max(0, clock.now() - startedAt);
    await this.#note(context, delivery, response, { at, durationMilliseconds });
    return 'done';
  }

  async #begin(
    context: RequestContext,
    { deliveryId, dueAt, handedOutAt }: AttemptDeliveryInput,
  ): Promise<Beginning | JobOutcome> {
    const { unitOfWork } = this.#dependencies;
    return unitOfWork.run(
      context,
      async ({ webhookDeliveries, webhookEndpoints }, { realNow: at }) => {
        const delivery = await webhookDeliveries.findLocked(deliveryId);
        if (delivery?.awaits(dueAt) !== true) return 'done';
        const { endpointId, nextAttemptAt } = delivery.facts;
        if (nextAttemptAt !== null && nextAttemptAt > handedOutAt) {
          return { notBefore: nextAttemptAt };
        }
        const endpoint = await webhookEndpoints.find(endpointId);
        if (endpoint?.isEnabled === true) return { delivery, endpoint, at };
        await webhookDeliveries.save(delivery.abandon());
        return 'done';
      },
    );
  }

  async #send(
    { tenantId }: RequestContext,
    endpoint: WebhookEndpoint,
    event: EventView,
    sentAt: Instant,
  ): Promise<WebhookResponse> {
    const { webhookSender, webhookSecrets } = this.#dependencies;
    const { id: endpointId, url } = endpoint.facts;
    const [newest, ...older] = endpoint
      .secretsAt(sentAt)
      .map((sealed) => webhookSecrets.open({ tenantId, endpointId }, sealed));
    if (newest === undefined) return unsigned;
    const secrets = [newest, ...older.filter((secret) => secret !== undefined)];
    const body = payloadText(tenantId, event);
    return webhookSender.send({ url, id: event.id, secrets, sentAt, body });
  }

  // From what is stored by now: other attempts may have been noted meanwhile, and none is lost.
  async #note(
    context: RequestContext,
    { facts: of }: WebhookDelivery,
    response: WebhookResponse,
    when: Pick<Attempt, 'at' | 'durationMilliseconds'>,
  ): Promise<void> {
    const { unitOfWork } = this.#dependencies;
    const { responseStatus, error } = response;
    const responseBody = response.responseStatus === null ? null : response.responseBody;
    const attempt: Attempt = { ...when, responseStatus, error, responseBody };
    const isOver = responseStatus === 410;
    await unitOfWork.run(context, async ({ webhookDeliveries, webhookEndpoints }, { realNow }) => {
      const stored = await webhookDeliveries.findLocked(of.id);
      if (stored === undefined) return;
      const notBefore = askedFor(response, realNow);
      const noted = stored.attempted({ attempt, of, isOver, notBefore }, realNow);
      await webhookDeliveries.save(noted);
      const consequence = (endpoint: WebhookEndpoint): WebhookEndpoint =>
        consequenceFor(endpoint, noted, attempt, realNow);
      const seen = await webhookEndpoints.find(of.endpointId);
      // Most attempts change nothing of their endpoint, and need not wait for each other.
      if (seen === undefined || consequence(seen) === seen) return;
      const endpoint = await webhookEndpoints.findLocked(of.endpointId);
      if (endpoint !== undefined) await webhookEndpoints.note(consequence(endpoint));
    });
  }
}

const askedFor = (response: WebhookResponse, now: Instant): Instant | null =>
  response.responseStatus === null || response.retryAfterSeconds === null
    ? null
    : later(now, response.retryAfterSeconds * 1000);

const consequenceFor = (
  endpoint: WebhookEndpoint,
  { facts }: WebhookDelivery,
  attempt: Attempt,
  now: Instant,
): WebhookEndpoint => {
  if (attempt.responseStatus === 410) return endpoint.leave(now);
  return isSuccess(attempt) ? endpoint.succeed() : endpoint.fail(facts.status === 'failed', now);
};

// Like a missing response, this is shown in the delivery, and tried again on schedule.
const unsigned: WebhookResponse = {
  responseStatus: null,
  error: 'Its signing secret cannot be opened, so nothing was sent: rotate the secret.',
};
