import { z } from 'zod';
import type { SubscriptionUseCases } from '#application/subscriptions/use-cases.ts';
import { CustomerBusy, TooManyGroups } from '#domain/charging/errors.ts';
import { PreviewOutdated } from '#domain/invoicing/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import {
  NotInTrial,
  SubscriptionEnded,
  SubscriptionNotFound,
} from '#domain/subscriptions/errors.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import {
  callPreviewOnWire,
  callPreviewWire,
  tellingPreview,
} from '#interfaces/http/subscriptions/preview-wire.ts';
import {
  subscriptionWire,
  trialEndWire,
  trialExtensionWire,
} from '#interfaces/http/subscriptions/subscription-wire.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ subscriptionId: idWire('sub') });
const member = '/v1/subscriptions/{subscriptionId}';
const tag = 'Subscriptions';

const refusals = [
  SubscriptionNotFound,
  SubscriptionEnded,
  NotInTrial,
  TestClockAdvancing,
  TooManyGroups,
] as const;
const refusalsOfCalls = [...refusals, VersionMismatch, CustomerBusy, PreviewOutdated] as const;

/** Calls that give a trial another end, over HTTP. */
export const trialEndpoints = (subscriptions: SubscriptionUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path: `${member}/extend-trial`,
    operationId: 'extendTrial',
    summary: 'Let a trial last longer',
    tag,
    permission: subscriptions.extendTrial.permission,
    params,
    body: trialExtensionWire,
    view: subscriptionWire,
    etag: 'of-changes',
    ifMatch: true,
    errors: refusalsOfCalls,
    handle: ({ context, params: { subscriptionId }, version, body }) =>
      tellingPreview(
        subscriptions.extendTrial.execute(context, { subscriptionId, version, ...body }),
      ),
  }),
  endpoint({
    method: 'post',
    path: `${member}/end-trial`,
    operationId: 'endTrial',
    summary: 'End a trial now',
    tag,
    permission: subscriptions.endTrial.permission,
    params,
    body: trialEndWire,
    isBodyOptional: true,
    view: subscriptionWire,
    etag: 'of-changes',
    ifMatch: true,
    errors: refusalsOfCalls,
    handle: ({ context, params: { subscriptionId }, version, body }) =>
      tellingPreview(subscriptions.endTrial.execute(context, { subscriptionId, version, ...body })),
  }),
];

/** The previews of both. */
export const previewsOfTrial = (subscriptions: SubscriptionUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path: `${member}/extend-trial/preview`,
    operationId: 'previewTrialExtension',
    summary: 'Show what a longer trial would do',
    tag,
    permission: subscriptions.previewExtendTrial.permission,
    isPreview: true,
    params,
    body: trialExtensionWire,
    view: callPreviewWire,
    errors: refusals,
    handle: async ({ context, params: { subscriptionId }, body }) =>
      callPreviewOnWire(
        await subscriptions.previewExtendTrial.execute(context, { subscriptionId, ...body }),
      ),
  }),
  endpoint({
    method: 'post',
    path: `${member}/end-trial/preview`,
    operationId: 'previewTrialEnd',
    summary: 'Show what the end of a trial would charge',
    tag,
    permission: subscriptions.previewEndTrial.permission,
    isPreview: true,
    params,
    body: trialEndWire,
    isBodyOptional: true,
    view: callPreviewWire,
    errors: refusals,
    handle: async ({ context, params: { subscriptionId }, body }) =>
      callPreviewOnWire(
        await subscriptions.previewEndTrial.execute(context, { subscriptionId, ...body }),
      ),
  }),
];
