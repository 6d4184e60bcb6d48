import type { Span, TracerProvider } from '@opentelemetry/api';
import { INVALID_SPAN_CONTEXT, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from '#infrastructure/composition/compose.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { createdTenant } from '../support/listening-tenant.ts';
import { Mailbox } from '../support/mailbox.ts';
import { until } from '../support/until.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';

const receiver = webhookReceiver();

/** The names of the spans that were begun, and whose tenant they were said to be. */
const spans = new Map<string, unknown>();
const span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
const provider = {
  getTracer: () => ({
    startSpan: () => span,
    startActiveSpan: (
      name: string,
      { attributes }: { attributes: Readonly<Record<string, unknown>> },
      work: (span: Span) => unknown,
    ) => {
      spans.set(name, attributes['billing.tenant_id']);
      return work(span);
    },
  }),
} as unknown as TracerProvider;
beforeAll(() => trace.setGlobalTracerProvider(provider));
afterAll(() => trace.disable());

test('what workers do is traced as what is asked for', async () => {
  const mailer = new Mailbox();
  const composition = await compose({ storage: 'memory', allowPrivateWebhooks: true, mailer });
  const log = { info: () => undefined, error: () => undefined };
  const worker = await startWorker(composition.operations, log);
  const context = await createdTenant(composition);
  const { webhookEndpoints, customers } = composition.useCases;
  const endpoint = { url: receiver.url(), eventTypes: ['customer.created'] };
  await webhookEndpoints.create.execute(context, endpoint);
  await customers.create.execute(context, { name: 'Globex', email: 'billing@globex.example' });

  await until(() => receiver.told.length === 1 && mailer.mails.length === 1);
  await worker.stop();
  await composition.close();

  const { tenantId } = context;
  expect(spans.get('customers.create')).toBe(tenantId);
  expect(spans.get('subscribers.webhooks')).toBe(tenantId);
  expect(spans.get('background.attemptDelivery')).toBe(tenantId);
  expect(spans.has('accounts.sendMail')).toBe(true);
});
