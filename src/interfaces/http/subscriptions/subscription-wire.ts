import { z } from 'zod';
import type { TimelineEntry } from '#application/subscriptions/timeline.ts';
import { intervalUnits } from '#domain/shared/interval.ts';
import { textLimits } from '#domain/shared/text.ts';
import { subscriptionStatuses } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { parseTermLength, renewals, termCountMax } from '#domain/subscriptions/agreement/term.ts';
import { endReasonLengthMax } from '#domain/subscriptions/changes/effective.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import { versionNumberWire } from '#interfaces/http/catalog/plan-wire.ts';
import { overrideWire } from '#interfaces/http/subscriptions/override-wire.ts';
import { billingPolicyWire } from '#interfaces/http/wire/billing-policy-wire.ts';
import { quoteInput } from '#interfaces/http/wire/quote-wire.ts';
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
  pageQuery,
  pageWire,
  textWire,
  timeZoneWire,
  validatedBy,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

// How subscriptions look on the wire.

export const alignmentWire = z
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

export const termWire = validatedBy(
  z.strictObject({ unit: z.enum(intervalUnits), count: z.int() }),
  parseTermLength,
  {
    id: 'Term',
    description: `How long a customer is bound: at most ${Object.entries(termCountMax)
      .map(([unit, countMax]) => `${countMax} ${unit}s`)
      .join(', ')}.`,
  },
);

const itemFacts = {
  id: idWire('si'),
  priceId: idWire('price'),
  quantity: z.string().meta({ description: 'A decimal.', examples: ['1'] }),
};

const override = overrideWire
  .nullable()
  .meta({ description: 'Amounts of its own; null where it has those of its price.' });

const endsOn = dateWire.nullable().meta({
  description: 'The first local day without it; null where it ends with the subscription.',
});

const item = z
  .strictObject({ ...itemFacts, override, endsOn })
  .meta({ id: 'SubscriptionItem', description: 'One price of the plan, and how many of it.' });

// Events of earlier releases do not show what came later.
const itemSnapshot = z
  .strictObject({ ...itemFacts, override: override.optional(), endsOn: endsOn.optional() })
  .meta({ id: 'SubscriptionItemSnapshot', description: 'An item as events show it.' });

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
  pause: z
    .strictObject({
      startsAt: instantWire,
      resumesAt: instantWire.nullable().meta({ description: 'Null where nobody said when.' }),
    })
    .nullable()
    .meta({ id: 'Pause', description: 'The pause in force, else the next one; null for none.' }),
  isInvoicedApart: z.boolean(),
  purchaseOrder: z.string().nullable(),
  metadata: metadataWire,
  createdAt: instantWire,
  updatedAt: instantWire,
};

const agreedTimes = {
  trialEndsAt: instantWire
    .nullable()
    .meta({ description: 'Where its trial ends, or ended; null where there is none.' }),
  billedThrough: dateWire.nullable().meta({
    description: 'What lies before this local day was billed elsewhere; null where nothing was.',
  }),
  term: termWire.nullable().meta({ description: 'How long the customer is bound at a time.' }),
  renewal: z
    .enum(renewals)
    .nullable()
    .meta({ description: 'Whether it ends with its term, or goes on for another one.' }),
};

// Events of earlier releases do not show what came later.
const statedTimes = {
  trialEndsAt: agreedTimes.trialEndsAt.optional(),
  billedThrough: agreedTimes.billedThrough.optional(),
  term: agreedTimes.term.optional(),
  renewal: agreedTimes.renewal.optional(),
};

/** A subscription as events show it. */
export const subscriptionSnapshot = z
  .strictObject({ ...facts, items: listWire(itemSnapshot), ...statedTimes })
  .meta({
    id: 'SubscriptionSnapshot',
    description:
      'A subscription as events show it. Its status is told by `startsAt`, `trialEndsAt`, ' +
      '`endsAt` and the time.',
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
    items: listWire(item),
    ...agreedTimes,
    termEndsAt: instantWire
      .nullable()
      .meta({ description: 'Where the current term ends; null where there is none.' }),
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
    z.enum(['now', 'period_end', 'term_end']),
    z.strictObject({ on: dateWire }),
    z.strictObject({ at: instantTextWire }),
  ])
  .meta({
    id: 'Effective',
    description:
      'At once, at the end of the current period or trial, or of the term, on a local day, or at ' +
      'an instant.',
  });

export const cancellationWire = z
  .strictObject({
    effective: effectiveWire,
    cancelCredit: z
      .enum(policyValues.cancelCredit)
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

export const trialExtensionWire = z
  .strictObject({
    trialEndsAt: instantTextWire.meta({
      description: 'Later than it ends now; 730 days after the start at most.',
    }),
    ...quoteInput,
  })
  .meta({ id: 'TrialExtension' });

export const trialEndWire = z.strictObject(quoteInput).meta({ id: 'TrialEnd' });

const timelineEntry = z
  .strictObject({
    kind: z.enum([
      'created',
      'start_planned',
      'started',
      'trial_end_planned',
      'trial_ended',
      'pause_planned',
      'paused',
      'resume_planned',
      'resumed',
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
