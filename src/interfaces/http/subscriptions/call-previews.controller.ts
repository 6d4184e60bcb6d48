import { z } from 'zod';
import type { SubscriptionUseCases } from '#application/subscriptions/use-cases.ts';
import {
  PlanNotFound,
  PlanVersionNotFound,
  PlanVersionNotPublished,
} from '#domain/catalog/errors.ts';
import { TooManyGroups } from '#domain/charging/errors.ts';
import { CustomerCurrencyMismatch, CustomerNotFound } from '#domain/customers/errors.ts';
import {
  ChangeAfterEnd,
  EarlierThanLastChange,
  PeriodClosed,
  PlanNotOffered,
  SubscriptionEnded,
  SubscriptionExternalIdTaken,
  SubscriptionNotFound,
  TooManyMissedPeriods,
} from '#domain/subscriptions/errors.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { changeInputWire } from '#interfaces/http/subscriptions/change-wire.ts';
import { changeRefusals } from '#interfaces/http/subscriptions/changes.controller.ts';
import { newSubscriptionWire } from '#interfaces/http/subscriptions/new-subscription-wire.ts';
import { callPreviewOnWire, callPreviewWire } from '#interfaces/http/subscriptions/preview-wire.ts';
import { cancellationWire } from '#interfaces/http/subscriptions/subscription-wire.ts';
import { previewsOfTrial } from '#interfaces/http/subscriptions/trials.controller.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ subscriptionId: idWire('sub') });
const path = '/v1/subscriptions';
const member = `${path}/{subscriptionId}`;
const tag = 'Subscriptions';

/** The refusals of a new subscription, and of its preview. */
export const creationRefusals = [
  CustomerNotFound,
  PlanNotFound,
  PlanNotOffered,
  PlanVersionNotFound,
  PlanVersionNotPublished,
  CustomerCurrencyMismatch,
  PeriodClosed,
  EarlierThanLastChange,
  ChangeAfterEnd,
  TooManyMissedPeriods,
  SubscriptionExternalIdTaken,
  TestClockAdvancing,
  TooManyGroups,
] as const;

/** Calls that are shown before they are made, over HTTP. */
export const previewEndpoints = (subscriptions: SubscriptionUseCases): readonly Endpoint[] => [
  previewOfChange(subscriptions),
  previewOfCancellation(subscriptions),
  previewOfCreation(subscriptions),
  ...previewsOfTrial(subscriptions),
];

const previewOfChange = (subscriptions: SubscriptionUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${member}/changes/preview`,
    operationId: 'previewSubscriptionChange',
    summary: 'Show what a change would do',
    tag,
    permission: subscriptions.previewChange.permission,
    isPreview: true,
    params,
    body: changeInputWire,
    view: callPreviewWire,
    errors: changeRefusals,
    handle: async ({ context, params: { subscriptionId }, body }) =>
      callPreviewOnWire(
        await subscriptions.previewChange.execute(context, { ...body, subscriptionId }),
      ),
  });

const previewOfCancellation = (subscriptions: SubscriptionUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${member}/cancel/preview`,
    operationId: 'previewCancellation',
    summary: 'Show what a cancellation would give back',
    tag,
    permission: subscriptions.previewCancel.permission,
    isPreview: true,
    params,
    body: cancellationWire,
    view: callPreviewWire,
    errors: [SubscriptionNotFound, SubscriptionEnded, TestClockAdvancing, TooManyGroups],
    handle: async ({ context, params: { subscriptionId }, body }) =>
      callPreviewOnWire(
        await subscriptions.previewCancel.execute(context, { subscriptionId, ...body }),
      ),
  });

const previewOfCreation = (subscriptions: SubscriptionUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${path}/preview`,
    operationId: 'previewSubscription',
    summary: 'Show what a new subscription would be charged',
    tag,
    permission: subscriptions.previewCreate.permission,
    isPreview: true,
    body: newSubscriptionWire,
    view: callPreviewWire,
    errors: creationRefusals,
    handle: async ({ context, body }) =>
      callPreviewOnWire(await subscriptions.previewCreate.execute(context, body)),
  });
