import type { EventSubscriber } from '#application/shared/event-subscribers.ts';
import type { BackgroundUseCases } from '#application/webhooks/use-cases.ts';
import { webhookEventTypes } from '#domain/webhooks/event-types.ts';

/** What webhooks hear of: everything that an endpoint can ask for. */
export const webhookSubscribers = (useCases: BackgroundUseCases): readonly EventSubscriber[] => [
  {
    subscriber: 'webhooks',
    eventTypes: webhookEventTypes,
    useCase: useCases.dispatchEvents,
  },
];
