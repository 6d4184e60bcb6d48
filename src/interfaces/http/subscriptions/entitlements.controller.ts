import { z } from 'zod';
import type { EntitlementUseCases } from '#application/subscriptions/entitlements.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import {
  checkedWire,
  checkInput,
  entitlementsWire,
} from '#interfaces/http/subscriptions/entitlement-wire.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ customerId: idWire('cus') });
const path = '/v1/customers/{customerId}/entitlements';
const tag = 'Entitlements';

/** The features that customers have, over HTTP. */
export const entitlementHttp: HttpModule<{ readonly entitlements: EntitlementUseCases }> = {
  endpoints: ({ entitlements: { list, check } }) => [
    endpoint({
      method: 'get',
      path,
      operationId: 'listEntitlements',
      summary: 'List the features that a customer has',
      tag,
      permission: list.permission,
      params,
      view: entitlementsWire,
      errors: [CustomerNotFound],
      handle: ({ context, params: { customerId } }) => list.execute(context, { customerId }),
    }),
    endpoint({
      method: 'post',
      path: `${path}/check`,
      operationId: 'checkEntitlement',
      summary: 'Ask whether a customer may use a feature',
      tag,
      permission: check.permission,
      isPreview: true,
      params,
      body: checkInput,
      view: checkedWire,
      errors: [CustomerNotFound],
      handle: ({ context, params: { customerId }, body }) =>
        check.execute(context, { customerId, ...body }),
    }),
  ],
  operations: {
    listEntitlements: {
      description:
        'Lists the features that the subscriptions of a customer give which run now: those in a ' +
        'trial and those with an end ahead too, but none that is paused. Limits of several ' +
        'subscriptions add up; of values that of the newest one holds. `used` counts all events ' +
        'of the customer in the period that were accepted by now.',
    },
    checkEntitlement: {
      description:
        'Tells whether a customer may use a feature now: whether they have it and, of a `limit`, ' +
        'whether `quantity` more stays within it. An event counts as soon as it was answered. ' +
        'Nothing is stored and nothing reserved: send an event for what was used. ' +
        '`Idempotency-Key` is ignored.',
      body: { feature: 'api-calls', quantity: '5' },
    },
  },
  events: {},
};
