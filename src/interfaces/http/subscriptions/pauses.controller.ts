import { z } from 'zod';
import type { SubscriptionUseCases } from '#application/subscriptions/use-cases.ts';
import { CustomerBusy, TooManyGroups } from '#domain/charging/errors.ts';
import { PreviewOutdated } from '#domain/invoicing/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import {
  ChangeAfterEnd,
  EarlierThanLastChange,
  PeriodClosed,
  SubscriptionEnded,
  SubscriptionNotFound,
  SubscriptionNotPaused,
  SubscriptionPaused,
} from '#domain/subscriptions/errors.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { newPauseWire, resumptionWire } from '#interfaces/http/subscriptions/pause-wire.ts';
import {
  callPreviewOnWire,
  callPreviewWire,
  tellingPreview,
} from '#interfaces/http/subscriptions/preview-wire.ts';
import { subscriptionWire } from '#interfaces/http/subscriptions/subscription-wire.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ subscriptionId: idWire('sub') });
const member = '/v1/subscriptions/{subscriptionId}';
const tag = 'Subscriptions';

const refusals = [
  SubscriptionNotFound,
  SubscriptionEnded,
  EarlierThanLastChange,
  PeriodClosed,
  ChangeAfterEnd,
  TestClockAdvancing,
  TooManyGroups,
];

const callRefusals = [VersionMismatch, CustomerBusy, PreviewOutdated];

/** Pauses of subscriptions over HTTP, and the same calls shown before they are made. */
export const pauseEndpoints = (subscriptions: SubscriptionUseCases): readonly Endpoint[] => [
  previewOfPause(subscriptions),
  pauseEndpoint(subscriptions),
  previewOfResumption(subscriptions),
  resumeEndpoint(subscriptions),
];

const previewOfPause = (subscriptions: SubscriptionUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${member}/pause/preview`,
    operationId: 'previewPause',
    summary: 'Show what a pause would give back',
    tag,
    permission: subscriptions.previewPause.permission,
    isPreview: true,
    params,
    body: newPauseWire,
    view: callPreviewWire,
    errors: [...refusals, SubscriptionPaused],
    handle: async ({ context, params: { subscriptionId }, body }) =>
      callPreviewOnWire(
        await subscriptions.previewPause.execute(context, { subscriptionId, ...body }),
      ),
  });

const pauseEndpoint = (subscriptions: SubscriptionUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${member}/pause`,
    operationId: 'pauseSubscription',
    summary: 'Pause a subscription, now or later',
    tag,
    permission: subscriptions.pause.permission,
    params,
    body: newPauseWire,
    view: subscriptionWire,
    etag: 'of-changes',
    ifMatch: true,
    errors: [...refusals, SubscriptionPaused, ...callRefusals],
    handle: ({ context, params: { subscriptionId }, version, body }) =>
      tellingPreview(subscriptions.pause.execute(context, { subscriptionId, version, ...body })),
  });

const previewOfResumption = (subscriptions: SubscriptionUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${member}/resume/preview`,
    operationId: 'previewResumption',
    summary: 'Show what a subscription would be charged once it goes on',
    tag,
    permission: subscriptions.previewResume.permission,
    isPreview: true,
    params,
    body: resumptionWire,
    view: callPreviewWire,
    errors: [...refusals, SubscriptionNotPaused],
    handle: async ({ context, params: { subscriptionId }, body }) =>
      callPreviewOnWire(
        await subscriptions.previewResume.execute(context, { subscriptionId, ...body }),
      ),
  });

const resumeEndpoint = (subscriptions: SubscriptionUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${member}/resume`,
    operationId: 'resumeSubscription',
    summary: 'Let a paused subscription go on, or take a pause back that lies ahead',
    tag,
    permission: subscriptions.resume.permission,
    params,
    body: resumptionWire,
    view: subscriptionWire,
    etag: 'of-changes',
    ifMatch: true,
    errors: [...refusals, SubscriptionNotPaused, ...callRefusals],
    handle: ({ context, params: { subscriptionId }, version, body }) =>
      tellingPreview(subscriptions.resume.execute(context, { subscriptionId, version, ...body })),
  });
