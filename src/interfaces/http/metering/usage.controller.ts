import { z } from 'zod';
import type { UsageUseCases } from '#application/metering/use-cases.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { readEventsBody } from '#interfaces/http/metering/usage-body.ts';
import { recordedUsageWire, usageEventsInput } from '#interfaces/http/metering/usage-wire.ts';
import type { HttpModule } from '#interfaces/http/module.ts';

const tag = 'Usage';

/** Usage over HTTP. */
export const usageHttp: HttpModule<{ readonly usage: UsageUseCases }> = {
  endpoints: ({ usage: { record } }) => [
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
