import { z } from 'zod';
import type { SubscriptionUseCases } from '#application/subscriptions/use-cases.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { forecastWire } from '#interfaces/http/subscriptions/upcoming-wire.ts';
import { instantTextWire } from '#interfaces/http/wire/wire.ts';

const query = z.strictObject({
  until: instantTextWire.optional().meta({
    description: 'What falls due by then; 31 days ahead where absent, three years at most.',
    examples: ['2027-12-31T00:00:00.000Z'],
  }),
});

/** The forecast of billing over HTTP. */
export const forecastEndpoints = ({
  forecast,
}: Pick<SubscriptionUseCases, 'forecast'>): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/billing/forecast',
    operationId: 'forecastBilling',
    summary: 'Show what will be invoiced until an instant',
    tag: 'Billing',
    permission: forecast.permission,
    query,
    view: forecastWire,
    handle: ({ context, query: { until } }) => forecast.execute(context, { until }),
  }),
];
