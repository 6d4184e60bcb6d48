import { expect, it } from 'vitest';
import {
  WebhookDeliveryNotFound,
  WebhookEndpointDisabled,
  WebhookEndpointNotFound,
} from '#domain/webhooks/errors.ts';

it.each([
  [WebhookEndpointNotFound, 'notFound', 'webhook_endpoint_not_found'],
  [WebhookDeliveryNotFound, 'notFound', 'webhook_delivery_not_found'],
  [WebhookEndpointDisabled, 'conflict', 'webhook_endpoint_disabled'],
] as const)('%o is a refusal of its kind, under its public code', (Refusal, kind, code) => {
  const refusal = new Refusal();

  expect(refusal).toMatchObject({ kind, code, name: Refusal.name, details: {} });
  expect([Refusal.kind, Refusal.code]).toEqual([kind, code]);
});

it('who may not send to a disabled endpoint is told what to do first', () => {
  expect(new WebhookEndpointDisabled().message).toContain('enable it first');
});
