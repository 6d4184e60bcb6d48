import type { RequestContext } from '#application/shared/context.ts';
import { cursorOf, parseCursor } from '#application/shared/page.ts';
import type { ReadAccess, Run, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { WebhookReads, WebhookRepositories } from '#application/webhooks/ports.ts';
import type { EventView } from '#application/webhooks/queries.ts';
import type { WebhookEndpointId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { WebhookEndpointDisabled, WebhookEndpointNotFound } from '#domain/webhooks/errors.ts';
import { isWanted } from '#domain/webhooks/event-types.ts';
import { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
  readonly reads: ReadAccess<WebhookReads>;
}

export interface ReplayWebhookEventsInput {
  readonly endpointId: WebhookEndpointId;
  /** Of what was recorded from here on: everything that the endpoint has not taken. */
  readonly since: Instant;
  /** The `nextCursor` of the call before, to go on behind all that it looked at. */
  readonly after?: string | undefined;
}

export interface ReplayedWebhookEvents {
  /** How many deliveries are on their way now. */
  readonly scheduled: number;
  /** Where to go on, when there was more than one call looks at; null when that was all. */
  readonly nextCursor: string | null;
}

const eventsMax = 1000;

/**
 * Sends an endpoint all that it missed or refused since an instant. A call goes on behind the event
 * that the one before it ended with, however many share an instant. What is recorded meanwhile is
 * sent to the endpoint anyway.
 */
export class ReplayWebhookEvents
  implements UseCase<ReplayWebhookEventsInput, ReplayedWebhookEvents>
{
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue} `invalid_cursor` at `/after`.
   * @throws {WebhookEndpointNotFound | WebhookEndpointDisabled | VersionMismatch}
   */
  async execute(
    context: RequestContext,
    { endpointId, since, after }: ReplayWebhookEventsInput,
  ): Promise<ReplayedWebhookEvents> {
    const { unitOfWork, reads } = this.#dependencies;
    const place = after === undefined ? null : parseCursor('evt', after, '/after');
    const events = await reads.read(context, (queries) =>
      queries.events.since(since, place, eventsMax),
    );
    const last = events.length === eventsMax ? events.at(-1) : undefined;

    return unitOfWork.run(context, async (repositories, run) => {
      const endpoint = await repositories.webhookEndpoints.find(endpointId);
      if (endpoint === undefined) throw new WebhookEndpointNotFound();
      if (!endpoint.isEnabled) throw new WebhookEndpointDisabled();
      const wanted = events.filter(({ type }) => isWanted(endpoint.facts.eventTypes, type));
      const scheduled = await schedule(repositories, run, { endpoint, events: wanted });
      return { scheduled, nextCursor: last === undefined ? null : cursorOf(last.id) };
    });
  }
}

/** Gives how many deliveries are new, or begin anew. */
const schedule = async (
  { webhookDeliveries }: WebhookRepositories,
  { realNow, nextId }: Run,
  { endpoint, events }: { endpoint: WebhookEndpoint; events: readonly EventView[] },
): Promise<number> => {
  const endpointId = endpoint.facts.id;
  const known = await webhookDeliveries.ofEvents(
    endpointId,
    events.map(({ id }) => id),
  );
  const byEvent = new Map(known.map((delivery) => [delivery.facts.eventId, delivery]));
  let scheduled = 0;
  for (const { id: eventId, type: eventType } of events) {
    const delivery = byEvent.get(eventId);
    if (delivery === undefined) {
      const what = { endpointId, eventId, eventType };
      const isNew = WebhookDelivery.schedule(nextId('dlv'), what, realNow);
      if (await webhookDeliveries.add(isNew)) scheduled += 1;
    } else if (delivery.facts.status === 'failed') {
      await webhookDeliveries.save(delivery.resend(realNow));
      scheduled += 1;
    }
  }
  return scheduled;
};
