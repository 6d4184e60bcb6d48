import { z } from 'zod';
import { changeKinds, changeStatuses, deltasMax } from '#domain/subscriptions/changes/change.ts';
import { versionNumberWire } from '#interfaces/http/catalog/plan-wire.ts';
import { overrideInputWire, overrideWire } from '#interfaces/http/subscriptions/override-wire.ts';
import { quantityWire } from '#interfaces/http/subscriptions/quantity-wire.ts';
import { effectiveWire } from '#interfaces/http/subscriptions/subscription-wire.ts';
import { billingPolicyInputWire } from '#interfaces/http/wire/billing-policy-wire.ts';
import { quoteInput } from '#interfaces/http/wire/quote-wire.ts';
import {
  dateWire,
  idWire,
  instantWire,
  listWire,
  timeZoneWire,
} from '#interfaces/http/wire/wire.ts';

// How changes of subscriptions look on the wire.

const itemDelta = z
  .strictObject({
    priceId: idWire('price'),
    quantity: quantityWire
      .optional()
      .meta({ description: 'A decimal; absent stays, and is 1 of a price that is new.' }),
    isIncluded: z.boolean().optional().meta({ description: 'False takes the price away.' }),
    endsOn: dateWire.nullish().meta({
      description:
        'The first local day without it, behind that of the change; absent its end stays, null ' +
        'takes it away.',
    }),
    override: overrideInputWire.nullish().meta({
      description: 'Amounts of its own, whole; absent they stay, null has it at the price’s again.',
    }),
  })
  .meta({ id: 'ItemDelta' });

/** A change as it is asked for, but for a quote. */
export const changeShape = {
  planId: idWire('plan')
    .optional()
    .meta({
      description:
        'Another plan of the same currency. Items whose price it has too, by code, keep their ' +
        'quantity and amounts of their own; others end, and its other prices begin with 1, ' +
        'optional ones only where an item asks for it.',
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
  anchorOn: dateWire.optional().meta({
    description:
      'A local day on which periods begin from then on. The old ones stop where the change ' +
      'takes effect; up to the next new boundary is a part of a new period.',
  }),
  timeZone: timeZoneWire.optional().meta({ description: 'Whose days are counted from then on.' }),
  effective: effectiveWire,
  billingPolicy: billingPolicyInputWire.optional().meta({
    description:
      'What this change does otherwise: creditAs, charge, decrease, cycle. Others are refused.',
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
    kind: z.enum(changeKinds).meta({
      description: 'A change of what is agreed to, the beginning of a pause, or its end.',
    }),
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
          endsOn: dateWire.nullish().meta({
            description: 'Absent where its end stays, null where it has none of its own any more.',
          }),
          override: overrideWire.nullish().meta({
            description: 'Absent where they stay, null where it has the price’s amounts again.',
          }),
        })
        .meta({ id: 'AgreedItemDelta' }),
    ),
    anchorOn: dateWire.nullable().meta({ description: 'Null where the periods are not moved.' }),
    timeZone: timeZoneWire.nullable().meta({ description: 'Null where the zone stays.' }),
    effectiveOn: dateWire.meta({ description: 'The local day from which it counts.' }),
    effectiveAt: instantWire,
    createdAt: instantWire,
    takenBackAt: instantWire.nullable(),
  })
  .meta({ id: 'SubscriptionChange', description: 'A change of what is agreed to, from then on.' });
