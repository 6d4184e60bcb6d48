import { setTimeout as delay } from 'node:timers/promises';
import type { LoadTenant } from '../load/plan.ts';
import { EventDraw, eventType, limitCode, meters } from '../shared/usage-events.ts';
import { connected } from './postgres.ts';
import type { Server } from './servers.ts';

const customersEach = 5;
const eventsEach = 100;
const waitsMax = 300;

/**
 * Sells some customers of each tenant a plan with a limit, has them use some of it, and waits until
 * that is billed and rolled up. Gives the tenants with these customers.
 */
export const entitled = async (
  server: Server,
  databaseUrl: string,
  tenants: readonly LoadTenant[],
): Promise<readonly LoadTenant[]> => {
  const draw = new EventDraw('entitled');
  const sold: LoadTenant[] = [];
  for (const tenant of tenants) {
    const customerIds = tenant.customerIds.slice(0, customersEach);
    await sell(server, tenant.token, customerIds);
    for (const customerId of customerIds) {
      const events = Array.from({ length: eventsEach }, () => {
        const { id, time, data } = draw.next();
        return { id, time, type: eventType, customerId, data: JSON.parse(data) as unknown };
      });
      await post(server, '/v1/usage-events', tenant.token, { events });
    }
    sold.push({ ...tenant, customerIds });
  }
  await settled(databaseUrl);
  return sold;
};

const sell = async (
  server: Server,
  token: string,
  customerIds: readonly string[],
): Promise<void> => {
  const meterIds: unknown[] = [];
  for (const meter of meters) meterIds.push((await post(server, '/v1/meters', token, meter))['id']);
  const product = await post(server, '/v1/products', token, { code: 'cdn', name: 'CDN' });
  const plan = await post(server, '/v1/plans', token, {
    productId: product['id'],
    code: 'cdn',
    name: 'CDN',
    currency: 'EUR',
    interval: { unit: 'month', count: 1 },
    prices: [{ name: 'Base', amount: { amount: 9900, currency: 'EUR' } }],
    features: [{ code: limitCode, kind: 'limit', meterId: meterIds.at(-1), limit: '1000000' }],
  });
  const startsAt = new Date(Date.now() - 10 * 86_400_000).toISOString();
  for (const customerId of customerIds) {
    await post(server, '/v1/subscriptions', token, { customerId, planId: plan['id'], startsAt });
  }
};

const post = async ({ port }: Server, path: string, token: string, body: object) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as Readonly<Record<string, unknown>>;
};

// Sales are billed, and usage is rolled up, so that the worker rests while checks are
// measured. Without a worker neither happens, and events are counted one by one.
const settled = (databaseUrl: string): Promise<void> =>
  connected(databaseUrl, async (client) => {
    for (let waits = 0; waits < waitsMax; waits += 1) {
      const { rows } = await client.query(openWork);
      if (rows.length === 0) return;
      await delay(200);
    }
  });

const openWork = `
  select tenant_id from usage_heads where has_news
  union all
  select tenant_id from billing_accounts where due_at <= now() and parked_at is null
  union all
  select tenant_id from audit_chains where news_since is not null
  limit 1`;
