import { describe, expect, test } from 'vitest';
import type { PriceInput } from '#domain/catalog/price.ts';
import { onBothStorages, refusalOf, runAt, seen } from './both-storages.ts';
import { migrate, outcomes } from './plan-migration-shop.ts';
import type { PlanGiven, PlanShop } from './plan-shop.ts';
import { addMeters, callsId, euros, use } from './usage-shop.ts';

// Items that end before their subscription does, on both storages.

const calls: PriceInput = {
  name: 'Calls',
  kind: 'usage',
  meterId: callsId,
  model: 'per_unit',
  unitAmount: '1',
};

const plans: Readonly<Record<string, PlanGiven>> = {
  basic: { prices: { Base: 3000n, Module: 600n } },
  metered: { prices: { Base: 3000n }, also: [calls] },
  committed: { prices: { Base: 3000n, Module: 600n }, minimumCommitment: 5000n },
  single: { prices: { Base: 3000n } },
};

onBothStorages(plans, (open) => {
  const moduleUntil = (shop: PlanShop, endsOn: string | null, plan = 'basic') => ({
    items: [{ priceId: shop.priceId(plan, 'Module'), endsOn }],
  });

  describe('an item that ends by itself', () => {
    test('is charged to its end, and the subscription goes on', async () => {
      const shop = await open();

      const made = await shop.subscribe('basic', moduleUntil(shop, '2026-07-16'));
      const upcoming = await shop.subscriptions.upcomingInvoice.execute(shop.context, {
        subscriptionId: made.id,
      });
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(made.items.map(({ endsOn }) => endsOn)).toEqual([null, '2026-07-16']);
      expect(upcoming.next?.total).toEqual(euros(3290n));
      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, Module 06-01/07-01 6.00, = 36.00',
        'Base 07-01/08-01 30.00, Module 07-01/07-16 2.90, = 32.90',
        'Base 08-01/09-01 30.00, = 30.00',
      ]);
      expect(await seen(shop, made)).toMatchObject({ status: 'active', items: made.items });
    });

    test('is given back by the change that ends it, as its preview showed', async () => {
      const shop = await open({ creditAs: 'balance' });
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-05T10:00:00Z');
      const asked = { ...moduleUntil(shop, '2026-06-21'), effective: 'now' as const };
      const { now, quote } = await shop.subscriptions.previewChange.execute(shop.context, {
        subscriptionId: made.id,
        ...asked,
      });

      const change = await shop.change(made, { ...asked, quote });

      expect(now.map(({ subtotal }) => subtotal)).toEqual([euros(-200n)]);
      expect(change.items).toMatchObject([{ quantity: null, endsOn: '2026-06-21' }]);
      expect((await shop.documents()).slice(1)).toEqual([
        'Module 06-21/07-01 -2.00, balance 2.00, = 0.00',
      ]);
    });

    test('leaves a minimum commitment as it is', async () => {
      const shop = await open();

      await shop.subscribe('committed', moduleUntil(shop, '2026-06-16', 'committed'));
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, Module 06-01/06-16 3.00, = 33.00',
        'Minimum commitment 06-01/07-01 17.00, Base 07-01/08-01 30.00, = 47.00',
      ]);
    });

    test('is not begun again by another version, which may lack its price', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic', moduleUntil(shop, '2026-06-16'));
      await shop.publish('basic', 2, { base: 4000n, module: 700n });
      await shop.publish('basic', 3, { base: 5000n });
      await runAt(shop, '2026-06-20T00:00:00Z');

      const second = await migrate(shop, { toVersion: 2 });
      const between = await seen(shop, made);
      const third = await migrate(shop, { toVersion: 3 });

      expect(between.items).toMatchObject([{ endsOn: null }, { endsOn: '2026-06-16' }]);
      for (const migration of [second, third]) {
        expect([...(await outcomes(shop, migration)).values()]).toEqual(['moved']);
      }
      await runAt(shop, '2026-07-01T00:00:00Z');
      expect((await shop.documents()).join()).not.toContain('Module 06-2');
      expect((await shop.documents()).at(-1)).toContain('base 07-01/08-01 50.00');
    });

    test('comes from elsewhere, and ends before anything of it is charged', async () => {
      const shop = await open(undefined, '2026-06-16T10:00:00Z');

      await shop.subscribe('basic', {
        startsOn: '2026-01-01',
        billedThrough: '2026-07-01',
        ...moduleUntil(shop, '2026-03-01'),
      });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual(['Base 07-01/08-01 30.00, = 30.00']);
    });

    test('may be all that there is: nothing is charged until it begins anew', async () => {
      const shop = await open({ creditAs: 'next_invoice' });
      const made = await shop.subscribe('single');
      const priceId = shop.priceId('single', 'Base');
      shop.setTime('2026-06-05T10:00:00Z');

      const end = { items: [{ priceId, endsOn: '2026-06-16' }], effective: 'now' as const };
      await shop.change(made, end);
      await runAt(shop, '2026-08-06T10:00:00Z');
      const again = { items: [{ priceId, endsOn: null }], effective: 'now' as const };
      await shop.change(made, again);

      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, = 30.00',
        'Base 06-16/07-01 -15.00, balance 15.00, = 0.00',
        'Base 08-06/09-01 25.16, = 10.16',
      ]);
    });
  });

  test('usage is counted to the end of its item, and charged then', async () => {
    const shop = await open();
    await addMeters(shop);
    const at = (day: string) => `2026-06-${day}T08:00:00Z`;
    const items = [{ priceId: shop.priceId('metered', 'Calls'), endsOn: '2026-06-16' }];
    const made = await shop.subscribe('metered', { items });
    const usage = async () =>
      (
        await shop.subscriptions.currentUsage.execute(shop.context, { subscriptionId: made.id })
      ).data.map(({ quantity, servicePeriod }) => `${servicePeriod.end} ${quantity}`);
    shop.setTime(at('10'));
    await use(shop, ['05', '06'].map(at));
    const before = await usage();

    await runAt(shop, '2026-06-16T00:00:00Z');
    shop.setTime(at('20'));
    await use(shop, ['15', '16', '17'].map(at));
    const behind = await usage();
    await runAt(shop, '2026-07-01T00:00:00Z');

    expect([before, behind]).toEqual([['2026-06-16 2'], []]);
    expect(await shop.documents()).toEqual([
      'Base 06-01/07-01 30.00, = 30.00',
      'Calls 06-01/06-16 2.00, = 2.00',
      'Base 07-01/08-01 30.00, = 30.00',
    ]);
    // The call of the 15th came late: it is charged when no event of that time comes any more.
    await runAt(shop, '2026-07-22T00:00:00Z');
    await runAt(shop, '2026-08-01T00:00:00Z');
    expect((await shop.documents()).join()).toContain('Calls 06-01/06-16 1.00, Base 08-01');
  });

  test('an end that cannot be is refused, and so is its preview', async () => {
    const shop = await open();
    const made = await shop.subscribe('basic', moduleUntil(shop, '2026-06-10'));
    await runAt(shop, '2026-06-12T10:00:00Z');
    const asked = [
      { ...moduleUntil(shop, '2026-06-12'), effective: 'now' as const },
      {
        items: [{ priceId: shop.priceId('basic', 'Module'), quantity: '2' }],
        effective: 'now' as const,
      },
      { ...moduleUntil(shop, null), effective: { on: '2026-06-05' } },
    ];

    for (const change of asked) {
      const given = { subscriptionId: made.id, ...change };
      const preview = shop.subscriptions.previewChange.execute(shop.context, given);
      expect(await refusalOf(preview)).toBe('invalid_request');
      expect(await refusalOf(shop.change(made, change))).toBe('invalid_request');
    }
    const before = shop.subscribe('basic', { ...moduleUntil(shop, '2026-06-12') });
    expect(await refusalOf(before)).toBe('invalid_request');
  });
});
