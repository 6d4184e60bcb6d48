import type { EventSubscriber } from '#application/shared/event-subscribers.ts';
import { testEventType, webhookEventTypes } from '#domain/webhooks/event-types.ts';

/** Webhooks subscribe to everything that an endpoint can ask for, and to its tests. */
export const webhookSubscribers = (
  dispatchEvents: EventSubscriber['useCase'],
  typesWanted: NonNullable<EventSubscriber['typesWanted']>,
): readonly EventSubscriber[] => [
  {
    subscriber: 'webhooks',
    eventTypes: [...webhookEventTypes, testEventType],
    typesWanted,
    useCase: dispatchEvents,
  },
];
