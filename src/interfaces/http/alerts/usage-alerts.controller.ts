import { z } from 'zod';
import type { UsageAlertUseCases } from '#application/alerts/use-cases.ts';
import {
  TooManyUsageAlerts,
  UsageAlertCodeTaken,
  UsageAlertNotFound,
} from '#domain/alerts/errors.ts';
import type { usageAlertEventTypes } from '#domain/alerts/event-types.ts';
import {
  newUsageAlertWire,
  usageAlertChangesWire,
  usageAlertDetailWire,
  usageAlertListQuery,
  usageAlertReachedWire,
  usageAlertWire,
} from '#interfaces/http/alerts/usage-alert-wire.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { exampleId } from '#interfaces/http/module.ts';
import { resourceEndpoints } from '#interfaces/http/resource-endpoints.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ alertId: idWire('alr') });
const path = '/v1/usage-alerts';
const tag = 'Usage alerts';

const subject = { prefix: 'alr', snapshot: usageAlertWire } as const;
const reached = { prefix: 'alr', snapshot: usageAlertReachedWire } as const;

/** Usage alerts over HTTP. */
export const usageAlertHttp: HttpModule<
  { readonly usageAlerts: UsageAlertUseCases },
  (typeof usageAlertEventTypes)[number]
> = {
  endpoints: ({ usageAlerts }) =>
    resourceEndpoints({
      path,
      name: 'UsageAlert',
      noun: 'usage alert',
      tag,
      schemas: {
        params,
        query: usageAlertListQuery,
        input: newUsageAlertWire,
        changes: usageAlertChangesWire,
        view: usageAlertWire,
      },
      useCases: usageAlerts,
      shown: shownEndpoint(usageAlerts),
      removal: {
        verb: 'delete',
        summary: 'Delete a usage alert',
        useCase: usageAlerts.delete,
      },
      errors: {
        notFound: UsageAlertNotFound,
        create: [UsageAlertCodeTaken, TooManyUsageAlerts],
        update: [UsageAlertCodeTaken],
        removal: [],
      },
    }),
  operations: {
    listUsageAlerts: {
      description: 'Lists usage alerts. `search` looks in names and codes.',
      query: { search: 'cal' },
    },
    createUsageAlert: {
      description:
        'Stores a usage alert: of a subscription, of a customer, or of all. `quantity` is what ' +
        'a meter counts, `amount` what the usage of a subscription comes to in its currency. ' +
        'In each period each threshold is told of once, by `usage_alert.reached`, about a ' +
        'second after the event that reaches it. One that was passed before is told of with ' +
        'the next event.',
      body: {
        code: 'calls-soft-limit',
        name: 'Calls',
        measure: 'quantity',
        meterId: exampleId('mtr'),
        thresholds: ['800', '1000'],
        every: '500',
      },
    },
    getUsageAlert: {
      description:
        'Shows one usage alert, with its version as the `ETag`, what was reached, and the usage ' +
        'that it cannot be set against (`failures`).',
    },
    updateUsageAlert: {
      description:
        'Changes name, code and thresholds. What was reached stays reached: a threshold that is ' +
        'taken back in the same period is told of once.',
      body: { thresholds: ['900', '1000'] },
    },
    deleteUsageAlert: {
      description: 'Deletes a usage alert, with the list of what was reached. Its events stay.',
    },
  },
  events: {
    'usage_alert.created': ['A usage alert was created', subject, 'made'],
    'usage_alert.updated': ['A usage alert was changed', subject, 'changed'],
    'usage_alert.deleted': ['A usage alert was deleted', subject, 'gone'],
    'usage_alert.reached': ['Usage reached a threshold', reached, 'made'],
  },
};

const shownEndpoint = ({ get }: UsageAlertUseCases): Endpoint =>
  endpoint({
    method: 'get',
    path: `${path}/{alertId}`,
    operationId: 'getUsageAlert',
    summary: 'Show a usage alert, and what was reached',
    tag,
    permission: get.permission,
    params,
    view: usageAlertDetailWire,
    etag: 'of-changes',
    errors: [UsageAlertNotFound],
    handle: ({ context, params: { alertId } }) => get.execute(context, { alertId }),
  });
