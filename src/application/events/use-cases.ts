import type { EventReads } from '#application/events/queries.ts';
import { ReadEvents } from '#application/events/read-events.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { ReadAccess } from '#application/shared/ports.ts';

/** The use cases of the event sequence. */
export const eventUseCases = (ports: { readonly reads: ReadAccess<EventReads> }) => ({
  read: guarded(new ReadEvents(ports)),
});

export type EventUseCases = ReturnType<typeof eventUseCases>;
