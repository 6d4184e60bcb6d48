import { z } from 'zod';
import type { MeterUseCases } from '#application/metering/use-cases.ts';
import {
  MeterArchived,
  MeterCodeTaken,
  MeterFixed,
  MeterInUse,
  MeterNotFound,
} from '#domain/metering/errors.ts';
import type { meterEventTypes } from '#domain/metering/event-types.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
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
import { asPage, idWire, pageWire, withCreatedAt } from '#interfaces/http/wire.ts';

const params = z.strictObject({ meterId: idWire('mtr') });
const path = '/v1/meters';
const tag = 'Meters';

const subject = { prefix: 'mtr', snapshot: meterWire } as const;

/** Meters over HTTP. */
export const meterHttp: HttpModule<
  { readonly meters: MeterUseCases },
  (typeof meterEventTypes)[number]
> = {
  endpoints: (useCases) => [
    ...collectionEndpoints(useCases.meters),
    // Before the members: else `preview` would be read as an id.
    previewEndpoint(useCases.meters),
    ...memberEndpoints(useCases.meters),
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

const collectionEndpoints = (meters: MeterUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listMeters',
    summary: 'List meters, newest first',
    tag,
    permission: meters.list.permission,
    query: meterListQuery,
    view: pageWire(meterWire, 'MeterPage'),
    handle: async ({ context, query }) =>
      asPage(await meters.list.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'createMeter',
    summary: 'Create a meter',
    tag,
    permission: meters.create.permission,
    body: newMeterWire,
    view: meterWire,
    status: 201,
    etag: 'of-all',
    location: path,
    errors: [MeterCodeTaken],
    handle: ({ context, body }) => meters.create.execute(context, body),
  }),
];

const memberEndpoints = (meters: MeterUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: `${path}/{meterId}`,
    operationId: 'getMeter',
    summary: 'Show a meter, archived or not',
    tag,
    permission: meters.get.permission,
    params,
    view: meterWire,
    etag: 'of-all',
    errors: [MeterNotFound],
    handle: ({ context, params: { meterId } }) => meters.get.execute(context, { meterId }),
  }),
  endpoint({
    method: 'patch',
    path: `${path}/{meterId}`,
    operationId: 'updateMeter',
    summary: 'Change name and unit of a meter',
    tag,
    permission: meters.update.permission,
    params,
    body: meterChangesWire,
    view: meterWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [MeterNotFound, VersionMismatch, MeterArchived, MeterFixed],
    handle: ({ context, params: { meterId }, version, body: changes }) =>
      meters.update.execute(context, { meterId, version, changes }),
  }),
  endpoint({
    method: 'delete',
    path: `${path}/{meterId}`,
    operationId: 'archiveMeter',
    summary: 'Archive a meter',
    tag,
    permission: meters.archive.permission,
    params,
    ifMatch: true,
    errors: [MeterNotFound, VersionMismatch, MeterArchived, MeterInUse],
    handle: async ({ context, params: { meterId }, version }) => {
      await meters.archive.execute(context, { meterId, version });
    },
  }),
];

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
