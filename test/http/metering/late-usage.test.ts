import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { onlyInvoice, openShop } from '../shop.ts';

// The example of docs/metering.md, done as it stands there.

const app = appUnderTest('postgres');

const guide = await readFile(new URL('../../../docs/metering.md', import.meta.url), 'utf8');

/** The rows of the table: what is sent, and what is said of it. */
const rows = [...guide.matchAll(/^\| `([\w-]+)` \| (\w+) \| (\S+) \| (\w+) \|(.*)\|$/gm)].map(
  ([, id = '', type = '', time = '', outcome = '', code = '']) => {
    const result = { id, outcome, ...(code.trim() !== '' && { code: code.trim() }) };
    return { event: { id, type, time }, result };
  },
);

/** A shop with a subscription that refuses late usage, since the first of June. */
const openRefusing = async () => {
  const shop = await openShop(app, '2026-06-01T00:00:00Z');
  const meter = { code: 'calls', name: 'Calls', eventType: 'call', aggregation: 'count' };
  const { body: made } = await shop.send('post', '/v1/meters', meter);
  const price = { name: 'Calls', kind: 'usage', model: 'per_unit', unitAmount: '1' };
  const planId = await shop.newPlan({ prices: [{ ...price, meterId: made.id }] });
  const billingPolicy = { lateUsage: 'refuse' };
  const subscribed = await shop.subscribe({ planId, billingPolicy });
  expect([subscribed.status, subscribed.text]).toEqual([201, subscribed.text]);
  const { customerId } = shop;
  const send = async (events: readonly object[]) => {
    const named = events.map((event) => ({ ...event, customerId }));
    return (await shop.send('post', '/v1/usage-events', { events: named })).body;
  };
  return { ...shop, shop, usage: send };
};

test('the example of late events is answered as the guide says', async () => {
  const { shop, usage, advance, invoices, send } = await openRefusing();
  const [stored] = rows;
  await advance('2026-06-15T00:00:00Z');
  expect(await usage([stored?.event ?? {}])).toMatchObject({ accepted: 1 });
  await advance('2026-07-02T00:00:00Z');
  const june = await onlyInvoice(shop);

  const { results } = await usage(rows.map(({ event }) => event));

  expect(rows).toHaveLength(5);
  expect(results).toMatchObject(rows.map(({ result }) => result));
  const named = { events: [{ id: stored?.event.id }] };
  const cancelled = await send('post', '/v1/usage-events/cancel', named);
  expect(cancelled.body.results).toMatchObject([{ outcome: 'refused', code: 'period_invoiced' }]);
  await advance('2026-08-01T00:00:00Z');
  const [first, second, ...others] = await invoices();
  expect([first?.['lines'], others]).toEqual([june['lines'], []]);
  expect(second?.['lines']).toMatchObject([{ kind: 'usage', quantity: '1' }]);
});
