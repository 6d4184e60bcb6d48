import { z } from 'zod';
import type { SequencedEvent } from '#application/shared/event-subscribers.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import { idWire, instantWire } from '#interfaces/http/wire.ts';

const snapshot = z.record(z.string(), z.unknown()) as z.ZodType<Snapshot>;

/** An event on the wire: in the feed, and as a webhook tells it. */
export const eventWire = z
  .strictObject({
    id: idWire('evt'),
    type: z.string().meta({ examples: ['customer.created'] }),
    timestamp: instantWire,
    data: z.strictObject({
      resourceId: z.string(),
      before: snapshot.nullable(),
      after: snapshot.nullable(),
    }),
  })
  .meta({ id: 'Event', description: 'What happened to one thing, as a webhook tells it.' });

export const asEvent = ({ id, type, subjectId, occurredAt, before, after }: SequencedEvent) => ({
  id,
  type,
  timestamp: occurredAt,
  data: { resourceId: subjectId, before, after },
});
