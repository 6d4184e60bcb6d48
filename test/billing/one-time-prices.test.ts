import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import type { PlanGiven } from './plan-shop.ts';
import { openPlanShop } from './plan-shop.ts';

// One-time prices, and prices within a minimum and a maximum: in June, of 30 days.

const euros = (minor: bigint): Money => Money.of(minor, parseCurrencyCode('EUR'));
const setup = (minor: bigint) =>
  ({ name: 'Setup', kind: 'one_time', billed: 'in_advance', amount: euros(minor) }) as const;
const seats = {
  name: 'Seats',
  billed: 'in_advance',
  model: 'per_unit',
  unitAmount: '10',
  minimum: euros(4500n),
  maximum: euros(9000n),
} as const;

const plans: Readonly<Record<string, PlanGiven>> = {
  basic: { prices: { Base: 3000n } },
  installed: { prices: { Base: 3000n }, also: [setup(10_000n)] },
  reinstalled: { prices: { Base: 6000n }, also: [setup(20_000n)] },
  seats: { prices: {}, also: [seats] },
};

let storage: StorageHarness;
beforeAll(async () => {
  storage = await openMemoryStorage();
});
afterAll(() => storage.close());

const open = async () => {
  const shop = await openPlanShop(storage, { plans });
  shop.setTime('2026-06-01T10:00:00Z');
  return shop;
};

describe('a price that is charged once', () => {
  test('is charged when its item begins, whatever comes after', async () => {
    const shop = await open();
    const made = await shop.subscribe('installed');
    const priceId = shop.priceId('installed', 'Setup');
    shop.setTime('2026-06-16T10:00:00Z');

    await shop.change(made, { items: [{ priceId, quantity: '3' }], effective: 'now' });
    await shop.change(made, { planId: shop.planId('reinstalled'), effective: 'now' });
    shop.setTime('2026-07-01T00:00:00Z');
    await shop.run();
    await shop.subscriptions.cancel.execute(shop.context, {
      subscriptionId: made.id,
      version: 'any',
      effective: 'now',
      cancelCredit: 'full',
    });

    expect(await shop.documents()).toEqual([
      'Base 06-01/07-01 30.00, Setup 06-01/07-01 100.00, = 130.00',
      'Base 06-16/07-01 30.00, Base 06-16/07-01 -15.00, = 15.00',
      'Base 07-01/08-01 60.00, = 60.00',
      'Base 07-01/08-01 -60.00, balance 60.00, = 0.00',
    ]);
  });

  test('begins with another plan, or with the day that is planned', async () => {
    const shop = await open();
    const made = await shop.subscribe('basic');
    await shop.subscribe('installed', { startsOn: '2026-06-10' });
    await shop.change(made, { planId: shop.planId('installed'), effective: 'period_end' });

    shop.setTime('2026-06-10T00:00:00Z');
    await shop.run();
    shop.setTime('2026-07-01T00:00:00Z');
    await shop.run();
    shop.setTime('2026-07-10T00:00:00Z');
    await shop.run();

    expect(await shop.documents()).toEqual([
      'Base 06-01/07-01 30.00, = 30.00',
      'Base 06-10/07-10 30.00, Setup 06-10/07-10 100.00, = 130.00',
      'Base 07-01/08-01 30.00, Setup 07-01/08-01 100.00, = 130.00',
      'Base 07-10/08-10 30.00, = 30.00',
    ]);
  });

  test('is not charged anew for what changes on its first day', async () => {
    const shop = await open();
    const made = await shop.subscribe('installed');
    const priceId = shop.priceId('installed', 'Setup');

    await shop.change(made, { items: [{ priceId, quantity: '2' }], effective: 'now' });
    await shop.change(made, { items: [{ priceId, isIncluded: false }], effective: 'now' });

    expect(await shop.documents()).toEqual([
      'Base 06-01/07-01 30.00, Setup 06-01/07-01 100.00, = 130.00',
    ]);
  });
});

test('the bounds of a price hold for a part of a period, and for what is credited', async () => {
  const shop = await open();
  const made = await shop.subscribe('seats');
  const priceId = shop.priceId('seats', 'Seats');
  const agreeTo = async (quantity: string, at: string) => {
    shop.setTime(at);
    await shop.change(made, { items: [{ priceId, quantity }], effective: 'now' });
  };

  await agreeTo('20', '2026-06-11T10:00:00Z');
  await agreeTo('30', '2026-06-16T10:00:00Z');
  await agreeTo('6', '2026-06-21T10:00:00Z');
  shop.setTime('2026-07-01T00:00:00Z');
  await shop.run();

  expect(await shop.documents()).toEqual([
    'Seats 06-01/07-01 45.00, = 45.00',
    'Seats 06-11/07-01 60.00, Seats 06-11/07-01 -30.00, = 30.00',
    'Seats 06-16/07-01 45.00, Seats 06-16/07-01 -45.00, = 0.00',
    'Seats 06-21/07-01 20.00, Seats 06-21/07-01 -30.00, Seats 07-01/08-01 60.00, = 50.00',
  ]);
});
