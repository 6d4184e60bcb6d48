import { z } from 'zod';
import type { WebhookEndpointUseCases } from '#application/webhooks/use-cases.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { WebhookEndpointDisabled, WebhookEndpointNotFound } from '#domain/webhooks/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import {
  endpointChangesWire,
  endpointWire,
  issuedEndpointWire,
  newEndpointWire,
  replayedWire,
  replayWire,
  testedWire,
} from '#interfaces/http/webhooks/webhook-wire.ts';
import {
  asPage,
  createdAtQuery,
  idWire,
  pageQuery,
  pageWire,
  withCreatedAt,
} from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ webhookEndpointId: idWire('whk') });
const path = '/v1/webhook-endpoints';
const onePath = `${path}/{webhookEndpointId}`;
const tag = 'Webhooks';

/** Webhook endpoints over HTTP. */
export const webhookEndpointEndpoints = (
  endpoints: WebhookEndpointUseCases,
): readonly Endpoint[] => [
  ...collectionEndpoints(endpoints),
  ...memberEndpoints(endpoints),
  ...actionEndpoints(endpoints),
];

const collectionEndpoints = (endpoints: WebhookEndpointUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listWebhookEndpoints',
    summary: 'List webhook endpoints, newest first',
    tag,
    permission: endpoints.list.permission,
    query: z.strictObject({ ...pageQuery, ...createdAtQuery }),
    view: pageWire(endpointWire, 'WebhookEndpointPage'),
    handle: async ({ context, query }) =>
      asPage(await endpoints.list.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'createWebhookEndpoint',
    summary: 'Have an endpoint told of events',
    tag,
    permission: endpoints.create.permission,
    body: newEndpointWire,
    view: issuedEndpointWire,
    status: 201,
    handle: ({ context, body }) => endpoints.create.execute(context, body),
  }),
];

const memberEndpoints = (endpoints: WebhookEndpointUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: onePath,
    operationId: 'getWebhookEndpoint',
    summary: 'Show a webhook endpoint',
    tag,
    permission: endpoints.get.permission,
    params,
    view: endpointWire,
    etag: 'of-changes',
    errors: [WebhookEndpointNotFound],
    handle: ({ context, params: { webhookEndpointId: endpointId } }) =>
      endpoints.get.execute(context, { endpointId }),
  }),
  endpoint({
    method: 'patch',
    path: onePath,
    operationId: 'updateWebhookEndpoint',
    summary: 'Change, disable or enable a webhook endpoint',
    tag,
    permission: endpoints.update.permission,
    params,
    body: endpointChangesWire,
    view: endpointWire,
    etag: 'of-changes',
    ifMatch: true,
    errors: [WebhookEndpointNotFound, VersionMismatch],
    handle: ({ context, params: { webhookEndpointId: endpointId }, version, body: changes }) =>
      endpoints.update.execute(context, { endpointId, version, changes }),
  }),
  endpoint({
    method: 'delete',
    path: onePath,
    operationId: 'deleteWebhookEndpoint',
    summary: 'Delete a webhook endpoint and its deliveries',
    tag,
    permission: endpoints.delete.permission,
    params,
    ifMatch: true,
    errors: [WebhookEndpointNotFound, VersionMismatch],
    handle: ({ context, params: { webhookEndpointId: endpointId }, version }) =>
      endpoints.delete.execute(context, { endpointId, version }),
  }),
];

const actionEndpoints = (endpoints: WebhookEndpointUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path: `${onePath}/rotate-secret`,
    operationId: 'rotateWebhookSecret',
    summary: 'Sign by another secret; for a day both sign',
    tag,
    permission: endpoints.rotateSecret.permission,
    params,
    view: issuedEndpointWire,
    errors: [WebhookEndpointNotFound, VersionMismatch],
    handle: ({ context, params: { webhookEndpointId: endpointId } }) =>
      endpoints.rotateSecret.execute(context, { endpointId }),
  }),
  endpoint({
    method: 'post',
    path: `${onePath}/replay`,
    operationId: 'replayWebhookEvents',
    summary: 'Send everything that the endpoint missed or refused since an instant',
    tag,
    permission: endpoints.replay.permission,
    params,
    body: replayWire,
    view: replayedWire,
    errors: [WebhookEndpointNotFound, WebhookEndpointDisabled, VersionMismatch],
    handle: ({ context, params: { webhookEndpointId: endpointId }, body }) =>
      endpoints.replay.execute(context, { endpointId, ...body }),
  }),
  endpoint({
    method: 'post',
    path: `${onePath}/test`,
    operationId: 'testWebhookEndpoint',
    summary: 'Send a test event to the endpoint',
    description:
      'The event `webhook_endpoint.tested` goes to this endpoint alone, whatever it asks for. ' +
      '`GET /v1/webhook-deliveries?endpointId=…` shows what came of it.',
    tag,
    permission: endpoints.test.permission,
    params,
    view: testedWire,
    status: 202,
    errors: [WebhookEndpointNotFound, WebhookEndpointDisabled],
    handle: ({ context, params: { webhookEndpointId: endpointId } }) =>
      endpoints.test.execute(context, { endpointId }),
  }),
];
