import type { RequestContext } from '#application/shared/context.ts';
import type { Clock, IdGenerator, ReadDoor, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { WebhookReads, WebhookRepositories } from '#application/webhooks/ports.ts';
import type { EventId } from '#domain/shared/ids.ts';
import { isWanted } from '#domain/webhooks/event-types.ts';
import { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
  readonly reads: ReadDoor<WebhookReads>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

export interface DispatchEventInput {
  readonly eventId: EventId;
}

/**
 * Hears of an event from the outbox, at least once, and sends it on its way to every endpoint that
 * asked for it. Hearing of it again changes nothing.
 */
export class DispatchEvent implements UseCase<DispatchEventInput, void> {
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async execute(context: RequestContext, { eventId }: DispatchEventInput): Promise<void> {
    const { unitOfWork, reads, clock, ids } = this.#dependencies;
    const event = await reads.read(context, ({ events }) => events.find(eventId));
    if (event === undefined || !isWanted(['*'], event.type)) return;

    const listeners = await reads.read(context, (queries) => queries.webhookEndpoints.listeners());
    await unitOfWork.run(context, async ({ webhookDeliveries }) => {
      const now = clock.now();
      for (const { id: endpointId, eventTypes } of listeners) {
        if (!isWanted(eventTypes, event.type)) continue;
        const what = { endpointId, eventId, eventType: event.type };
        await webhookDeliveries.add(WebhookDelivery.schedule(ids.next('dlv', now), what, now));
      }
    });
  }
}
