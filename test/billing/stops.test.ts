import { describe, expect, test } from 'vitest';
import type { Shop } from './shop.ts';
import { shopsInMemory, shopsOnPostgres } from './shop.ts';

// Billing that is stopped, by the tenant or for a customer, and goes on again.

const everywhere = [
  ['memory', shopsInMemory()],
  ['PostgreSQL', shopsOnPostgres()],
] as const;

const subscribeAll = async ({ context, subscriptions, plan, customerIds }: Shop) => {
  for (const customerId of customerIds) {
    await subscriptions.create.execute(context, { customerId, planId: plan.planId });
  }
};

const firstOf = ({ customerIds: [first] }: Shop) => {
  if (first === undefined) throw new Error('There is no customer.');
  return first;
};

const stopTenant = async ({ tenant, context }: Shop, isStopped: boolean) => {
  const { version } = await tenant.get.execute(context);
  await tenant.update.execute(context, { version, changes: { billing: { isStopped } } });
};

const stopCustomer = async (shop: Shop, isStopped: boolean) => {
  const { customers, context } = shop;
  const customerId = firstOf(shop);
  const { version } = await customers.get.execute(context, { customerId });
  const changes = { billing: { isStopped } };
  await customers.update.execute(context, { customerId, version, changes });
};

const invoicesOf = async ({ invoices, context }: Shop) =>
  (await invoices.list.execute(context, { limit: 100 })).data;

describe.each(everywhere)('in %s', (_name, shops) => {
  const openStoppable = async () => {
    shops.setTime('2026-06-01T00:00:00Z');
    const shop = await shops.open({ customers: 2 });
    await subscribeAll(shop);
    return shop;
  };
  /** The report of the next run, where a worker finds that there is something to do. */
  const runAt = async (shop: Shop, instant: string) => {
    shops.setTime(instant);
    return (await shop.isDue()) ? shop.run.execute(shop.context) : undefined;
  };

  test('a tenant that lets billing go on is billed at once, and not a day later', async () => {
    const shop = await openStoppable();
    await stopTenant(shop, true);

    const stopped = await runAt(shop, '2026-07-01T00:00:00Z');
    const unasked = await runAt(shop, '2026-07-01T09:59:59Z');
    await stopTenant(shop, false);
    const resumed = await runAt(shop, '2026-07-01T10:00:00Z');

    expect(stopped).toEqual({ accounts: 2, invoices: 0, parked: 0 });
    expect(unasked).toBeUndefined();
    expect(resumed).toEqual({ accounts: 2, invoices: 2, parked: 0 });
    expect(await invoicesOf(shop)).toHaveLength(4);
    expect(await runAt(shop, '2026-07-01T10:00:01Z')).toBeUndefined();
  });

  test('a customer whose billing goes on is billed at once, as nobody else is', async () => {
    const shop = await openStoppable();
    await stopCustomer(shop, true);

    const stopped = await runAt(shop, '2026-07-01T00:00:00Z');
    await stopCustomer(shop, false);
    const resumed = await runAt(shop, '2026-07-01T10:00:00Z');

    expect(stopped).toEqual({ accounts: 2, invoices: 1, parked: 0 });
    expect(resumed).toEqual({ accounts: 1, invoices: 1, parked: 0 });
    expect(await invoicesOf(shop)).toHaveLength(4);
  });

  test('a stopped customer stays so, whatever else of them or the tenant changes', async () => {
    const shop = await openStoppable();
    await stopCustomer(shop, true);
    await stopTenant(shop, true);
    await runAt(shop, '2026-07-01T00:00:00Z');

    const { customers, tenant, context } = shop;
    const customerId = firstOf(shop);
    await customers.update.execute(context, {
      customerId,
      version: 2,
      changes: { name: 'Globex Ltd' },
    });
    const { version } = await tenant.get.execute(context);
    await tenant.update.execute(context, { version, changes: { name: 'Acme Ltd' } });
    const unasked = await runAt(shop, '2026-07-01T09:00:00Z');
    await stopTenant(shop, false);
    const resumed = await runAt(shop, '2026-07-01T10:00:00Z');

    expect(unasked).toBeUndefined();
    expect(resumed).toEqual({ accounts: 2, invoices: 1, parked: 0 });
    expect(await runAt(shop, '2026-07-01T23:59:59Z')).toBeUndefined();
  });

  test('what a person approved is still approved when billing goes on', async () => {
    const shop = await openStoppable();
    await runAt(shop, '2026-09-01T00:00:00Z');
    const issues = (await shop.invoices.listIssues.execute(shop.context, {})).data;
    for (const { id } of issues) {
      await shop.invoices.retryIssue.execute(shop.context, { issueId: id });
    }
    await stopTenant(shop, true);

    const stopped = await runAt(shop, '2026-09-01T09:00:00Z');
    await stopTenant(shop, false);
    const resumed = await runAt(shop, '2026-09-01T10:00:00Z');

    expect(issues).toHaveLength(2);
    expect(stopped).toEqual({ accounts: 2, invoices: 0, parked: 0 });
    expect(resumed).toEqual({ accounts: 2, invoices: 6, parked: 0 });
  });
});
