import { z } from 'zod';
import { usageBatchMax } from '#application/metering/record-usage.ts';
import { meterLimits } from '#domain/metering/definition.ts';
import { standardSource, usageEventLimits } from '#domain/metering/usage-event.ts';
import { textLimits } from '#domain/shared/text.ts';
import { boundedJson } from '#interfaces/http/bounded.ts';

// How events of usage look on the wire. The document says what each must be; a bad one among good
// ones is told in the response, so the schema itself lets any through.

// A batch of a thousand events, each with some properties.
export const eventLimits = { depth: 32, fields: 100_000, entries: 10_000 } as const;

const usageEventDocument = {
  type: 'object',
  description: 'One event. The customer is named by one of `customerId` and `customerExternalId`.',
  required: ['id', 'type'],
  properties: {
    id: {
      type: 'string',
      maxLength: usageEventLimits.id,
      description: 'With `source` it says which event this is: sent again, it counts once.',
    },
    source: { type: 'string', maxLength: usageEventLimits.source, default: standardSource },
    type: { type: 'string', maxLength: meterLimits.eventType, examples: ['api.request'] },
    time: {
      type: 'string',
      format: 'date-time',
      description: 'When it happened; where absent, when it is received.',
    },
    customerId: { type: 'string' },
    customerExternalId: { type: 'string', maxLength: textLimits.externalId },
    subscriptionId: { type: 'string' },
    data: {
      type: 'object',
      description:
        'What meters count, filter and group by: numbers, decimals as texts, texts and flags. ' +
        `${usageEventLimits.data} characters of JSON at most.`,
    },
  },
};

export const usageEventsInput = z
  .strictObject({
    events: z
      .array(boundedJson(eventLimits.fields).meta({ ...usageEventDocument }))
      .min(1)
      .max(usageBatchMax),
  })
  .meta({ id: 'UsageEvents' });

export const recordedUsageWire = z
  .strictObject({
    results: z
      .array(
        z.strictObject({
          id: z.string().nullable().meta({ description: 'As it was sent.' }),
          outcome: z.enum(['accepted', 'duplicate', 'refused']),
          code: z
            .string()
            .optional()
            .meta({
              description:
                'Why it is refused; whether a duplicate has the `same_payload` or an ' +
                '`other_payload`; `counted_by_none` where no meter counts it.',
            }),
          detail: z.string().optional(),
        }),
      )
      .meta({ description: 'In the order of the events.' }),
    accepted: z.int(),
    duplicates: z.int(),
    refused: z.int(),
  })
  .meta({ id: 'RecordedUsage' });
