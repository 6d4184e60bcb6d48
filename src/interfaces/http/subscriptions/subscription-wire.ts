import { z } from 'zod';
import type { TimelineEntry } from '#application/subscriptions/timeline.ts';
import { pricesMax } from '#domain/catalog/price.ts';
import { textLimits } from '#domain/shared/text.ts';
import { endReasonLengthMax } from '#domain/subscriptions/effective.ts';
import { subscriptionStatuses } from '#domain/subscriptions/subscription.ts';
import { billingPolicyInputWire, billingPolicyWire } from '#interfaces/http/billing-policy-wire.ts';
import { versionNumberWire } from '#interfaces/http/catalog/plan-wire.ts';
import { decimalWire } from '#interfaces/http/catalog/price-wire.ts';
import { quoteInput } from '#interfaces/http/subscriptions/quote-wire.ts';
import {
  createdAtQuery,
  currencyWire,
  dateWire,
  idWire,
  instantTextWire,
  instantWire,
  listWire,
  metadataWire,
  moneyWire,
  nameWire,
  pageQuery,
  pageWire,
  textWire,
  timeZoneWire,
  versionWire,
} from '#interfaces/http/wire.ts';

// How subscriptions look on the wire.

const alignmentWire = z
  .union([
    z.enum(['anniversary', 'calendar']),
    z.strictObject({ day: z.int().min(1).max(31) }),
    z.strictObject({ weekday: z.int().min(1).max(7) }),
    z.strictObject({ on: dateWire }),
  ])
  .meta({
    id: 'Alignment',
    description:
      'What the periods follow: the day of the start (`anniversary`), the calendar, a day of the ' +
      'month (31 is the last one), a day of the week (1 is Monday) or a date.',
  });

const chosenItem = z
  .strictObject({
    priceId: idWire('price'),
    quantity: decimalWire.optional().meta({ description: 'How many; 1 where absent.' }),
    isIncluded: z
      .boolean()
      .optional()
      .meta({ description: 'Whether it has an optional price; true where absent.' }),
  })
  .meta({ id: 'NewSubscriptionItem' });

export const newSubscriptionWire = z
  .strictObject({
    customerId: idWire('cus'),
    planId: idWire('plan'),
    planVersion: versionNumberWire
      .optional()
      .meta({ description: 'A published version of the plan; its newest where absent.' }),
    externalId: textWire(textLimits.externalId).nullish(),
    name: nameWire.nullish(),
    startsOn: dateWire
      .optional()
      .meta({ description: 'The first local day; now where no start is given.' }),
    startsAt: instantTextWire.optional().meta({ description: 'Instead of `startsOn`.' }),
    endsOn: dateWire.optional().meta({ description: 'The first local day without it.' }),
    endsAt: instantTextWire.optional().meta({ description: 'Instead of `endsOn`.' }),
    alignment: alignmentWire.optional().meta({ description: '`anniversary` where absent.' }),
    timeZone: timeZoneWire
      .optional()
      .meta({ description: 'Whose days are counted; the customer’s or the tenant’s by default.' }),
    isInvoicedApart: z
      .boolean()
      .optional()
      .meta({ description: 'Whether it has invoices of its own; false where absent.' }),
    items: z
      .array(chosenItem)
      .max(pricesMax)
      .optional()
      .meta({ description: 'What differs from one of each price that is not optional.' }),
    billingPolicy: billingPolicyInputWire
      .optional()
      .meta({ description: 'On top of the tenant’s; kept as long as the subscription is.' }),
    metadata: metadataWire.optional(),
    ...quoteInput,
  })
  .meta({ id: 'NewSubscription' });

const item = z
  .strictObject({
    id: idWire('si'),
    priceId: idWire('price'),
    quantity: z.string().meta({ description: 'A decimal.', examples: ['1'] }),
  })
  .meta({ id: 'SubscriptionItem', description: 'One price of the plan, and how many of it.' });

const facts = {
  id: idWire('sub'),
  version: versionWire,
  customerId: idWire('cus'),
  planId: idWire('plan'),
  planVersion: versionNumberWire.meta({ description: 'Of the plan’s terms.' }),
  externalId: z.string().nullable(),
  name: z.string().nullable(),
  currency: currencyWire,
  timeZone: timeZoneWire.meta({ description: 'Whose days are counted.' }),
  alignment: alignmentWire,
  anchorOn: dateWire.meta({ description: 'A day on which a period begins.' }),
  anchorDay: z
    .int()
    .min(1)
    .max(31)
    .meta({ description: 'The day of the month that periods come back to.' }),
  startsAt: instantWire,
  endsAt: instantWire.nullable().meta({ description: 'Null where no end is planned.' }),
  endReason: z.string().nullable(),
  items: listWire(item),
  isInvoicedApart: z.boolean(),
  metadata: metadataWire,
  createdAt: instantWire,
  updatedAt: instantWire,
};

/** A subscription as events show it. */
export const subscriptionSnapshot = z.strictObject(facts).meta({
  id: 'SubscriptionSnapshot',
  description:
    'A subscription as events show it. Its status is told by `startsAt`, `endsAt` and the time.',
});

const period = z
  .strictObject({ start: dateWire, end: dateWire, startsAt: instantWire, endsAt: instantWire })
  .meta({
    id: 'SubscriptionPeriod',
    description: 'Local dates, the end exclusive, and the instants at which they begin.',
  });

/** A subscription on the wire. */
export const subscriptionWire = z
  .strictObject({
    ...facts,
    billingPolicy: billingPolicyWire.meta({ description: 'As it was agreed to.' }),
    status: z.enum(subscriptionStatuses).meta({ description: 'At this moment.' }),
    currentPeriod: period.nullable().meta({ description: 'Null where it does not run.' }),
  })
  .meta({ id: 'Subscription', description: 'What a customer agreed to pay for, over time.' });

export const subscriptionListQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(subscriptionStatuses).optional(),
  customerId: idWire('cus').optional(),
  planId: idWire('plan').optional(),
  externalId: textWire(textLimits.externalId).optional(),
  ...createdAtQuery,
});

export const effectiveWire = z
  .union([
    z.enum(['now', 'period_end']),
    z.strictObject({ on: dateWire }),
    z.strictObject({ at: instantTextWire }),
  ])
  .meta({
    id: 'Effective',
    description: 'At once, at the end of the current period, on a local day, or at an instant.',
  });

export const cancellationWire = z
  .strictObject({
    effective: effectiveWire,
    cancelCredit: z
      .enum(['prorated', 'none', 'full'])
      .optional()
      .meta({
        description:
          'What is credited of charges in advance that reach beyond the end: the part that is ' +
          'not used, nothing, or all. `prorated` where absent.',
      }),
    reason: textWire(endReasonLengthMax).nullish(),
    ...quoteInput,
  })
  .meta({ id: 'Cancellation' });

const timelineEntry = z
  .strictObject({
    kind: z.enum([
      'created',
      'start_planned',
      'started',
      'charged',
      'credited',
      'end_planned',
      'ended',
    ]),
    at: instantWire,
    line: z
      .strictObject({
        id: idWire('line'),
        description: z.string(),
        servicePeriod: z.strictObject({ start: dateWire, end: dateWire }),
        amount: moneyWire,
        corrects: idWire('line').nullable(),
      })
      .nullable()
      .meta({ description: 'What was charged or credited.' }),
    invoice: z
      .strictObject({ id: idWire('inv'), number: z.string().nullable() })
      .nullable()
      .meta({ description: 'Where the line stands; null while it waits for an invoice.' }),
  })
  .meta({ id: 'TimelineEntry', description: 'What happened to a subscription, or is planned.' });

export const timelineWire = pageWire(timelineEntry, 'SubscriptionTimeline');

export const timelineOnWire = ({ kind, at, charge, invoiceNumber }: TimelineEntry) => ({
  kind,
  at,
  line: charge,
  invoice:
    charge === null || charge.invoiceId === null
      ? null
      : { id: charge.invoiceId, number: invoiceNumber },
});
