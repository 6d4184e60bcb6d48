import { z } from 'zod';
import type { UsageEventView } from '#application/metering/list-usage-events.ts';
import { lookedAtMax } from '#application/metering/list-usage-events.ts';
import type { UsageUseCases } from '#application/metering/use-cases.ts';
import { meterLimits } from '#domain/metering/definition.ts';
import { usageEventLimits } from '#domain/metering/usage-event.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { momentWire } from '#interfaces/http/metering/usage-wire.ts';
import {
  asPage,
  idWire,
  instantWire,
  listWire,
  pageQuery,
  pageWire,
  textWire,
} from '#interfaces/http/wire/wire.ts';

// The list of stored events, and what meters make of each.

const query = z.strictObject({
  ...pageQuery,
  customerId: idWire('cus').optional(),
  type: textWire(meterLimits.eventType, { examples: ['api.request'] }).optional(),
  source: textWire(usageEventLimits.source, { examples: ['gateway-1'] }).optional(),
  id: textWire(usageEventLimits.id, {
    description: 'The one event of this id and of `source`, which is `api` where absent.',
  }).optional(),
  from: momentWire.optional().meta({
    description:
      'Events that happened from this instant or day on. A day begins by the clocks of the ' +
      'customer where one is asked for, else by those of the tenant.',
  }),
  to: momentWire.optional().meta({ description: 'The same; it does not belong to the span.' }),
});

const judgedWire = z
  .strictObject({
    meterId: idWire('mtr'),
    meterCode: z.string(),
    meterName: z.string(),
    isCounted: z.boolean(),
    value: z.string().nullable().meta({
      description: 'A decimal, or the value that is unique; null where it is not counted.',
    }),
    isRemoval: z.boolean().meta({ description: 'Whether it takes the value away.' }),
    group: z.record(z.string(), z.string().nullable()).nullable(),
    code: z.string().nullable().meta({
      description: 'Why it is not counted, such as `filtered_out` or `cancelled`.',
    }),
    detail: z.string().nullable(),
  })
  .meta({ id: 'JudgedByMeter' });

const usageEventWire = z
  .strictObject({
    id: z.string(),
    source: z.string(),
    type: z.string(),
    time: instantWire.meta({ description: 'When it happened.' }),
    isTimed: z.boolean().meta({
      description: 'Whether its sender said when it happened; else that is when it was received.',
    }),
    receivedAt: instantWire,
    customerId: idWire('cus'),
    subscriptionId: idWire('sub').nullable(),
    data: z.record(z.string(), z.unknown()),
    cancelledAt: instantWire.nullable().meta({
      description: 'Since when it counts no more; null where it was not cancelled.',
    }),
    cancelReason: z.string().nullable(),
    meters: listWire(judgedWire).meta({
      description: 'Those that count events of its type and are not archived.',
    }),
  })
  .meta({ id: 'UsageEvent', description: 'A stored event, and what meters make of it now.' });

const onWire = ({ at: time, position: _position, ...event }: UsageEventView) => ({
  ...event,
  time,
});

export const listUsageEventsEndpoint = (list: UsageUseCases['list']): Endpoint =>
  endpoint({
    method: 'get',
    path: '/v1/usage-events',
    operationId: 'listUsageEvents',
    summary: 'List events of usage, and which meters count each',
    tag: 'Usage',
    permission: list.permission,
    query,
    view: pageWire(usageEventWire, 'UsageEventPage'),
    handle: async ({ context, query: asked }) => {
      const { data, ...page } = await list.execute(context, asked);
      return asPage({ ...page, data: data.map(onWire) });
    },
  });

export const listUsageEventsDocs = {
  description:
    'Lists stored events: what was received last comes first or, of one customer where no ' +
    '`source` is asked for, what happened last. Of each it says which meters count it, with ' +
    'which value and group, and why others of its type do not. In the order of receipt a call ' +
    `looks at ${lookedAtMax.toLocaleString('en')} events for those that fit: a page may be ` +
    'short or empty while `hasMore` says that there are more to look at.',
  query: { customerId: 'cus_01jd4x7h2cf5prw8mzk0qv9tns', type: 'api.request', from: '2026-11-01' },
};
