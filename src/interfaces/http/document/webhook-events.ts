import { z } from 'zod';
import { testEventType, webhookEventTypes } from '#domain/webhooks/event-types.ts';
import type { EventDoc } from '#interfaces/http/module.ts';
import * as modules from '#interfaces/http/modules.ts';
import { idWire, instantWire } from '#interfaces/http/wire/wire.ts';

/** An event that webhooks tell of: what its request has as body. */
export interface WebhookEvent {
  readonly type: string;
  readonly summary: string;
  readonly payload: z.ZodType;
}

const eventDocs = Object.assign(
  {},
  ...Object.values(modules).map(({ events }) => events),
) as Readonly<Record<string, EventDoc>>;

const version = z
  .int()
  .positive()
  .nullable()
  .meta({
    description:
      'The version of the thing after the event, or the last that it had: the higher is newer. ' +
      'Null where the thing has none, and in events of releases that did not tell it.',
  });

const payloadOf = (type: string, [, { prefix, snapshot }, change]: EventDoc): z.ZodType =>
  z
    .strictObject({
      id: idWire('evt').meta({ description: 'The same as `webhook-id`, in every attempt.' }),
      type: z.literal(type),
      timestamp: instantWire.meta({ description: 'When it happened.' }),
      tenantId: idWire('ten').meta({ description: 'In which tenant.' }),
      data: z.strictObject({
        resourceId: idWire(prefix),
        version,
        before: beforeOf(change, snapshot),
        after: change === 'gone' ? z.null() : snapshot,
      }),
    })
    .meta({ id: schemaName(type) });

// An invoice that is issued as it is made has no state before.
const beforeOf = (change: EventDoc[2], snapshot: z.ZodType): z.ZodType => {
  if (change === 'made') return z.null();
  return change === 'made_or_changed' ? snapshot.nullable() : snapshot;
};

/** `CustomerCreatedEvent` for `customer.created`. */
const schemaName = (type: string): string => {
  const words = type.split(/[._]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Event`;
};

/** @throws {Error} for an event that nobody described. */
const eventDoc = (type: string): EventDoc => {
  const found = eventDocs[type];
  if (found !== undefined) return found;
  throw new Error(`Describe ${type} where its module is listed for HTTP.`);
};

/** Every event that an endpoint can be told of, in the order of the document. */
export const webhookEvents: readonly WebhookEvent[] = [...webhookEventTypes, testEventType].map(
  (type) => {
    const doc = eventDoc(type);
    return { type, summary: doc[0], payload: payloadOf(type, doc) };
  },
);
