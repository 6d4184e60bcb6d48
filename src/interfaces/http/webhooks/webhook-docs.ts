import type { OperationDocs } from '#interfaces/http/module.ts';

/** The document's text about webhooks. */
export const webhookDocs: OperationDocs = {
  listWebhookEndpoints: { description: 'Lists the places that are told of events.' },
  createWebhookEndpoint: {
    description:
      'Has events sent to a URL from now on, and tells the secret that they are signed with, ' +
      'this once.',
    body: { url: 'https://example.com/hooks/billing', eventTypes: ['customer.created'] },
  },
  getWebhookEndpoint: { description: 'Shows one endpoint, and why it is disabled, if it is.' },
  updateWebhookEndpoint: {
    description: 'Changes the fields that are given. `isEnabled` switches it on and off.',
    body: { description: 'The CRM', eventTypes: ['*'] },
  },
  testWebhookEndpoint: {
    description: 'Sends an event to one endpoint, to see whether it arrives.',
  },
  deleteWebhookEndpoint: { description: 'Sends nothing there any more.' },
  rotateWebhookSecret: { description: 'Makes a new secret and tells it, this once.' },
  replayWebhookEvents: {
    description:
      'Sends again what failed, and for the first time what was never sent. A call looks at 1000 ' +
      'events; `nextCursor` leads on.',
    body: { since: '2026-01-01T00:00:00Z' },
  },
  listWebhookDeliveries: {
    description: 'Lists deliveries, each with its last 20 attempts.',
    query: { status: 'failed' },
  },
  getWebhookDelivery: {
    description:
      'Shows one delivery: the payload, and the last 20 attempts with how each answer began.',
  },
  resendWebhookDelivery: { description: 'Begins the schedule of attempts anew.' },
};
