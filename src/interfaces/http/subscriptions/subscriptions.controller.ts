import { z } from 'zod';
import type { SubscriptionUseCases } from '#application/subscriptions/use-cases.ts';
import { CustomerBusy, TooManyGroups } from '#domain/charging/errors.ts';
import { PreviewOutdated } from '#domain/invoicing/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import {
  SubscriptionEnded,
  SubscriptionExternalIdTaken,
  SubscriptionNotCanceled,
  SubscriptionNotFound,
} from '#domain/subscriptions/errors.ts';
import type { subscriptionEventTypes } from '#domain/subscriptions/event-types.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import {
  creationRefusals,
  previewEndpoints,
} from '#interfaces/http/subscriptions/call-previews.controller.ts';
import { changeEndpoints } from '#interfaces/http/subscriptions/changes.controller.ts';
import { currentUsageEndpoints } from '#interfaces/http/subscriptions/current-usage.controller.ts';
import { forecastEndpoints } from '#interfaces/http/subscriptions/forecast.controller.ts';
import {
  newSubscriptionWire,
  subscriptionChangesWire,
} from '#interfaces/http/subscriptions/new-subscription-wire.ts';
import { pauseEndpoints } from '#interfaces/http/subscriptions/pauses.controller.ts';
import { tellingPreview } from '#interfaces/http/subscriptions/preview-wire.ts';
import { subscriptionDocs } from '#interfaces/http/subscriptions/subscription-docs.ts';
import {
  cancellationWire,
  subscriptionListQuery,
  subscriptionSnapshot,
  subscriptionWire,
  timelineOnWire,
  timelineWire,
} from '#interfaces/http/subscriptions/subscription-wire.ts';
import { trialEndpoints } from '#interfaces/http/subscriptions/trials.controller.ts';
import { upcomingOnWire, upcomingWire } from '#interfaces/http/subscriptions/upcoming-wire.ts';
import { asPage, idWire, pageQuery, pageWire, withCreatedAt } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ subscriptionId: idWire('sub') });
const path = '/v1/subscriptions';
const member = `${path}/{subscriptionId}`;
const tag = 'Subscriptions';

const subject = { prefix: 'sub', snapshot: subscriptionSnapshot } as const;

/** Subscriptions over HTTP. */
export const subscriptionHttp: HttpModule<
  { readonly subscriptions: SubscriptionUseCases },
  (typeof subscriptionEventTypes)[number]
> = {
  endpoints: ({ subscriptions }) => [
    ...collectionEndpoints(subscriptions),
    // Before those of one: a path that names no subscription must not be taken for one that does.
    ...previewEndpoints(subscriptions),
    ...readEndpoints(subscriptions),
    updateEndpoint(subscriptions),
    ...currentUsageEndpoints(subscriptions),
    ...endEndpoints(subscriptions),
    ...pauseEndpoints(subscriptions),
    ...changeEndpoints(subscriptions),
    ...trialEndpoints(subscriptions),
    ...forecastEndpoints(subscriptions),
  ],
  operations: subscriptionDocs,
  events: {
    'subscription.created': ['A customer subscribed to a plan', subject, 'made'],
    'subscription.updated': ['Texts or metadata of a subscription changed', subject, 'changed'],
    'subscription.canceled': ['A subscription was given an end', subject, 'changed'],
    'subscription.uncanceled': ['The end of a subscription was taken back', subject, 'changed'],
    'subscription.changed': ['A change of a subscription was agreed to', subject, 'changed'],
    'subscription.change_taken_back': [
      'A change that lay ahead was taken back',
      subject,
      'changed',
    ],
    'subscription.trial_extended': ['A trial was extended', subject, 'changed'],
    'subscription.trial_ended': ['Somebody ended a trial', subject, 'changed'],
    'subscription.paused': ['A pause of a subscription was agreed to', subject, 'changed'],
    'subscription.resumed': ['The end of a pause was agreed to', subject, 'changed'],
  },
};

const collectionEndpoints = (subscriptions: SubscriptionUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listSubscriptions',
    summary: 'List subscriptions, newest first',
    tag,
    permission: subscriptions.list.permission,
    query: subscriptionListQuery,
    view: pageWire(subscriptionWire, 'SubscriptionPage'),
    handle: async ({ context, query }) =>
      asPage(await subscriptions.list.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'createSubscription',
    summary: 'Subscribe a customer to a plan',
    tag,
    permission: subscriptions.create.permission,
    body: newSubscriptionWire,
    view: subscriptionWire,
    status: 201,
    etag: 'of-changes',
    location: path,
    errors: [...creationRefusals, CustomerBusy, PreviewOutdated],
    handle: ({ context, body }) => tellingPreview(subscriptions.create.execute(context, body)),
  }),
];

const readEndpoints = (subscriptions: SubscriptionUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: member,
    operationId: 'getSubscription',
    summary: 'Show a subscription',
    tag,
    permission: subscriptions.get.permission,
    params,
    view: subscriptionWire,
    etag: 'of-changes',
    errors: [SubscriptionNotFound],
    handle: ({ context, params: { subscriptionId } }) =>
      subscriptions.get.execute(context, { subscriptionId }),
  }),
  endpoint({
    method: 'get',
    path: `${member}/upcoming-invoice`,
    operationId: 'previewUpcomingInvoice',
    summary: 'Show the next invoice of a subscription',
    tag,
    permission: subscriptions.upcomingInvoice.permission,
    params,
    view: upcomingWire,
    errors: [SubscriptionNotFound, TooManyGroups],
    handle: async ({ context, params: { subscriptionId } }) =>
      upcomingOnWire(await subscriptions.upcomingInvoice.execute(context, { subscriptionId })),
  }),
  endpoint({
    method: 'get',
    path: `${member}/timeline`,
    operationId: 'listSubscriptionTimeline',
    summary: 'Show what happened to a subscription, and what is planned',
    tag,
    permission: subscriptions.timeline.permission,
    params,
    query: z.strictObject(pageQuery),
    view: timelineWire,
    errors: [SubscriptionNotFound],
    handle: async ({ context, params: { subscriptionId }, query }) => {
      const page = await subscriptions.timeline.execute(context, { subscriptionId, ...query });
      return asPage({ ...page, data: page.data.map(timelineOnWire) });
    },
  }),
];

const updateEndpoint = (subscriptions: SubscriptionUseCases): Endpoint =>
  endpoint({
    method: 'patch',
    path: member,
    operationId: 'updateSubscription',
    summary: 'Change the texts and the metadata of a subscription',
    tag,
    permission: subscriptions.update.permission,
    params,
    body: subscriptionChangesWire,
    view: subscriptionWire,
    etag: 'of-changes',
    ifMatch: true,
    errors: [
      SubscriptionNotFound,
      VersionMismatch,
      SubscriptionExternalIdTaken,
      TestClockAdvancing,
      CustomerBusy,
    ],
    handle: ({ context, params: { subscriptionId }, version, body: changes }) =>
      subscriptions.update.execute(context, { subscriptionId, version, changes }),
  });

const endEndpoints = (subscriptions: SubscriptionUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path: `${member}/cancel`,
    operationId: 'cancelSubscription',
    summary: 'End a subscription, now or later',
    tag,
    permission: subscriptions.cancel.permission,
    params,
    body: cancellationWire,
    view: subscriptionWire,
    etag: 'of-changes',
    ifMatch: true,
    errors: [
      SubscriptionNotFound,
      VersionMismatch,
      SubscriptionEnded,
      TestClockAdvancing,
      CustomerBusy,
      PreviewOutdated,
      TooManyGroups,
    ],
    handle: ({ context, params: { subscriptionId }, version, body }) =>
      tellingPreview(subscriptions.cancel.execute(context, { subscriptionId, version, ...body })),
  }),
  endpoint({
    method: 'post',
    path: `${member}/uncancel`,
    operationId: 'uncancelSubscription',
    summary: 'Take the end of a subscription back',
    tag,
    permission: subscriptions.uncancel.permission,
    params,
    view: subscriptionWire,
    etag: 'of-changes',
    ifMatch: true,
    errors: [
      SubscriptionNotFound,
      VersionMismatch,
      SubscriptionEnded,
      SubscriptionNotCanceled,
      TestClockAdvancing,
      CustomerBusy,
      TooManyGroups,
    ],
    handle: ({ context, params: { subscriptionId }, version }) =>
      subscriptions.uncancel.execute(context, { subscriptionId, version }),
  }),
];
