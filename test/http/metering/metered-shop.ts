import { expect } from 'vitest';
import type { AppUnderTest } from '../../support/app.ts';
import { openShop } from '../shop.ts';

/** A shop with a customer `acme` and a meter that sums bytes up. */
export const openMetered = async (app: AppUnderTest) => {
  const shop = await openShop(app, '2026-03-10T10:00:00Z');
  const customerId = await shop.newCustomer({ externalId: 'acme' });
  const meter = {
    code: 'traffic',
    name: 'Traffic',
    eventType: 'sent',
    filters: [{ property: 'network', equals: 'public' }],
    aggregation: 'sum',
    property: 'bytes',
  };
  expect((await shop.send('post', '/v1/meters', meter)).status).toBe(201);
  const event = (id: string, given: object = {}) => ({
    id,
    type: 'sent',
    customerExternalId: 'acme',
    data: { network: 'public', bytes: 5 },
    ...given,
  });
  const sendAll = async (...events: readonly unknown[]) => {
    const { status, body } = await shop.send('post', '/v1/usage-events', { events });
    expect([status, body]).toEqual([200, body]);
    return body;
  };
  return { ...shop, shop, customerId, event, sendAll };
};
