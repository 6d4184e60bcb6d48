import { z } from 'zod';
import { textLimits } from '#domain/shared/text.ts';
import {
  eventTypesMax,
  everyEvent,
  parseEventTypes,
  webhookEventTypes,
} from '#domain/webhooks/event-types.ts';
import { deliveryStatuses } from '#domain/webhooks/webhook-delivery.ts';
import { parseWebhookUrl, webhookUrlLengthMax } from '#domain/webhooks/webhook-endpoint.ts';
import { boundedText } from '#interfaces/http/bounded.ts';
import {
  cursorWire,
  descriptionWire,
  idWire,
  instantWire,
  listWire,
  validatedBy,
  validatedText,
  versionWire,
} from '#interfaces/http/wire.ts';

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

export const statusWire = z.enum(deliveryStatuses);

const attempt = z.strictObject({
  at: instantWire,
  durationMilliseconds: z.int(),
  responseStatus: z.int().nullable(),
  error: z.string().nullable(),
});

export const deliveryWire = z
  .strictObject({
    id: idWire('dlv'),
    endpointId: idWire('whk'),
    eventId: idWire('evt'),
    eventType: z.string(),
    status: statusWire,
    attempts: listWire(attempt).meta({ description: 'The last 20, oldest first.' }),
    attemptsMade: z.int(),
    nextAttemptAt: instantWire.nullable(),
    createdAt: instantWire,
  })
  .meta({ id: 'WebhookDelivery', description: 'One event on its way to one endpoint.' });
