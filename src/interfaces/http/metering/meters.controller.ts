import { z } from 'zod';
import type { MeterUseCases } from '#application/metering/use-cases.ts';
import {
  MeterArchived,
  MeterCodeTaken,
  MeterFixed,
  MeterInUse,
  MeterNotFound,
  TooManyMeters,
} from '#domain/metering/errors.ts';
import type { meterEventTypes } from '#domain/metering/event-types.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import {
  meterChangesWire,
  meterListQuery,
  meterPreviewInput,
  meterPreviewWire,
  meterWire,
  newMeterWire,
} from '#interfaces/http/metering/meter-wire.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { resourceEndpoints } from '#interfaces/http/resource-endpoints.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

const path = '/v1/meters';
const tag = 'Meters';

const subject = { prefix: 'mtr', snapshot: meterWire } as const;

/** Meters over HTTP. */
export const meterHttp: HttpModule<
  { readonly meters: MeterUseCases },
  (typeof meterEventTypes)[number]
> = {
  endpoints: ({ meters }) => [
    // Before the members: else `preview` would be read as an id.
    previewEndpoint(meters),
    ...resourceEndpoints({
      path,
      name: 'Meter',
      noun: 'meter',
      tag,
      schemas: {
        params: z.strictObject({ meterId: idWire('mtr') }),
        query: meterListQuery,
        input: newMeterWire,
        changes: meterChangesWire,
        view: meterWire,
      },
      useCases: meters,
      removal: { verb: 'archive', summary: 'Archive a meter', useCase: meters.archive },
      errors: {
        notFound: MeterNotFound,
        create: [MeterCodeTaken, TooManyMeters],
        update: [MeterArchived, MeterFixed],
        removal: [MeterArchived, MeterInUse],
      },
    }),
  ],
  operations: {
    listMeters: {
      description: 'Lists meters. `search` looks in names and codes.',
      query: { status: 'all' },
    },
    createMeter: {
      description:
        'Stores a meter, under a code that is unique in the tenant for good. It counts the ' +
        'events that came before, too.',
      body: {
        code: 'traffic',
        name: 'Traffic',
        unit: 'GB',
        eventType: 'traffic.sent',
        filters: [{ property: 'network', in: ['public', 'cdn'] }],
        aggregation: 'sum',
        property: 'gigabytes',
        groupBy: ['region'],
        rounding: { mode: 'up', decimals: 0 },
      },
    },
    getMeter: { description: 'Shows one meter, with its version as the `ETag`.' },
    updateMeter: {
      description:
        'Changes name and unit. The way in which it counts is fixed, as what it counted stays ' +
        'counted: another way is another meter.',
      body: { name: 'Traffic sent', unit: 'GB' },
    },
    archiveMeter: {
      description:
        'Takes a meter out of use: it judges no event that comes in, and no new price names it.',
    },
    previewMeter: {
      description:
        'Computes what a meter would count of up to 100 sample events, by groups too, and says ' +
        'of each other event why it would not be counted. It stores nothing. `Idempotency-Key` ' +
        'is ignored.',
      body: {
        meter: { eventType: 'login', aggregation: 'unique', property: 'user' },
        events: [
          { data: { user: 'ada' } },
          { data: { user: 'ada' } },
          { type: 'logout', data: { user: 'bob' } },
        ],
      },
    },
  },
  events: {
    'meter.created': ['A meter was created', subject, 'made'],
    'meter.updated': ['A meter was changed', subject, 'changed'],
    'meter.archived': ['A meter was archived', subject, 'changed'],
  },
};

const previewEndpoint = ({ preview }: MeterUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${path}/preview`,
    operationId: 'previewMeter',
    summary: 'Compute what a meter would count',
    tag,
    permission: preview.permission,
    isPreview: true,
    body: meterPreviewInput,
    view: meterPreviewWire,
    handle: async ({ context, body }) => {
      const { quantity, groups, events } = await preview.execute(context, body);
      return { quantity, groups: [...groups], events: [...events] };
    },
  });
