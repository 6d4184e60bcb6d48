import { z } from 'zod';
import { usageBatchMax } from '#application/metering/event-results.ts';
import { meterLimits } from '#domain/metering/definition.ts';
import { standardSource, usageEventLimits } from '#domain/metering/usage-event.ts';
import { usageWindows, usageWindowsMax } from '#domain/metering/usage-windows.ts';
import { textLimits } from '#domain/shared/text.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { formatInstant, parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import { boundedJson } from '#interfaces/http/request/bounded.ts';
import { bodyBytesMax } from '#interfaces/http/request/request-body.ts';
import {
  idWire,
  instantWire,
  listWire,
  timeZoneWire,
  validatedText,
} from '#interfaces/http/wire/wire.ts';

// How events of usage look on the wire. The document says what each must be; a bad one among good
// ones is told in the response, so the schema itself lets any through.

// As many fields and entries as fit into a body: of one event its data is bounded, and a batch is
// not refused for what its events are made of.
export const eventLimits = {
  depth: 32,
  fields: bodyBytesMax,
  entries: bodyBytesMax,
  isOfParts: true,
} as const;

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

const spanBound = (text: string): string => {
  if (text.length > dateLength) parseInstant(text);
  else parseCalendarDate(text);
  return text;
};

const dateLength = 10;

/** An instant, or a day, which begins by a time zone that is not known yet. */
export const momentWire = z.codec(
  validatedText(35, spanBound, { examples: ['2026-11-01', '2026-11-23T08:00:00.000Z'] }),
  z.custom<Instant | CalendarDate>((value) => ['number', 'string'].includes(typeof value)),
  {
    decode: (text) => (text.length > dateLength ? parseInstant(text) : parseCalendarDate(text)),
    encode: (moment) => (typeof moment === 'number' ? formatInstant(moment) : moment),
  },
);

const groupsLengthMax = meterLimits.groups * (meterLimits.property + 1);

export const usageQuery = z.strictObject({
  customerId: idWire('cus'),
  meterId: idWire('mtr'),
  subscriptionId: idWire('sub')
    .optional()
    .meta({ description: 'Where absent: all usage of the customer.' }),
  from: momentWire.meta({
    description: 'An instant, or a day (`2026-11-01`), from its local beginning on.',
  }),
  to: momentWire.meta({ description: 'The same; it does not belong to the span itself.' }),
  window: z
    .enum(usageWindows)
    .optional()
    .meta({
      description:
        'Cuts the span at local hours, days or months: those at its ends may be parts. ' +
        `${usageWindowsMax} at most. Where absent: one quantity of all.`,
    }),
  groupBy: z
    .string()
    .min(1)
    .max(groupsLengthMax, { abort: true })
    .optional()
    .meta({
      description: `Properties of events, with commas: ${meterLimits.groups} at most.`,
      examples: ['region'],
    }),
});

export const usageViewWire = z
  .strictObject({
    timeZone: timeZoneWire.meta({
      description: "The subscription's where one is named, else the customer's, else the tenant's.",
    }),
    data: listWire(
      z.strictObject({
        start: instantWire,
        end: instantWire,
        group: z
          .record(z.string(), z.string().nullable())
          .optional()
          .meta({ description: 'Null where an event has no such property.' }),
        quantity: z.string().meta({
          description: 'A decimal or, where none ends, a fraction: `10/3`.',
          examples: ['1250.5'],
        }),
      }),
    ).meta({
      description:
        'In the order of time. Without groups each window has a quantity; with them, those ' +
        'groups that have events.',
    }),
  })
  .meta({ id: 'Usage', description: 'What a customer used by one meter.' });
