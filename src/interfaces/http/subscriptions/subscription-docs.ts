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
      'the start lies in the past. An item may have amounts of its own: an `override`.',
    body: {
      customerId: exampleId('cus'),
      planId: exampleId('plan'),
      externalId: 'contract-2026-17',
      items: [
        { priceId: exampleId('price'), override: { amount: { amount: 4400, currency: 'EUR' } } },
      ],
      alignment: 'anniversary',
      timeZone: 'Europe/Vienna',
      billingPolicy: { preset: 'standard', dayOfEnd: 'free' },
      metadata: { soldBy: 'Grace' },
    },
  },
  previewSubscription: {
    description:
      'Shows the invoices that a new subscription would bring: at once (`now`) and next. Send ' +
      'the `quote` with the call to have just this or nothing.',
    body: { customerId: exampleId('cus'), planId: exampleId('plan') },
  },
  getSubscription: {
    description: 'Shows one subscription, with its current period and its version as the `ETag`.',
  },
  updateSubscription: {
    description:
      'Changes what people write on a subscription, running or ended: its id in another system, ' +
      'its name, the purchase order that stands on invoices made from now on, and its metadata, ' +
      'which is replaced whole. Absent stays, null clears.',
    body: { purchaseOrder: 'PO 2026-117', metadata: { soldBy: 'Grace' } },
  },
  cancelSubscription: {
    description:
      'Ends a subscription: now, when the current period ends, on a day or at an instant. What ' +
      'was charged in advance for the time after it is credited, as `cancelCredit` says.',
    body: { effective: 'period_end', reason: 'Moves to another product.' },
  },
  previewCancellation: {
    description: 'Shows the invoices that a cancellation would bring; nothing is written.',
    body: { effective: 'now', cancelCredit: 'prorated' },
  },
  pauseSubscription: {
    description:
      'Pauses a subscription: nothing accrues until it goes on, by itself on `resumesOn` or once ' +
      'somebody resumes it. What was charged in advance for the pause is credited, as `credit` ' +
      'says, and the rest charged when it goes on.',
    body: { effective: 'now', resumesOn: '2099-01-01', credit: 'prorated' },
  },
  previewPause: {
    description: 'Shows the invoices that a pause would bring; nothing is written.',
    body: { effective: 'period_end' },
  },
  resumeSubscription: {
    description:
      'Lets a paused subscription go on; the rest of the period is charged. Where the pause lies ' +
      'ahead, this takes it back, or says when it ends.',
    body: { effective: 'now' },
  },
  previewResumption: {
    description: 'Shows the invoices that going on would bring; nothing is written.',
    body: { effective: 'now' },
  },
  listSubscriptionChanges: {
    description:
      'Lists changes, and beginnings and ends of pauses: those in force, those that lie ahead, ' +
      'and those taken back.',
    query: { limit: '50' },
  },
  changeSubscription: {
    description:
      'Changes quantities and amounts, adds prices of the plan or takes them away, or moves to ' +
      'another plan: ' +
      'now, when the period ends, on a day or at an instant, ahead or back as far as the start ' +
      'of the period before. What was charged in advance for the rest is credited and the new ' +
      'rest charged, of those items only whose own terms change; that happens when it takes ' +
      'effect.',
    body: {
      items: [
        {
          priceId: exampleId('price'),
          quantity: '25',
          override: { amount: { amount: 4400, currency: 'EUR' } },
        },
      ],
      effective: 'now',
      billingPolicy: { creditAs: 'balance' },
    },
  },
  previewSubscriptionChange: {
    description:
      'Shows the invoices that a change would bring: at once (`now`) and next. Send the ' +
      '`quote` with the call to have just this or nothing.',
    body: { planId: exampleId('plan'), effective: 'period_end' },
  },
  takeBackSubscriptionChange: {
    description:
      'Takes back a change that lies ahead. Where a period was charged only up to it, the rest ' +
      'of that period is charged now.',
  },
  extendTrial: {
    description:
      'Lets a trial last longer. Where periods are aligned to its end (`alignFrom: trial_end`), ' +
      'they move along; what is charged in the trial is settled at once.',
    body: { trialEndsAt: '2028-03-31T12:00:00.000Z' },
  },
  previewTrialExtension: {
    description: 'Shows the invoices that a longer trial would bring; nothing is written.',
    body: { trialEndsAt: '2028-03-31T12:00:00.000Z' },
  },
  endTrial: {
    description:
      'Ends a trial now: what is charged in advance from its end on is invoiced at once. The ' +
      'trial of a subscription that has not begun is taken away. The body may be left out.',
    body: {},
  },
  previewTrialEnd: {
    description:
      'Shows the invoices that the end of a trial would bring, at once (`now`) and next. The ' +
      'body may be left out.',
    body: {},
  },
  uncancelSubscription: {
    description: 'Takes back an end that lies ahead, so that the subscription goes on.',
  },
  previewUpcomingInvoice: {
    description:
      'Shows the next invoice that has lines of this subscription, computed as it will be ' +
      'then. Nothing is written.',
  },
  showCurrentUsage: {
    description:
      'Shows what was used in the open period of each price of usage, and what it comes to, step ' +
      'by step: what the invoice will say, should nothing more happen. Nothing is written.',
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
