import { z } from 'zod';
import type { SubscriptionUseCases } from '#application/subscriptions/use-cases.ts';
import { TooManyGroups } from '#domain/charging/errors.ts';
import { SubscriptionNotFound } from '#domain/subscriptions/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { currentUsageWire } from '#interfaces/http/subscriptions/usage-wire.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

/** The usage of the open period of a subscription over HTTP. */
export const currentUsageEndpoints = ({
  currentUsage,
}: Pick<SubscriptionUseCases, 'currentUsage'>): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/subscriptions/{subscriptionId}/current-usage',
    operationId: 'showCurrentUsage',
    summary: 'Show what was used in the open period, and what it comes to',
    tag: 'Subscriptions',
    permission: currentUsage.permission,
    params: z.strictObject({ subscriptionId: idWire('sub') }),
    view: currentUsageWire,
    errors: [SubscriptionNotFound, TooManyGroups],
    handle: ({ context, params: { subscriptionId } }) =>
      currentUsage.execute(context, { subscriptionId }),
  }),
];
