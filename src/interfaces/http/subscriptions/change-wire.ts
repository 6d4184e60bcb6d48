import { z } from 'zod';
import { changeStatuses, deltasMax } from '#domain/subscriptions/change.ts';
import { parseQuantity } from '#domain/subscriptions/quantity.ts';
import { billingPolicyInputWire } from '#interfaces/http/billing-policy-wire.ts';
import { versionNumberWire } from '#interfaces/http/catalog/plan-wire.ts';
import { quoteInput } from '#interfaces/http/subscriptions/quote-wire.ts';
import { effectiveWire } from '#interfaces/http/subscriptions/subscription-wire.ts';
import { dateWire, idWire, instantWire, listWire, validatedText } from '#interfaces/http/wire.ts';

// How changes of subscriptions look on the wire.

const quantityWire = validatedText(30, parseQuantity, { examples: ['25'] });

const itemDelta = z
  .strictObject({
    priceId: idWire('price'),
    quantity: quantityWire
      .optional()
      .meta({ description: 'A decimal; absent stays, and is 1 of a price that is new.' }),
    isIncluded: z.boolean().optional().meta({ description: 'False takes the price away.' }),
  })
  .meta({ id: 'ItemDelta' });

/** A change as it is asked for, but for a quote. */
export const changeShape = {
  planId: idWire('plan')
    .optional()
    .meta({
      description:
        'Another plan of the same currency. Items whose price it has too, by code, keep their ' +
        'quantity; others end, and its other prices begin with 1, optional ones only where an ' +
        'item asks for it.',
    }),
  planVersion: versionNumberWire.optional().meta({
    description:
      'A published version of that plan, or of the present one: its newest where only a plan ' +
      'is given. Another version of the present plan must have all prices that the ' +
      'subscription has, by code.',
  }),
  items: z
    .array(itemDelta)
    .max(deltasMax)
    .optional()
    .meta({ description: 'Prices that are not named stay as they are.' }),
  effective: effectiveWire,
  billingPolicy: billingPolicyInputWire.optional().meta({
    description: 'What this change does otherwise: creditAs, charge, decrease, cycle.',
  }),
};

export const changeInputWire = z
  .strictObject({ ...changeShape, ...quoteInput })
  .meta({ id: 'NewSubscriptionChange' });

/** A change on the wire. */
export const changeWire = z
  .strictObject({
    id: idWire('chg'),
    subscriptionId: idWire('sub'),
    status: z.enum(changeStatuses).meta({ description: 'At this moment.' }),
    planId: idWire('plan').nullable().meta({ description: 'Null where the plan stays.' }),
    planVersion: versionNumberWire
      .nullable()
      .meta({ description: 'The version that it moves to; null where it stays.' }),
    items: listWire(
      z
        .strictObject({
          priceId: idWire('price'),
          quantity: z.string().nullable().meta({ description: 'Null where it stays, or is 1.' }),
          isIncluded: z.boolean(),
        })
        .meta({ id: 'AgreedItemDelta' }),
    ),
    effectiveOn: dateWire.meta({ description: 'The local day from which it counts.' }),
    effectiveAt: instantWire,
    createdAt: instantWire,
    takenBackAt: instantWire.nullable(),
  })
  .meta({ id: 'SubscriptionChange', description: 'A change of what is agreed to, from then on.' });
