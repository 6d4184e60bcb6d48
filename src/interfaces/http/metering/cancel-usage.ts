import { z } from 'zod';
import { cancelReasonLengthMax } from '#application/metering/cancel-usage.ts';
import { usageBatchMax } from '#application/metering/event-results.ts';
import type { UsageUseCases } from '#application/metering/use-cases.ts';
import { standardSource, usageEventLimits } from '#domain/metering/usage-event.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { eventLimits } from '#interfaces/http/metering/usage-wire.ts';
import { boundedJson } from '#interfaces/http/request/bounded.ts';
import { textWire } from '#interfaces/http/wire/wire.ts';

// As of events that are sent, a bad one among good ones is told in the response.

const eventKeyDocument = {
  type: 'object',
  description: 'Which event is meant, as it was sent.',
  required: ['id'],
  properties: {
    id: { type: 'string', maxLength: usageEventLimits.id },
    source: { type: 'string', maxLength: usageEventLimits.source, default: standardSource },
  },
};

const usageCancellationInput = z
  .strictObject({
    events: z
      .array(boundedJson(eventLimits.fields).meta({ ...eventKeyDocument }))
      .min(1)
      .max(usageBatchMax),
    reason: textWire(cancelReasonLengthMax, {
      description: 'Why they count no more, for who asks later.',
    }).optional(),
  })
  .meta({ id: 'UsageCancellation' });

const cancelledUsageWire = z
  .strictObject({
    results: z
      .array(
        z.strictObject({
          id: z.string().nullable().meta({ description: 'As it was sent.' }),
          outcome: z.enum(['cancelled', 'duplicate', 'refused']).meta({
            description: '`duplicate` where it was cancelled before.',
          }),
          code: z
            .string()
            .optional()
            .meta({
              description:
                'Why it is refused: `unknown_event`, `too_old`, `period_invoiced`, or ' +
                '`invalid_event`.',
            }),
          detail: z.string().optional(),
        }),
      )
      .meta({ description: 'In the order of the events.' }),
    cancelled: z.int(),
    duplicates: z.int(),
    refused: z.int(),
  })
  .meta({ id: 'CancelledUsage' });

export const cancelUsageEndpoint = (cancel: UsageUseCases['cancel']): Endpoint =>
  endpoint({
    method: 'post',
    path: '/v1/usage-events/cancel',
    operationId: 'cancelUsage',
    summary: 'Cancel 1 to 1,000 events of usage',
    tag: 'Usage',
    permission: cancel.permission,
    body: usageCancellationInput,
    view: cancelledUsageWire,
    handle: async ({ context, body }) => {
      const { results, ...counts } = await cancel.execute(context, body);
      return { results: [...results], ...counts };
    },
  });

export const cancelUsageDocs = {
  description:
    'Has events of usage count no more, as if they had never been sent: in what is asked, ' +
    'on drafts, and in the next invoices. A line of a period that is invoiced is corrected ' +
    'on the next invoice. An event is named by its `source` and `id`, which stay taken: sent ' +
    'again, it is a duplicate. Each is judged by itself: `refused` says why in `code`, and ' +
    'the others are cancelled all the same. `too_old` is one that is kept no more, or ' +
    'whose period was invoiced and takes no correction any more; `period_invoiced` one ' +
    'whose subscription refuses late usage.',
  body: {
    events: [{ id: '01jd4x7h2c' }, { id: '01jd4x7h2d', source: 'gateway-1' }],
    reason: 'Sent for a test.',
  },
};
