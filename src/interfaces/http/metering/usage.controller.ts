import { z } from 'zod';
import type { UsageUseCases } from '#application/metering/use-cases.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import { MeterNotFound } from '#domain/metering/errors.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { cancelUsageDocs, cancelUsageEndpoint } from '#interfaces/http/metering/cancel-usage.ts';
import { readEventsBody } from '#interfaces/http/metering/usage-body.ts';
import {
  listUsageEventsDocs,
  listUsageEventsEndpoint,
} from '#interfaces/http/metering/usage-events.ts';
import { eventLinesIn } from '#interfaces/http/metering/usage-lines.ts';
import {
  recordedUsageWire,
  usageEventsInput,
  usageQuery,
  usageViewWire,
} from '#interfaces/http/metering/usage-wire.ts';
import type { HttpModule } from '#interfaces/http/module.ts';

const tag = 'Usage';

/** Stores the events of a stream, and answers each by a line once it is stored. */
async function* recordLines(
  record: UsageUseCases['record'],
  context: RequestContext,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  for await (const batch of eventLinesIn(body)) {
    const events = batch.map(({ event }) => event);
    const { results } = await record.execute(context, { events });
    yield results.map((result) => `${JSON.stringify(result)}\n`).join('');
  }
}

/** Usage over HTTP. */
export const usageHttp: HttpModule<{ readonly usage: UsageUseCases }> = {
  endpoints: ({ usage: { record, cancel, query: queryUsage, list } }) => [
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
    listUsageEventsEndpoint(list),
    endpoint({
      method: 'post',
      path: '/v1/usage-events',
      operationId: 'recordUsage',
      summary: 'Send 1 to 1,000 events of usage',
      tag,
      permission: record.permission,
      query: z.strictObject({ atomic: z.enum(['true', 'false']).optional() }),
      readBody: readEventsBody,
      stream: {
        mediaType: 'application/x-ndjson',
        answer: (...given) => recordLines(record, ...given),
      },
      body: usageEventsInput,
      view: recordedUsageWire,
      handle: async ({ context, query, body }) => {
        const isAtomic = query.atomic === 'true';
        const { results, ...counts } = await record.execute(context, { ...body, isAtomic });
        return { results: [...results], ...counts };
      },
    }),
    cancelUsageEndpoint(cancel),
  ],
  operations: {
    queryUsage: {
      description:
        'Counts the usage of one customer by one meter, by local hours, days or months of the ' +
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
    listUsageEvents: listUsageEventsDocs,
    recordUsage: {
      description:
        'Stores events of usage: each once, by its `source` and `id`, however often it is sent ' +
        'and whatever else it says then. Each is judged by itself: `refused` says why in `code`, ' +
        'and the others are stored all the same, unless the query says `atomic=true`. An event ' +
        'that a meter must count and cannot is refused: what is accepted is counted. Besides ' +
        '`application/json` it takes CloudEvents 1.0, as `application/cloudevents+json` and ' +
        '`application/cloudevents-batch+json`, whose `subject` is the customer; and, as ' +
        '`application/x-ndjson`, a stream of lines with an event each, which it answers with a ' +
        'line each, once the event is stored. Any of them may be packed by gzip, deflate or br ' +
        '(`Content-Encoding`).',
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
    cancelUsage: cancelUsageDocs,
  },
  events: {},
};
