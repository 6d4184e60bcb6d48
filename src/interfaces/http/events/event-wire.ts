import { z } from 'zod';
import type { Snapshot } from '#domain/shared/events.ts';
import { idWire, instantWire } from '#interfaces/http/wire/wire.ts';

const snapshot = z.record(z.string(), z.unknown()) as z.ZodType<Snapshot>;

/** An event on the wire: in the feed and in webhooks. */
export const eventWire = z
  .strictObject({
    id: idWire('evt'),
    type: z.string().meta({ examples: ['customer.created'] }),
    timestamp: instantWire,
    tenantId: idWire('ten'),
    data: z.strictObject({
      resourceId: z.string(),
      version: z.int().nullable().meta({
        description: 'Of the thing after the event; null where it was not told then.',
      }),
      before: snapshot.nullable(),
      after: snapshot.nullable(),
    }),
  })
  .meta({ id: 'Event', description: 'What happened to one thing, as a webhook tells it.' });
