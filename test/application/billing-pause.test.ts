import { describe, expect, onTestFinished, test } from 'vitest';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { createBilling } from '#interfaces/facade/create-billing.ts';
import { someday } from '../../src/testing/builders.ts';
import { FixedClock } from '../../src/testing/fixed-clock.ts';
import { until } from '../support/until.ts';

describe('the pause between rounds of billing runs', () => {
  /** 150 customers who are due a month later: more than one round takes. */
  const dueInOneTenant = async (billingPauseMilliseconds: number | undefined) => {
    const clock = new FixedClock(someday);
    const billing = await createBilling({ storage: 'memory', clock, billingPauseMilliseconds });
    onTestFinished(() => billing.close());
    const { tenant } = await billing.signUp({
      tenantName: 'Acme',
      name: 'Ada',
      email: 'ada@acme.example',
      password: 'correct horse',
    });
    const acme = billing.tenant(tenant.id, { actor: 'nightly-import' });
    const address = { line1: 'Ring 1', city: 'Wien', postalCode: '1010', country: 'AT' };
    const seller = { name: 'Acme', address, taxId: 'ATU12345678' };
    await acme.tenant.update({ version: 1, changes: { billing: { seller } } });
    const product = await acme.products.create({ code: 'crm', name: 'CRM' });
    const price = { name: 'Seat', amount: Money.of(4900n, parseCurrencyCode('EUR')) };
    const plan = await acme.plans.create({
      productId: product.id,
      code: 'seat',
      name: 'Seat',
      currency: 'EUR',
      interval: { unit: 'month', count: 1 },
      prices: [{ ...price, billed: 'in_advance' }],
    });
    for (let number = 1; number <= 150; number += 1) {
      const email = `c${number}@globex.example`;
      const { id: customerId } = await acme.customers.create({ name: 'Globex', email });
      await acme.subscriptions.create({ customerId, planId: plan.id });
    }
    clock.advance(32 * 86_400_000);
    return async () => (await Array.fromAsync(acme.invoices.all())).length;
  };

  test('is kept: one round is made, and the rest waits', async () => {
    const paused = await dueInOneTenant(60_000);
    const unpaused = await dueInOneTenant(undefined);

    await until(async () => (await unpaused()) === 300);
    await until(async () => (await paused()) > 150);

    expect(await paused()).toBeLessThan(300);
  });

  test.each([-1, 0.5, 60_001, Number.NaN])('is refused: %d', async (billingPauseMilliseconds) => {
    const opening = createBilling({ storage: 'memory', billingPauseMilliseconds });

    await expect(opening).rejects.toMatchObject({ faults: [{ code: 'invalid_billing_pause' }] });
  });
});
