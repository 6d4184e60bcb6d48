import { z } from 'zod';
import { meterStatusFilters } from '#application/metering/queries.ts';
import {
  aggregations,
  meterLimits,
  parseEventType,
  parseProperty,
  quantityRoundings,
} from '#domain/metering/definition.ts';
import type { EventData } from '#domain/metering/measure.ts';
import { meterStatuses, unitLengthMax } from '#domain/metering/meter.ts';
import { sampleEventsMax } from '#domain/metering/preview.ts';
import { parseEventData } from '#domain/metering/usage-event.ts';
import { boundedJson, boundedText } from '#interfaces/http/request/bounded.ts';
import { jsonLimits } from '#interfaces/http/request/json-text.ts';
import {
  codeWire,
  createdAtQuery,
  idWire,
  instantWire,
  listWire,
  nameWire,
  pageQuery,
  searchWire,
  textWire,
  validatedBy,
  validatedText,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

// How meters look on the wire, as they are given and as they are shown.

const eventTypeWire = validatedText(meterLimits.eventType, parseEventType, {
  minLength: 1,
  description: 'The type of the events that it counts.',
  examples: ['api.request'],
});

const propertyWire = validatedText(meterLimits.property, parseProperty, {
  minLength: 1,
  description: 'The name of a field of the data of an event.',
  examples: ['bytes'],
});

const valueWire = z
  .union([boundedText(meterLimits.value), z.number(), z.boolean()])
  .meta({ description: 'Values are compared by their text: 5, 5.0 and "5" are one.' });

const filterInput = z
  .strictObject({
    property: propertyWire,
    equals: valueWire.optional(),
    in: listOf(valueWire, meterLimits.values).optional(),
    exists: z.boolean().optional(),
  })
  .meta({ id: 'MeterFilterInput', description: 'States one of `equals`, `in` and `exists`.' });

const roundingWire = z
  .strictObject({
    mode: z.enum(quantityRoundings),
    decimals: z.int().min(0).max(meterLimits.decimals),
  })
  .meta({ id: 'QuantityRounding', description: 'How the quantity of a period is rounded, once.' });

const definitionInput = {
  eventType: eventTypeWire,
  filters: listOf(filterInput, meterLimits.filters)
    .optional()
    .meta({ description: 'All of them hold for an event that is counted.' }),
  aggregation: z.enum(aggregations),
  property: propertyWire
    .nullable()
    .optional()
    .meta({ description: 'The property that is counted. `count` has none.' }),
  groupBy: listOf(propertyWire, meterLimits.groups)
    .optional()
    .meta({ description: 'The properties whose values may be told apart.' }),
  isCarriedOver: z
    .boolean()
    .optional()
    .meta({
      description:
        'Whether a level goes on into the next period: of `sum`, `latest`, `unique` and ' +
        '`weighted_sum`.',
    }),
  removal: z
    .strictObject({ property: propertyWire, value: valueWire })
    .nullable()
    .optional()
    .meta({
      description:
        'An event whose property has this value takes a unique value, or a part of a level, ' +
        'away: of `sum`, `unique` and `weighted_sum`.',
    }),
  rounding: roundingWire.nullable().optional(),
};

const unitWire = textWire(unitLengthMax, { examples: ['GB'] });

export const newMeterWire = z
  .strictObject({
    code: codeWire,
    name: nameWire,
    unit: unitWire.nullable().optional(),
    ...definitionInput,
  })
  .meta({ id: 'NewMeter' });

export const meterChangesWire = newMeterWire.partial().meta({
  id: 'MeterChanges',
  description:
    'A new name or unit. The rest is fixed: stated otherwise than it is, it is refused with ' +
    '`meter_fixed`.',
});

const filterWire = z.union([
  z.strictObject({ property: z.string(), equals: z.string() }),
  z.strictObject({ property: z.string(), in: listWire(z.string()) }),
  z.strictObject({ property: z.string(), exists: z.boolean() }),
]);

/** A meter on the wire, and as events show it. */
export const meterWire = z
  .strictObject({
    id: idWire('mtr'),
    version: versionWire,
    code: z.string().meta({ description: 'Unique in the tenant. It never changes.' }),
    name: z.string(),
    unit: z.string().nullable(),
    eventType: z.string(),
    filters: listWire(filterWire),
    aggregation: z.enum(aggregations),
    property: z.string().nullable(),
    groupBy: listWire(z.string()),
    isCarriedOver: z.boolean(),
    removal: z.strictObject({ property: z.string(), value: z.string() }).nullable(),
    rounding: roundingWire.nullable(),
    status: z.enum(meterStatuses),
    createdAt: instantWire,
    updatedAt: instantWire,
    archivedAt: instantWire.nullable(),
  })
  .meta({ id: 'Meter', description: 'How the events of customers become quantities.' });

export const meterListQuery = z.strictObject({
  ...pageQuery,
  status: z
    .enum(meterStatusFilters)
    .optional()
    .meta({ description: 'Where absent: all that are not archived.' }),
  code: codeWire.optional(),
  search: searchWire.optional(),
  ...createdAtQuery,
});

const sampleEventWire = z
  .strictObject({
    type: boundedText(meterLimits.eventType)
      .optional()
      .meta({ description: 'Where absent: the type that the meter counts.' }),
    time: instantWire.optional().meta({ description: 'Where absent: right after the one before.' }),
    data: validatedBy<unknown, EventData>(boundedJson(jsonLimits.fields), parseEventData, {
      type: 'object',
      description: 'What the meter counts, filters and groups by.',
    }),
  })
  .meta({ id: 'SampleEvent' });

export const meterPreviewInput = z
  .strictObject({
    meter: z
      .strictObject({
        code: codeWire.optional(),
        name: nameWire.optional(),
        unit: unitWire.nullable().optional(),
        ...definitionInput,
      })
      .meta({ id: 'PreviewedMeter' }),
    events: listOf(sampleEventWire, sampleEventsMax),
    from: instantWire.optional(),
    to: instantWire.optional().meta({ description: 'A weighted sum needs both.' }),
  })
  .meta({ id: 'MeterPreviewInput' });

const groupWire = z.record(z.string(), z.string().nullable());

const quantityWire = z.string().meta({
  description: 'A decimal or, where none ends, a fraction: `10/3`.',
  examples: ['1250.5'],
});

export const meterPreviewWire = z
  .strictObject({
    quantity: quantityWire,
    groups: z
      .array(z.strictObject({ group: groupWire, quantity: quantityWire }))
      .meta({ description: 'By the values of `groupBy`, where the meter has it.' }),
    events: z.array(
      z.strictObject({
        isCounted: z.boolean(),
        value: z.string().nullable(),
        isRemoval: z.boolean(),
        group: groupWire.nullable(),
        code: z.string().nullable().meta({ description: 'Why it is not counted.' }),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'MeterPreview' });

function listOf<Item extends z.ZodType>(item: Item, max: number): z.ZodArray<Item> {
  return z.array(item).max(max);
}
