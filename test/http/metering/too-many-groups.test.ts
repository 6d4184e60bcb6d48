import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Worker } from '#interfaces/worker/worker.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { appUnderTest } from '../../support/app.ts';
import { until } from '../../support/until.ts';
import type { Invoice, Shop } from '../shop.ts';
import { euros, openShop } from '../shop.ts';

// A price with groups makes a line for each: whose events have a group of their own by mistake get
// no invoice of a million lines, and learn what to do.

const app = appUnderTest('postgres');
const groupsMax = 10_000;
const tooMany = { code: 'too_many_groups', price: 'Calls', groups: groupsMax + 1 };

// An invoice of so many lines may take longer than the answer to an advance waits for it.
let worker: Worker;
beforeAll(async () => {
  const silent = { info: () => undefined, error: () => undefined };
  worker = await startWorker(app.composition().operations, silent);
});
afterAll(() => worker.stop());

const advance = async ({ send }: Shop, to: string): Promise<void> => {
  const { status } = await send('post', '/v1/test-clock/advance', { to });
  expect([200, 202]).toContain(status);
  await until(async () => (await send('get', '/v1/test-clock')).body.status === 'ready');
};

/** A shop that sells calls by their region, with one group too many in January. */
const openCrowded = async (billing: object = {}) => {
  const shop = await openShop(app, '2026-01-01T00:00:00Z', billing);
  const meter = { code: 'calls', name: 'Calls', eventType: 'call', aggregation: 'count' };
  const { body: made } = await shop.send('post', '/v1/meters', meter);
  const usage = { name: 'Calls', kind: 'usage', meterId: made.id, billed: 'in_arrears' };
  const price = { ...usage, model: 'per_unit', unitAmount: '0.01', groupBy: ['region'] };
  const planId = await shop.newPlan({ prices: [price] });
  const other = await shop.newCustomer();
  const { body: subscription } = await shop.subscribe({ planId });
  await shop.subscribe({ planId, customerId: other });
  await advance(shop, '2026-01-20T00:00:00Z');
  for (let first = 0; first < groupsMax; first += 1000) await sendRegions(shop, first, 1000);
  await sendRegions(shop, groupsMax, 1);
  const events = [{ id: 'other', type: 'call', customerId: other, data: { region: 'eu' } }];
  await shop.send('post', '/v1/usage-events', { events });
  await advance(shop, '2026-01-21T00:00:00Z');
  return { ...shop, shop, other, path: `/v1/subscriptions/${subscription.id}` };
};

const sendRegions = async ({ send, customerId }: Shop, first: number, count: number) => {
  const events = Array.from({ length: count }, (_, index) => ({
    id: `call-${first + index}`,
    type: 'call',
    customerId,
    data: { region: `r${first + index}` },
  }));
  const { body } = await send('post', '/v1/usage-events', { events });
  expect(body).toMatchObject({ accepted: count });
};

const cancelLast = async ({ send }: Shop): Promise<void> => {
  const events = [{ id: `call-${groupsMax}` }];
  const { body } = await send('post', '/v1/usage-events/cancel', { events });
  expect(body).toMatchObject({ cancelled: 1 });
};

const retry = async ({ send }: Shop, issueId: string): Promise<void> => {
  const { status } = await send('post', `/v1/billing-issues/${issueId}/retry`, undefined, '*');
  expect(status).toBe(200);
};

const linesIn = (invoice: Invoice | undefined) =>
  (invoice?.['lines'] ?? []) as readonly { readonly description: string }[];

test('too many groups are refused wherever they would be charged, and by the run', async () => {
  const { shop, other, send, path, customerId } = await openCrowded();
  const effective = { effective: 'now' };
  const answers = [
    await send('get', `${path}/current-usage`),
    await send('get', `${path}/upcoming-invoice`),
    await send('post', `${path}/cancel/preview`, effective),
    await send('post', `${path}/cancel`, effective, '*'),
    await send('post', `${path}/pause/preview`, effective),
    await send('post', `${path}/pause`, effective, '*'),
    await send('post', `${path}/changes`, { ...effective, planId: shop.planId }),
  ];

  const { body: forecast } = await send('get', '/v1/billing/forecast');
  await advance(shop, '2026-02-01T00:00:00Z');
  const issues = await send('get', '/v1/billing-issues');
  const before = await shop.invoices();
  const [issue] = issues.body.data;
  await retry(shop, issue.id);
  await advance(shop, '2026-02-01T00:00:01Z');
  const second = await send('get', '/v1/billing-issues');
  await cancelLast(shop);
  await retry(shop, second.body.data[0].id);
  await advance(shop, '2026-03-01T00:00:00Z');
  const after = await shop.invoices();
  const { body: verified } = await send('get', '/v1/invoices/verification');

  expect(answers.map(({ status, body }) => ({ status, ...body }))).toMatchObject(
    answers.map(() => ({ status: 409, ...tooMany })),
  );
  expect(issues.body.data).toMatchObject([{ code: 'failed', customerId }]);
  expect(issue.detail).toBe(
    'The price is "Calls". Usage of a price has more groups in a period than the 10,000 that are ' +
      'charged. Cancel the events of groups that should not be there, then try again.',
  );
  expect(forecast).toMatchObject({ customers: 2, invoices: 1, totals: [euros(1)] });
  expect(forecast).toMatchObject({
    customersSetAside: 1,
    setAside: [{ customerId, code: 'failed', detail: issue.detail }],
  });
  expect(second.body.data).toMatchObject([{ code: 'failed', detail: issue.detail }]);
  expect(before.map((each) => each['customerId'])).toEqual([other]);
  expect(after.map(({ total }) => total)).toEqual([euros(1), euros(groupsMax)]);
  expect(new Set(linesIn(after[1]).map(({ description }) => description)).size).toBe(groupsMax);
  expect(verified).toMatchObject({ faults: [] });
}, 120_000);

test('a draft with too many groups waits until the events of one are cancelled', async () => {
  const { shop, send } = await openCrowded({ finalization: 'manual' });
  await advance(shop, '2026-02-01T00:00:00Z');
  const listed = await send('get', `/v1/invoices?customerId=${shop.customerId}`);
  const path = `/v1/invoices/${listed.body.data[0].id}`;
  const line = { description: 'By hand', unitAmount: '1' };

  const answers = [
    await send('get', path),
    await send('get', `${path}/pdf`),
    await send('post', `${path}/lines`, line, '*'),
    await send('post', `${path}/finalize`, undefined, '*'),
  ];
  await cancelLast(shop);
  const issued = await send('post', `${path}/finalize`, undefined, '*');
  const repeated = await send('post', `${path}/finalize`, undefined, '*');

  expect(answers.map(({ status, body }) => ({ status, ...body }))).toMatchObject(
    answers.map(() => ({ status: 409, ...tooMany })),
  );
  expect([issued.status, issued.body.total]).toEqual([200, euros(groupsMax)]);
  expect([repeated.status, repeated.body.code]).toEqual([409, 'invoice_not_draft']);
}, 120_000);
