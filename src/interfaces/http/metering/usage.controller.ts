import { z } from 'zod';
import type { UsageUseCases } from '#application/metering/use-cases.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import { MeterNotFound } from '#domain/metering/errors.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { readEventsBody } from '#interfaces/http/metering/usage-body.ts';
import {
  recordedUsageWire,
  usageEventsInput,
  usageQuery,
  usageViewWire,
} from '#interfaces/http/metering/usage-wire.ts';
import type { HttpModule } from '#interfaces/http/module.ts';

const tag = 'Usage';

/** Usage over HTTP. */
export const usageHttp: HttpModule<{ readonly usage: UsageUseCases }> = {
  endpoints: ({ usage: { record, query: queryUsage } }) => [
    endpoint({
      method: 'get',
      path: '/v1/usage',
      operationId: 'queryUsage',
      summary: 'Count what a customer used',
      tag,
      permission: queryUsage.permission,
      query: usageQuery,
      view: usageViewWire,
      errors: [CustomerNotFound, MeterNotFound],
      handle: ({ context, query: { groupBy, ...query } }) =>
        queryUsage.execute(context, { ...query, groupBy: groupBy?.split(',') }),
    }),
    endpoint({
      method: 'post',
      path: '/v1/usage-events',
      operationId: 'recordUsage',
      summary: 'Send 1 to 1,000 events of usage',
      tag,
      permission: record.permission,
      query: z.strictObject({ atomic: z.enum(['true', 'false']).optional() }),
      readBody: readEventsBody,
      body: usageEventsInput,
      view: recordedUsageWire,
      handle: async ({ context, query, body }) => {
        const isAtomic = query.atomic === 'true';
        const { results, ...counts } = await record.execute(context, { ...body, isAtomic });
        return { results: [...results], ...counts };
      },
    }),
  ],
  operations: {
    queryUsage: {
      description:
        'Counts the usage of one customer by one meter, by the local hours, days or months of the ' +
        'span if you like, and by groups. Quantities are exact, and rounded as the meter says: ' +
        'each of its own, so that those of parts need not add up to that of all.',
      query: {
        customerId: 'cus_01jd4x7h2cf5prw8mzk0qv9tns',
        meterId: 'mtr_01jd4x7h2cf5prw8mzk0qv9tns',
        from: '2026-11-01',
        to: '2026-12-01',
        window: 'day',
        groupBy: 'region',
      },
    },
    recordUsage: {
      description:
        'Stores events of usage: each once, by its `source` and `id`, however often it is sent ' +
        'and whatever else it says then. Each is judged by itself: `refused` says why in `code`, ' +
        'and the others are stored all the same, unless the query says `atomic=true`. An event ' +
        'that a meter must count and cannot is refused: what is accepted is counted. Besides ' +
        '`application/json` it takes CloudEvents 1.0, as `application/cloudevents+json` and ' +
        '`application/cloudevents-batch+json`, whose `subject` is the customer.',
      body: {
        events: [
          {
            id: '01jd4x7h2c',
            type: 'api.request',
            customerExternalId: 'acme-1',
            data: { bytes: 1250, region: 'eu' },
          },
        ],
      },
    },
  },
  events: {},
};
