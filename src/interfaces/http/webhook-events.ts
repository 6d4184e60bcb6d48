import { z } from 'zod';
import type { IdPrefix } from '#domain/shared/ids.ts';
import type { WebhookEventType } from '#domain/webhooks/event-types.ts';
import { testEventType, webhookEventTypes } from '#domain/webhooks/event-types.ts';
import { planWire } from '#interfaces/http/catalog/plan-wire.ts';
import { productWire } from '#interfaces/http/catalog/products.controller.ts';
import { customerWire } from '#interfaces/http/customers/customers.controller.ts';
import { roleWire } from '#interfaces/http/identity/identity-wire.ts';
import { tenantWire } from '#interfaces/http/tenants/tenants.controller.ts';
import { endpointWire } from '#interfaces/http/webhooks/webhook-wire.ts';
import { idWire, instantWire, versionWire } from '#interfaces/http/wire.ts';

/** An event of webhooks: the body of its request. */
export interface WebhookEvent {
  readonly type: string;
  readonly summary: string;
  readonly payload: z.ZodType;
}

/** The subject of an event: its id, and its views before and after. */
interface Subject {
  readonly prefix: IdPrefix;
  readonly snapshot: z.ZodType;
}

const tenant: Subject = {
  prefix: 'ten',
  snapshot: tenantWire
    .omit({ createdAt: true, updatedAt: true })
    .meta({ id: 'TenantSnapshot', description: 'A tenant as events show it.' }),
};

const user: Subject = {
  prefix: 'usr',
  snapshot: z
    .strictObject({
      membershipId: idWire('mem'),
      version: versionWire,
      userId: idWire('usr'),
      role: roleWire,
    })
    .meta({ id: 'UserSnapshot', description: 'A member of the tenant as events show them.' }),
};

const customer: Subject = { prefix: 'cus', snapshot: customerWire };
const product: Subject = { prefix: 'prod', snapshot: productWire };
const plan: Subject = { prefix: 'plan', snapshot: planWire };

const webhookEndpoint: Subject = {
  prefix: 'whk',
  snapshot: endpointWire.omit({ failingSince: true, updatedAt: true }).meta({
    id: 'WebhookEndpointSnapshot',
    description: 'A webhook endpoint as events show it.',
  }),
};

type Change = 'made' | 'changed' | 'gone';

const told: Readonly<Record<WebhookEventType, readonly [summary: string, Subject, Change]>> = {
  'tenant.updated': ['The tenant was changed', tenant, 'changed'],
  'user.joined': ['A person became a member', user, 'made'],
  'user.role_changed': ['A member has another role', user, 'changed'],
  'user.details_changed': ['A member has another name or address', user, 'changed'],
  'user.removed': ['A member was removed', user, 'gone'],
  'customer.created': ['A customer was created', customer, 'made'],
  'customer.updated': ['A customer was changed', customer, 'changed'],
  'customer.deleted': ['A customer was deleted', customer, 'gone'],
  'product.created': ['A product was created', product, 'made'],
  'product.updated': ['A product was changed', product, 'changed'],
  'product.deleted': ['A product was deleted', product, 'gone'],
  'plan.created': ['A plan was created', plan, 'made'],
  'plan.updated': ['A plan was changed', plan, 'changed'],
  'plan.activated': ['A draft was put on offer', plan, 'changed'],
  'plan.archived': ['A plan was archived', plan, 'changed'],
  'plan.restored': ['An archived plan was restored', plan, 'changed'],
};

const version = z
  .int()
  .positive()
  .nullable()
  .meta({
    description:
      'The version of the thing after the event, or the last that it had: the higher is newer. ' +
      'Null in events of releases that did not tell it.',
  });

const payloadOf = (type: string, { prefix, snapshot }: Subject, change: Change): z.ZodType =>
  z
    .strictObject({
      id: idWire('evt').meta({ description: 'The same as `webhook-id`, in every attempt.' }),
      type: z.literal(type),
      timestamp: instantWire.meta({ description: 'When it happened.' }),
      tenantId: idWire('ten').meta({ description: 'In which tenant.' }),
      data: z.strictObject({
        resourceId: idWire(prefix),
        version,
        before: change === 'made' ? z.null() : snapshot,
        after: change === 'gone' ? z.null() : snapshot,
      }),
    })
    .meta({ id: schemaName(type) });

/** `CustomerCreatedEvent` for `customer.created`. */
const schemaName = (type: string): string => {
  const words = type.split(/[._]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Event`;
};

/** Every event that an endpoint can receive, in the order of the document. */
export const webhookEvents: readonly WebhookEvent[] = [
  ...webhookEventTypes.map((type) => {
    const [summary, subject, change] = told[type];
    return { type, summary, payload: payloadOf(type, subject, change) };
  }),
  {
    type: testEventType,
    summary: 'The endpoint is tested by its owner; told whatever it asks for',
    payload: payloadOf(testEventType, webhookEndpoint, 'changed'),
  },
];
