import type { RequestContext } from '#application/shared/context.ts';
import type { Clock, ReadDoor, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type {
  WebhookAnswer,
  WebhookReads,
  WebhookRepositories,
  WebhookSecrets,
  WebhookSender,
} from '#application/webhooks/ports.ts';
import type { EventView } from '#application/webhooks/queries.ts';
import type { WebhookDeliveryId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant } from '#domain/shared/time.ts';
import type { Attempt, WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import { isSuccess } from '#domain/webhooks/webhook-delivery.ts';
import type { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
  readonly reads: ReadDoor<WebhookReads>;
  readonly webhookSender: WebhookSender;
  readonly webhookSecrets: WebhookSecrets;
  /** Tells how long an attempt took. */
  readonly clock: Clock;
}

export interface AttemptDeliveryInput {
  readonly deliveryId: WebhookDeliveryId;
}

/**
 * Makes the attempt that is due, and notes what came of it. Called again for the same attempt it
 * does nothing; where the process dies in between, the endpoint may be told twice, under one id.
 */
export class AttemptDelivery implements UseCase<AttemptDeliveryInput, void> {
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {VersionMismatch} when somebody resends it in the same moment. */
  async execute(context: RequestContext, { deliveryId }: AttemptDeliveryInput): Promise<void> {
    const { unitOfWork, reads, clock } = this.#dependencies;
    const due = await unitOfWork.run(
      context,
      async ({ webhookDeliveries, webhookEndpoints }, { realNow }) => {
        const delivery = await webhookDeliveries.find(deliveryId);
        if (delivery?.isDue(realNow) !== true) return undefined;
        const endpoint = await webhookEndpoints.find(delivery.facts.endpointId);
        if (endpoint?.isEnabled === true) return { delivery, endpoint, at: realNow };
        await webhookDeliveries.save(delivery.abandon());
        return undefined;
      },
    );
    if (due === undefined) return;
    const { delivery, endpoint, at } = due;
    const { eventId } = delivery.facts;
    const event = await reads.read(context, ({ events }) => events.find(eventId));
    if (event === undefined) return;

    const startedAt = clock.now();
    const answer = await this.#send(context, endpoint, event, at);
    const durationMilliseconds = Math.max(0, clock.now() - startedAt);
    await this.#note(context, delivery, { at, durationMilliseconds, ...answer });
  }

  async #send(
    { tenantId }: RequestContext,
    endpoint: WebhookEndpoint,
    event: EventView,
    sentAt: Instant,
  ): Promise<WebhookAnswer> {
    const { webhookSender, webhookSecrets } = this.#dependencies;
    const { id: endpointId, url } = endpoint.facts;
    const [newest, ...older] = endpoint
      .secretsAt(sentAt)
      .map((sealed) => webhookSecrets.open({ tenantId, endpointId }, sealed));
    if (newest === undefined) return unsigned;
    const secrets = [newest, ...older.filter((secret) => secret !== undefined)];
    return webhookSender.send({ url, id: event.id, secrets, sentAt, body: bodyOf(event) });
  }

  async #note(context: RequestContext, delivery: WebhookDelivery, attempt: Attempt): Promise<void> {
    const { unitOfWork } = this.#dependencies;
    const isGone = attempt.responseStatus === 410;
    await unitOfWork.run(context, async ({ webhookDeliveries, webhookEndpoints }, { realNow }) => {
      const noted = delivery.attempted(attempt, isGone, realNow);
      await webhookDeliveries.save(noted);
      const endpoint = await webhookEndpoints.find(delivery.facts.endpointId);
      if (endpoint === undefined) return;
      const after = isGone
        ? endpoint.leave(realNow)
        : consequence(endpoint, noted, attempt, realNow);
      if (after !== endpoint) await webhookEndpoints.save(after);
    });
  }
}

const consequence = (
  endpoint: WebhookEndpoint,
  { facts }: WebhookDelivery,
  attempt: Attempt,
  now: Instant,
): WebhookEndpoint =>
  isSuccess(attempt) ? endpoint.succeed() : endpoint.fail(facts.status === 'failed', now);

// The endpoint's matter, like no answer: it is seen in the delivery, and tried again on schedule.
const unsigned: WebhookAnswer = {
  responseStatus: null,
  error: 'Its signing secret cannot be opened, so nothing was sent: rotate the secret.',
};

const bodyOf = ({ id, type, resourceId, occurredAt, before, after }: EventView): string => {
  const timestamp = formatInstant(occurredAt);
  return JSON.stringify({ id, type, timestamp, data: { resourceId, before, after } });
};
