import { expect, test } from 'vitest';
import { operatorContext } from '#application/operations/operator-context.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { formatInstant, later } from '#domain/shared/time.ts';
import type { ListOf } from '../support/command-line.ts';
import { openCommandLine } from '../support/command-line.ts';

// The forecast of invoices, from the command line.

const { program, json, composition, founded } = openCommandLine();
const day = 86_400_000;

/** A tenant with one customer, who pays EUR 49.00 each 30 days, in arrears. */
const sold = async () => {
  const { tenant } = await founded();
  const context = operatorContext(tenant.id, 'forecast');
  const { products, plans, customers, subscriptions } = composition().useCases;
  const product = await products.create.execute(context, { code: 'crm', name: 'CRM' });
  const amount = Money.of(4900n, parseCurrencyCode('EUR'));
  const plan = await plans.create.execute(context, {
    productId: product.id,
    code: 'pro',
    name: 'Pro',
    currency: 'EUR',
    interval: { unit: 'day', count: 30 },
    prices: [{ name: 'Base', kind: 'recurring', model: 'flat', amount, billed: 'in_arrears' }],
  });
  const customer = await customers.create.execute(context, { name: 'Bo', email: 'bo@b.example' });
  const { startsAt } = await subscriptions.create.execute(context, {
    customerId: customer.id,
    planId: plan.id,
  });
  return { tenant, startsAt };
};

test('tells of each tenant what falls due by then, and issues nothing', async () => {
  const [{ tenant, startsAt }, { tenant: other }] = [await sold(), await founded()];
  const until = formatInstant(later(startsAt, 90 * day));

  const forecast = (...given: readonly string[]) =>
    json<ListOf<object>>('runs', 'forecast', '--until', until, ...given);
  const all = await forecast();
  const again = await forecast('--tenant', tenant.id);
  const { code, out } = await program.command(['runs', 'forecast', '--until', until]);

  const nobody = { customersSetAside: 0, setAside: [] };
  const none = { tenantId: other.id, customers: 0, invoices: 0, totals: [], until, ...nobody };
  expect(all.data).toEqual([
    { ...none, nextDueAt: null },
    {
      tenantId: tenant.id,
      until,
      nextDueAt: expect.any(String) as string,
      customers: 1,
      invoices: 3,
      totals: [{ amount: 14_700, currency: 'EUR' }],
      ...nobody,
    },
  ]);
  expect(again.data).toEqual(all.data.slice(1));
  expect(code).toBe(0);
  expect(out).toContain('EUR 147.00');
});

test.each([
  ['tomorrow', 'invalid'],
  ['2199-01-01T00:00:00Z', 'A forecast reaches three years ahead.'],
])('is wrong usage until %s', async (until, told) => {
  await founded();
  const { code, err } = await program.command(['runs', 'forecast', '--until', until]);

  expect(code).toBe(2);
  expect(err).toContain(told);
});
