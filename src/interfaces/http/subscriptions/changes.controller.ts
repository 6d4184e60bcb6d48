import { z } from 'zod';
import type { SubscriptionUseCases } from '#application/subscriptions/use-cases.ts';
import {
  PlanNotFound,
  PlanVersionNotFound,
  PlanVersionNotPublished,
} from '#domain/catalog/errors.ts';
import { CustomerBusy, TooManyGroups } from '#domain/charging/errors.ts';
import { CustomerCurrencyMismatch } from '#domain/customers/errors.ts';
import { PreviewOutdated } from '#domain/invoicing/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import {
  ChangeAfterEnd,
  ChangeNotScheduled,
  EarlierThanLastChange,
  OverridesUnmatched,
  PeriodClosed,
  PlanNotOffered,
  PriceCodesUnmatched,
  SubscriptionChangeNotFound,
  SubscriptionEnded,
  SubscriptionNotFound,
} from '#domain/subscriptions/errors.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { changeInputWire, changeWire } from '#interfaces/http/subscriptions/change-wire.ts';
import { tellingPreview } from '#interfaces/http/subscriptions/preview-wire.ts';
import { subscriptionWire } from '#interfaces/http/subscriptions/subscription-wire.ts';
import {
  asPage,
  createdAtQuery,
  idWire,
  pageQuery,
  pageWire,
  withCreatedAt,
} from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ subscriptionId: idWire('sub') });
const path = '/v1/subscriptions/{subscriptionId}/changes';
const tag = 'Subscriptions';

/** The refusals of a change, and of its preview. */
export const changeRefusals = [
  SubscriptionNotFound,
  SubscriptionEnded,
  PlanNotFound,
  PlanNotOffered,
  PlanVersionNotFound,
  PlanVersionNotPublished,
  PriceCodesUnmatched,
  OverridesUnmatched,
  CustomerCurrencyMismatch,
  EarlierThanLastChange,
  PeriodClosed,
  ChangeAfterEnd,
  TestClockAdvancing,
  TooManyGroups,
];

/** The changes of a subscription over HTTP. */
export const changeEndpoints = (subscriptions: SubscriptionUseCases): readonly Endpoint[] => [
  takeBackEndpoint(subscriptions),
  endpoint({
    method: 'get',
    path,
    operationId: 'listSubscriptionChanges',
    summary: 'List the changes of a subscription, newest first',
    tag,
    permission: subscriptions.changes.permission,
    params,
    query: z.strictObject({ ...pageQuery, ...createdAtQuery }),
    view: pageWire(changeWire, 'SubscriptionChangePage'),
    errors: [SubscriptionNotFound],
    handle: async ({ context, params: { subscriptionId }, query }) =>
      asPage(
        await subscriptions.changes.execute(context, { subscriptionId, ...withCreatedAt(query) }),
      ),
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'changeSubscription',
    summary: 'Change what a subscription agrees to, now or later',
    tag,
    permission: subscriptions.change.permission,
    params,
    body: changeInputWire,
    view: changeWire,
    status: 201,
    errors: [...changeRefusals, CustomerBusy, PreviewOutdated],
    handle: ({ context, params: { subscriptionId }, body }) =>
      tellingPreview(subscriptions.change.execute(context, { ...body, subscriptionId })),
  }),
];

const takeBackEndpoint = (subscriptions: SubscriptionUseCases): Endpoint =>
  endpoint({
    method: 'delete',
    path: `${path}/{changeId}`,
    operationId: 'takeBackSubscriptionChange',
    summary: 'Take back a change that lies ahead',
    tag,
    permission: subscriptions.takeBackChange.permission,
    params: params.extend({ changeId: idWire('chg') }),
    view: subscriptionWire,
    etag: 'of-changes',
    ifMatch: true,
    errors: [
      SubscriptionNotFound,
      SubscriptionChangeNotFound,
      VersionMismatch,
      SubscriptionEnded,
      ChangeNotScheduled,
      TestClockAdvancing,
      CustomerBusy,
      TooManyGroups,
    ],
    handle: ({ context, params: { subscriptionId, changeId }, version }) =>
      subscriptions.takeBackChange.execute(context, { subscriptionId, changeId, version }),
  });
