import { z } from 'zod';
import type { Snapshot } from '#domain/shared/events.ts';
import { textLimits } from '#domain/shared/text.ts';
import {
  eventTypesMax,
  everyEvent,
  parseEventTypes,
  webhookEventTypes,
} from '#domain/webhooks/event-types.ts';
import { deliveryStatuses } from '#domain/webhooks/webhook-delivery.ts';
import { parseWebhookUrl, webhookUrlLengthMax } from '#domain/webhooks/webhook-endpoint.ts';
import { boundedText } from '#interfaces/http/request/bounded.ts';
import {
  cursorWire,
  descriptionWire,
  idWire,
  instantWire,
  listWire,
  validatedBy,
  validatedText,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

const urlWire = validatedText(webhookUrlLengthMax, parseWebhookUrl, {
  format: 'uri',
  examples: ['https://example.com/hooks/billing'],
});

const eventTypeLengthMax = 64;

const eventTypesWire = validatedBy<string[], string[]>(
  z.array(boundedText(eventTypeLengthMax)).max(eventTypesMax),
  (given) => [...parseEventTypes(given)],
  {
    minItems: 1,
    items: { type: 'string', enum: [everyEvent, ...webhookEventTypes] },
    description: 'Which events it is told of; `*` is all of them.',
  },
);

export const newEndpointWire = z
  .strictObject({
    url: urlWire,
    description: descriptionWire.nullish(),
    eventTypes: eventTypesWire,
  })
  .meta({ id: 'NewWebhookEndpoint' });

export const endpointChangesWire = z
  .strictObject({
    url: urlWire.optional(),
    description: descriptionWire.nullish(),
    eventTypes: eventTypesWire.optional(),
    isEnabled: z.boolean().optional(),
  })
  .meta({ id: 'WebhookEndpointChanges', description: 'The changes: absent stays; null clears.' });

export const endpointWire = z
  .strictObject({
    id: idWire('whk'),
    version: versionWire,
    url: z.string(),
    description: z.string().max(textLimits.description).nullable(),
    eventTypes: listWire(z.string()),
    disabledReason: z
      .enum(['manual', 'gone', 'failing'])
      .nullable()
      .meta({ description: 'Why it gets nothing; null while it is enabled.' }),
    failingSince: instantWire.nullable(),
    createdAt: instantWire,
    updatedAt: instantWire,
  })
  .meta({ id: 'WebhookEndpoint', description: 'A place that is told of events.' });

export const issuedEndpointWire = z
  .strictObject({
    endpoint: endpointWire,
    secret: z.string().meta({
      description: '`whsec_…`, told this once: verify with it (Standard Webhooks 1.0).',
    }),
  })
  .meta({ id: 'IssuedWebhookEndpoint' });

export const replayWire = z
  .strictObject({
    since: instantWire.meta({ description: 'Of what was recorded from here on.' }),
    after: cursorWire
      .optional()
      .meta({ description: 'The `nextCursor` of the call before, beside the same `since`.' }),
  })
  .meta({ id: 'WebhookReplay' });

export const replayedWire = z
  .strictObject({
    scheduled: z.int().meta({ description: 'How many deliveries are on their way now.' }),
    nextCursor: z.string().nullable().meta({
      description:
        'Where to go on, when there was more than one call looks at: send it as `after`.',
    }),
  })
  .meta({ id: 'WebhookReplayed' });

export const testedWire = z
  .strictObject({
    endpointId: idWire('whk'),
    eventType: z.string().meta({ examples: ['webhook_endpoint.tested'] }),
  })
  .meta({
    id: 'WebhookTested',
    description: 'A test event is on its way: its delivery says what came of it.',
  });

const snapshot = z.record(z.string(), z.unknown()) as z.ZodType<Snapshot>;

export const statusWire = z.enum(deliveryStatuses);

const attempt = z.strictObject({
  at: instantWire,
  durationMilliseconds: z.int(),
  responseStatus: z.int().nullable(),
  error: z.string().nullable(),
});

const attemptWithBody = z.strictObject({
  ...attempt.shape,
  responseBody: z.string().nullable().meta({
    description: 'How the body of the response began, up to 1 kB; null where it was no text.',
  }),
});

/** The fields of a delivery, with its attempts as they are shown there. */
const delivery = <Shown extends z.ZodType>(shown: Shown) => ({
  id: idWire('dlv'),
  endpointId: idWire('whk'),
  eventId: idWire('evt'),
  eventType: z.string(),
  status: statusWire,
  attempts: listWire(shown).meta({ description: 'The last 20, oldest first.' }),
  attemptsMade: z.int(),
  nextAttemptAt: instantWire.nullable(),
  createdAt: instantWire,
});

const payload = z.strictObject({
  id: idWire('evt'),
  type: z.string(),
  timestamp: z.string(),
  tenantId: idWire('ten'),
  data: z.strictObject({
    resourceId: z.string(),
    version: z.int().nullable(),
    before: snapshot.nullable(),
    after: snapshot.nullable(),
  }),
});

export const deliveryDetailsWire = z
  .strictObject({
    ...delivery(attemptWithBody),
    payload: payload.nullable().meta({
      description:
        'The body that is sent: these fields in this order, as JSON without spaces. Null without ' +
        'the permission `events:read`.',
    }),
  })
  .meta({ id: 'WebhookDeliveryDetails', description: 'A delivery, its payload and the answers.' });

export const deliveryWire = z
  .strictObject(delivery(attempt))
  .meta({ id: 'WebhookDelivery', description: 'One event on its way to one endpoint.' });
