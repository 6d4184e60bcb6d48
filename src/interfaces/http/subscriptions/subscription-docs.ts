import type { OperationDocs } from '#interfaces/http/module.ts';
import { exampleId } from '#interfaces/http/module.ts';

/** The text of the document about subscriptions. */
export const subscriptionDocs: OperationDocs = {
  listSubscriptions: {
    description: 'Lists subscriptions, each in the state that it is in now.',
    query: { status: 'active' },
  },
  createSubscription: {
    description:
      'Subscribes a customer to all prices of a plan. Whatever is due by now is invoiced at ' +
      'once: the first period, where the price is charged in advance, and all missed ones where ' +
      'the start lies in the past.',
    body: {
      customerId: exampleId('cus'),
      planId: exampleId('plan'),
      externalId: 'contract-2026-17',
      alignment: 'anniversary',
      timeZone: 'Europe/Vienna',
      metadata: { soldBy: 'Grace' },
    },
  },
  getSubscription: {
    description: 'Shows one subscription, with its current period and its version as the `ETag`.',
  },
  cancelSubscription: {
    description:
      'Ends a subscription: now, when the current period ends, on a day or at an instant. What ' +
      'was charged in advance for the time after it is credited, as `cancelCredit` says.',
    body: { effective: 'period_end', reason: 'Moves to another product.' },
  },
  uncancelSubscription: {
    description: 'Takes back an end that lies ahead, so that the subscription goes on.',
  },
  previewUpcomingInvoice: {
    description:
      'Shows the next invoice that has lines of this subscription, computed as it will be ' +
      'then. Nothing is written.',
  },
  listSubscriptionTimeline: {
    description:
      'Shows when a subscription was created, when it began, what it was charged and credited on ' +
      'which invoice, and when it ends or ended; the newest last.',
    query: { limit: '50' },
  },
  forecastBilling: {
    description:
      'Shows how many invoices will be made until an instant, and what they come to. Nothing is ' +
      'written.',
  },
};
