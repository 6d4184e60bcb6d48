import type { RequestContext } from '#application/shared/context.ts';
import type { SequencedEvent, SubscribedEvents } from '#application/shared/event-subscribers.ts';
import type { ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { WebhookReads, WebhookRepositories } from '#application/webhooks/ports.ts';
import type { WebhookListener } from '#application/webhooks/queries.ts';
import { isWanted, testEventType, webhookEventTypes } from '#domain/webhooks/event-types.ts';
import { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
  readonly reads: ReadAccess<WebhookReads>;
}

/**
 * Makes a delivery of each event for every endpoint that asked for it. To receive an event again
 * changes nothing.
 */
export class DispatchEvents implements UseCase<SubscribedEvents, void> {
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async execute(context: RequestContext, { events }: SubscribedEvents): Promise<void> {
    const { unitOfWork, reads } = this.#dependencies;
    const listeners = await reads.read(context, (queries) => queries.webhookEndpoints.listeners());
    const wishes = events.flatMap((event) => wishesFor(event, listeners));
    if (wishes.length === 0) return;

    await unitOfWork.run(context, async ({ webhookDeliveries }, { realNow, nextId }) =>
      webhookDeliveries.addAll(
        wishes.map((wish) => WebhookDelivery.schedule(nextId('dlv'), wish, realNow)),
      ),
    );
  }
}

/** The types of events that some endpoint of the tenant listens to now; none without one. */
export const typesListenedTo =
  ({ reads }: Pick<Dependencies, 'reads'>) =>
  async (context: RequestContext): Promise<readonly string[]> => {
    const listeners = await reads.read(context, (queries) => queries.webhookEndpoints.listeners());
    if (listeners.length === 0) return [];
    const isListenedTo = (type: string): boolean =>
      listeners.some(({ eventTypes }) => isWanted(eventTypes, type));
    return [...webhookEventTypes.filter(isListenedTo), testEventType];
  };

const isFor = (
  { type, subjectId }: SequencedEvent,
  { id, eventTypes }: WebhookListener,
): boolean => (type === testEventType ? subjectId === id : isWanted(eventTypes, type));

const wishesFor = (event: SequencedEvent, listeners: readonly WebhookListener[]) =>
  listeners
    .filter((listener) => isFor(event, listener))
    .map(({ id: endpointId }) => ({ endpointId, eventId: event.id, eventType: event.type }));
