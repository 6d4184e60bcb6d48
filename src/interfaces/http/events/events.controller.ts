import { z } from 'zod';
import type { EventUseCases } from '#application/events/use-cases.ts';
import { publicEvent } from '#application/shared/public-event.ts';
import { publicEventTypes } from '#domain/event-types.ts';
import { EventCursorLost } from '#domain/events/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { eventWire } from '#interfaces/http/events/event-wire.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { cursorWire, limitWire, listWire } from '#interfaces/http/wire/wire.ts';

const typesLengthMax = publicEventTypes.join(',').length;

const typesWire = z.codec(
  z
    .string()
    .max(typesLengthMax, { abort: true })
    .meta({
      description: `One type, or several with commas between: ${publicEventTypes.join(', ')}.`,
      examples: ['customer.created,customer.updated,customer.deleted'],
    }),
  z.array(z.enum(publicEventTypes)).max(publicEventTypes.length),
  { decode: (text) => text.split(',') as never, encode: (types) => types.join(',') },
);

const readQuery = z.strictObject({
  after: cursorWire.optional().meta({
    description:
      'The `nextCursor` that an earlier answer gave, however long ago; or `latest`, which gives ' +
      'no event and the cursor of the end as it stands. Without it: from the first event on.',
    examples: ['latest'],
  }),
  type: typesWire.optional(),
  limit: limitWire.optional(),
});

const eventPage = z
  .strictObject({
    data: listWire(eventWire),
    page: z.strictObject({
      hasMore: z.boolean().meta({
        description: 'Whether to ask on at once. A page may be empty and yet say so.',
      }),
      nextCursor: z.string().meta({ description: 'Where to read on: always there.' }),
    }),
  })
  .meta({ id: 'EventPage' });

/** The event sequence over HTTP. */
export const eventHttp: HttpModule<{ readonly events: EventUseCases }> = {
  endpoints: (useCases) => eventEndpoints(useCases.events),
  operations: {
    listEvents: {
      description: 'Reads the event sequence of the tenant.',
      query: { after: 'latest', type: 'customer.created,customer.updated' },
    },
  },
  events: {},
};

const eventEndpoints = (events: EventUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/events',
    operationId: 'listEvents',
    summary: 'Read what happened, oldest first, from a cursor on',
    description:
      'For keeping a copy in step: whoever asks again with each `nextCursor` misses no event and ' +
      'gets none twice, however many writers are at work. It answers at once, with an empty page ' +
      'where nothing is new.',
    tag: 'Events',
    permission: events.read.permission,
    query: readQuery,
    cursorIn: 'after',
    view: eventPage,
    errors: [EventCursorLost],
    handle: async ({ context, query: { after, type: types, limit } }) => {
      const page = await events.read.execute(context, { after, types, limit });
      const { data, hasMore, nextCursor } = page;
      const told = data.map((event) => publicEvent(context.tenantId, event));
      return { data: told, page: { hasMore, nextCursor } };
    },
  }),
];
