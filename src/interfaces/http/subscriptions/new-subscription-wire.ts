import { z } from 'zod';
import { phasesMax } from '#application/subscriptions/changes/agree-phases.ts';
import { pricesMax } from '#domain/catalog/price.ts';
import { invoiceTextLimits } from '#domain/invoicing/invoice-texts.ts';
import { textLimits } from '#domain/shared/text.ts';
import { renewals } from '#domain/subscriptions/agreement/term.ts';
import { trialDaysWire, versionNumberWire } from '#interfaces/http/catalog/plan-wire.ts';
import { changeShape } from '#interfaces/http/subscriptions/change-wire.ts';
import { overrideInputWire } from '#interfaces/http/subscriptions/override-wire.ts';
import { quantityWire } from '#interfaces/http/subscriptions/quantity-wire.ts';
import { alignmentWire, termWire } from '#interfaces/http/subscriptions/subscription-wire.ts';
import { billingPolicyInputWire } from '#interfaces/http/wire/billing-policy-wire.ts';
import { quoteInput } from '#interfaces/http/wire/quote-wire.ts';
import {
  dateWire,
  idWire,
  instantTextWire,
  metadataWire,
  nameWire,
  textWire,
  timeZoneWire,
} from '#interfaces/http/wire/wire.ts';

// How a new subscription looks on the wire.

const chosenItem = z
  .strictObject({
    priceId: idWire('price'),
    quantity: quantityWire.optional().meta({ description: 'How many; 1 where absent.' }),
    isIncluded: z
      .boolean()
      .optional()
      .meta({ description: 'Whether it has an optional price; true where absent.' }),
    override: overrideInputWire.nullish(),
    endsOn: dateWire.nullish().meta({
      description: 'The first local day without it; it ends with the subscription where absent.',
    }),
  })
  .meta({ id: 'NewSubscriptionItem' });

const textsShape = {
  externalId: textWire(textLimits.externalId).nullish(),
  name: nameWire.nullish(),
  purchaseOrder: textWire(invoiceTextLimits.purchaseOrder)
    .nullish()
    .meta({ description: 'Stands on its invoices, and on none that has another.' }),
  metadata: metadataWire.optional(),
};

/** The part of a subscription that people write beside what is agreed to. */
export const subscriptionChangesWire = z
  .strictObject(textsShape)
  .meta({ id: 'SubscriptionChanges' });

export const newSubscriptionWire = z
  .strictObject({
    customerId: idWire('cus'),
    planId: idWire('plan'),
    planVersion: versionNumberWire
      .optional()
      .meta({ description: 'A published version of the plan; its newest where absent.' }),
    ...textsShape,
    startsOn: dateWire
      .optional()
      .meta({ description: 'The first local day; now where no start is given.' }),
    startsAt: instantTextWire.optional().meta({ description: 'Instead of `startsOn`.' }),
    endsOn: dateWire.optional().meta({ description: 'The first local day without it.' }),
    endsAt: instantTextWire.optional().meta({ description: 'Instead of `endsOn`.' }),
    trialDays: trialDaysWire.optional().meta({
      description:
        'Days of use before prices that are free in a trial are charged. Where absent the ' +
        'plan’s, but none for a customer who had a trial of the product before.',
    }),
    term: termWire.optional().meta({
      description:
        'How long the customer is bound at a time, counted from the end of the trial, or from ' +
        'the start where periods are aligned to it.',
    }),
    renewal: z
      .enum(renewals)
      .optional()
      .meta({ description: 'Whether it ends with its term or goes on; `end` where absent.' }),
    billedThrough: dateWire.optional().meta({
      description:
        'Of a subscription that comes from elsewhere: the first local day that is charged here. ' +
        'What lies before is neither charged nor credited. The end of the current period at most.',
    }),
    alignment: alignmentWire.optional().meta({ description: '`anniversary` where absent.' }),
    timeZone: timeZoneWire
      .optional()
      .meta({ description: 'Whose days are counted; the customer’s or the tenant’s by default.' }),
    isInvoicedApart: z
      .boolean()
      .optional()
      .meta({ description: 'Whether it has invoices of its own; false where absent.' }),
    changes: z
      .array(z.strictObject(changeShape).meta({ id: 'SubscriptionPhase' }))
      .max(phasesMax)
      .optional()
      .meta({ description: 'Changes that lie ahead, agreed to at once; each can be taken back.' }),
    items: z
      .array(chosenItem)
      .max(pricesMax)
      .optional()
      .meta({ description: 'What differs from one of each price that is not optional.' }),
    billingPolicy: billingPolicyInputWire.optional().meta({
      description:
        'On top of the tenant’s and that of the plan version, field by field; kept as long as ' +
        'the subscription is.',
    }),
    ...quoteInput,
  })
  .meta({ id: 'NewSubscription' });
