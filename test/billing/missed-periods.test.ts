import { expect, test } from 'vitest';
import type { Shop } from './shop.ts';
import { shopsOnPostgres } from './shop.ts';

// Whose periods nobody charged in time: EUR 49.00 a month from the 1st of June.

const shops = shopsOnPostgres();

const subscribe = (
  { context, subscriptions, plan, customerIds }: Shop,
  given: { readonly isInvoicedApart?: boolean; readonly timeZone?: string } = {},
) => {
  const [customerId] = customerIds;
  if (customerId === undefined) throw new Error('There is no customer.');
  return subscriptions.create.execute(context, { customerId, planId: plan.planId, ...given });
};

const issuesOf = async ({ context, invoices }: Shop) =>
  (await invoices.listIssues.execute(context, {})).data;

test('a customer with many subscriptions that are invoiced apart has missed nothing', async () => {
  shops.setTime('2026-06-01T00:00:00Z');
  const shop = await shops.open();
  for (let made = 0; made < 4; made += 1) await subscribe(shop, { isInvoicedApart: true });
  shops.setTime('2026-07-01T00:00:01Z');

  const report = await shop.run.execute(shop.context);

  expect(report).toEqual({ accounts: 1, invoices: 4, parked: 0 });
  expect(await issuesOf(shop)).toEqual([]);
});

test('two missed periods are charged, each on a document of its own', async () => {
  shops.setTime('2026-06-01T00:00:00Z');
  const shop = await shops.open();
  await subscribe(shop);
  shops.setTime('2026-08-01T00:00:00Z');

  expect(await shop.run.execute(shop.context)).toEqual({ accounts: 1, invoices: 2, parked: 0 });
});

test('of a third one a person is asked first, and what they approve is charged', async () => {
  shops.setTime('2026-06-01T00:00:00Z');
  const shop = await shops.open();
  await subscribe(shop);
  shops.setTime('2026-09-01T00:00:00Z');

  const parked = await shop.run.execute(shop.context);
  const again = await shop.run.execute(shop.context);
  const [issue] = await issuesOf(shop);
  if (issue === undefined) throw new Error('There is no issue.');
  await shop.invoices.retryIssue.execute(shop.context, { issueId: issue.id });
  const retried = await shop.run.execute(shop.context);

  expect(parked).toEqual({ accounts: 1, invoices: 0, parked: 1 });
  expect(again).toEqual({ accounts: 0, invoices: 0, parked: 0 });
  expect(issue).toMatchObject({ code: 'missed_periods' });
  expect(retried).toEqual({ accounts: 1, invoices: 3, parked: 0 });
  expect(await issuesOf(shop)).toEqual([]);
  expect(await shop.invoices.verify.execute(shop.context, {})).toMatchObject({ faults: [] });
});
