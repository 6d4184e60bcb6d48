import { expect, test } from 'vitest';
import type { Shop } from './shop.ts';
import { shopsOnPostgres } from './shop.ts';

// Notices of upcoming invoices, in live tenants: EUR 49.00 a month from the 1st of June.

const shops = shopsOnPostgres();

/** A shop whose subscribers of the 1st of June are told of the 1st of July. */
const withSubscribers = async (customers: number): Promise<Shop> => {
  shops.setTime('2026-06-01T00:00:00Z');
  const shop = await shops.open({ customers });
  const { context, unitOfWork, subscriptions, plan } = shop;
  await unitOfWork.run(context, async ({ tenants }, { now }) => {
    const tenant = await tenants.find();
    if (tenant === undefined) throw new Error('There is no tenant.');
    await tenants.save(tenant.change({ billing: { upcomingNoticeDays: 7 } }, now));
  });
  for (const customerId of shop.customerIds) {
    await subscriptions.create.execute(context, { customerId, planId: plan.planId });
  }
  return shop;
};

const noticesOf = async ({ reads, context }: Shop): Promise<readonly string[]> => {
  const entries = await reads.read(context, ({ auditEntries }) =>
    auditEntries.list({ type: 'invoice.upcoming' }, { limit: 100, after: null }),
  );
  return entries.map(({ subjectId }) => subjectId).toSorted();
};

test('each customer is told once, however many workers run, and how often', async () => {
  const shop = await withSubscribers(20);
  const { run, context, customerIds } = shop;
  shops.setTime('2026-06-24T00:00:00Z');

  for (let round = 0; round < 3; round += 1) {
    await Promise.all(Array.from({ length: 8 }, () => run.execute(context, { accountsMax: 3 })));
  }

  expect(await noticesOf(shop)).toEqual(customerIds.toSorted());
  expect(shop.failures).toEqual([]);
});

test('a run that is cut off before its commit told nobody, and the next one does', async () => {
  const shop = await withSubscribers(3);
  shops.setTime('2026-06-24T00:00:00Z');

  const before = await shop.unitOfWork
    .run(shop.context, async ({ subscriptions, subscriptionCursors }) => {
      const tracked = await subscriptions.ofCustomers(shop.customerIds);
      await subscriptionCursors.save(
        tracked.map(({ facts: { id, customerId }, cursor }) => ({
          subscriptionId: id,
          customerId,
          cursor: { ...cursor, noticedThrough: cursor.nextDueAt },
        })),
      );
      throw new Error('Killed.');
    })
    .catch((error: unknown) => String(error));
  await shop.run.execute(shop.context);

  expect(before).toContain('Killed.');
  expect(await noticesOf(shop)).toEqual(shop.customerIds.toSorted());
});

test('after an outage nobody is told of what is past', async () => {
  const shop = await withSubscribers(1);
  shops.setTime('2026-07-02T00:00:00Z');

  await shop.run.execute(shop.context);
  await shop.run.execute(shop.context);

  expect(await noticesOf(shop)).toEqual([]);
});
