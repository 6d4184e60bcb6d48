import { describe, expect, test } from 'vitest';
import type { PriceInput } from '#domain/catalog/price.ts';
import { cancel, onBothStorages, refusalOf, runAt, seen } from './both-storages.ts';
import { migrate, outcomes } from './plan-migration-shop.ts';
import type { PlanGiven, PlanShop } from './plan-shop.ts';
import { addMeters, callsId, euros, use } from './usage-shop.ts';

// Amounts that a subscription negotiated instead of those of its plan, on both storages.

const tiers = [
  { upTo: '10', unitAmount: '5' },
  { upTo: null, unitAmount: '4' },
] as const;
const seats: PriceInput = { name: 'Seat', code: 'seat', model: 'per_unit', unitAmount: '10' };

const plans: Readonly<Record<string, PlanGiven>> = {
  basic: { prices: { Base: 3000n }, also: [seats] },
  pro: { prices: { Base: 6000n }, also: [{ ...seats, unitAmount: '12' }] },
  tiered: {
    prices: { Base: 3000n },
    also: [{ ...seats, unitAmount: undefined, model: 'graduated', tiers }],
  },
  yearly: { prices: {}, also: [seats], interval: { unit: 'year', count: 1 } },
  metered: {
    prices: {},
    also: [{ name: 'Calls', kind: 'usage', meterId: callsId, model: 'per_unit', unitAmount: '1' }],
  },
};

onBothStorages(plans, (open) => {
  const item = (shop: PlanShop, plan = 'basic') => ({ priceId: shop.priceId(plan, 'Seat') });
  const eight = { unitAmount: '8' };
  const negotiate = (shop: PlanShop) =>
    shop.subscribe('basic', { items: [{ ...item(shop), quantity: '2', override: eight }] });

  describe('a subscription', () => {
    test('is charged its own amounts, and shows them', async () => {
      const shop = await open();

      const made = await negotiate(shop);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(made.items.map(({ override }) => override)).toEqual([null, eight]);
      expect((await seen(shop, made)).items).toEqual(made.items);
      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, Seat 06-01/07-01 16.00, = 46.00',
        'Base 07-01/08-01 30.00, Seat 07-01/08-01 16.00, = 46.00',
      ]);
    });

    test('explains a line by the amounts that it was charged by', async () => {
      const shop = await open();
      await negotiate(shop);
      const { invoices, context } = shop;
      const [{ id: invoiceId } = { id: undefined }] = (await invoices.list.execute(context, {}))
        .data;
      if (invoiceId === undefined) throw new Error('There is an invoice.');
      const { lines } = await invoices.get.execute(context, { invoiceId });
      const [, line] = lines;
      if (line?.id === undefined) throw new Error('It has two lines.');

      const explained = await invoices.explainLine.execute(context, { invoiceId, lineId: line.id });

      expect(explained.steps[0]?.text).toBe('2 × EUR 8.00');
    });

    test('that comes from elsewhere is charged them from where it is charged', async () => {
      const shop = await open(undefined, '2026-06-16T10:00:00Z');

      await shop.subscribe('basic', {
        startsOn: '2025-06-01',
        billedThrough: '2026-07-01',
        items: [{ ...item(shop), override: eight }],
      });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Base 07-01/08-01 30.00, Seat 07-01/08-01 8.00, = 38.00',
      ]);
    });

    test('comes with a ramp of amounts', async () => {
      const shop = await open();
      const ramp = (on: string, unitAmount: string | null) => ({
        items: [{ ...item(shop), override: unitAmount === null ? null : { unitAmount } }],
        effective: { on },
      });

      await shop.subscribe('basic', {
        items: [{ ...item(shop), override: { unitAmount: '5' } }],
        changes: [ramp('2026-07-01', '7.5'), ramp('2026-08-01', null)],
      });
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect((await shop.documents()).map((text) => text.split(', ')[1])).toEqual([
        'Seat 06-01/07-01 5.00',
        'Seat 07-01/08-01 7.50',
        'Seat 08-01/09-01 10.00',
      ]);
    });
  });

  describe('a change of amounts', () => {
    test('credits the rest of the old ones and charges that of the new ones', async () => {
      const shop = await open();
      const made = await negotiate(shop);
      shop.setTime('2026-06-16T10:00:00Z');

      const asked = {
        items: [{ ...item(shop), override: { unitAmount: '9' } }],
        effective: 'now' as const,
      };
      const { now, quote } = await shop.subscriptions.previewChange.execute(shop.context, {
        subscriptionId: made.id,
        ...asked,
      });
      const other = { ...asked, items: [{ ...item(shop), override: eight }], quote };
      const change = await shop.change(made, { ...asked, quote });

      expect(now[0]?.total).toEqual(euros(100n));
      expect((await shop.documents())[1]).toBe(
        'Seat 06-16/07-01 9.00, Seat 06-16/07-01 -8.00, = 1.00',
      );
      expect(change.items).toEqual([
        { ...item(shop), quantity: null, isIncluded: true, override: { unitAmount: '9' } },
      ]);
      expect(await refusalOf(shop.change(made, other))).toBe('preview_outdated');
    });

    test('is listed and taken back while it lies ahead', async () => {
      const shop = await open();
      const made = await negotiate(shop);
      const { context, subscriptions } = shop;
      const effective = { on: '2026-07-01' };
      const { id: changeId } = await shop.change(made, {
        items: [{ ...item(shop), override: null }],
        effective,
      });

      const listed = await subscriptions.changes.execute(context, { subscriptionId: made.id });
      const subject = { subscriptionId: made.id, version: 'any' as const };
      await subscriptions.takeBackChange.execute(context, { ...subject, changeId });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(listed.data[0]?.items).toEqual([
        { ...item(shop), quantity: null, isIncluded: true, override: null },
      ]);
      expect((await seen(shop, made)).items[1]?.override).toEqual(eight);
      expect((await shop.documents())[1]).toContain('Seat 07-01/08-01 16.00');
    });

    test('is credited to the end of a subscription that is canceled', async () => {
      const shop = await open();
      const made = await negotiate(shop);
      shop.setTime('2026-06-15T10:00:00Z');

      await cancel(shop, await seen(shop, made), 'now');

      expect((await shop.documents())[1]).toBe(
        'Base 06-16/07-01 -15.00, Seat 06-16/07-01 -8.00, balance 23.00, = 0.00',
      );
    });
  });

  describe('another plan', () => {
    test('keeps the amounts of a price that it has, too', async () => {
      const shop = await open();
      const made = await negotiate(shop);

      await shop.change(made, { planId: shop.planId('pro'), effective: 'period_end' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect((await shop.documents())[1]).toBe(
        'Seat 07-01/08-01 16.00, Base 07-01/08-01 60.00, = 76.00',
      );
    });

    test.each(['tiered', 'yearly'])(
      '%s is refused until it is said what becomes of them',
      async (plan) => {
        const shop = await open();
        const made = await negotiate(shop);
        const moved = { planId: shop.planId(plan), effective: 'period_end' as const };
        const asked = { ...moved, subscriptionId: made.id };
        const fields =
          plan === 'tiered' ? { tiers: [{ upTo: null, unitAmount: '3' }] } : { unitAmount: '80' };

        const refused = await refusalOf(shop.change(made, moved));
        const preview = shop.subscriptions.previewChange.execute(shop.context, asked);
        expect([refused, await refusalOf(preview)]).toEqual([
          'overrides_unmatched',
          'overrides_unmatched',
        ]);
        await shop.change(made, { ...moved, items: [{ ...item(shop, plan), override: fields }] });
        await runAt(shop, '2026-07-01T00:00:00Z');

        expect((await seen(shop, made)).items.at(-1)?.override).toMatchObject(fields);
        expect((await shop.documents())[1]).toMatch(
          plan === 'tiered' ? /Seat 07-01\/08-01 6\.00/ : /Seat 07-01\/07-01 160\.00/,
        );
      },
    );

    test('moves many but those whose amounts it has no use for', async () => {
      const shop = await open();
      const made = await negotiate(shop);
      const plain = await shop.subscribe('basic', { customerId: await shop.newCustomer() });
      await shop.publish('basic', 2, { base: 4000n, seat: 900n });

      const migration = await migrate(shop);

      expect(await outcomes(shop, migration)).toEqual(
        new Map([
          [plain.id, 'moved'],
          [made.id, 'refused overrides_unmatched seat'],
        ]),
      );
    });
  });

  test('usage is charged own amounts, and what was counted before keeps the others', async () => {
    const shop = await open();
    await addMeters(shop);
    const made = await shop.subscribe('metered');
    const at = (day: string) => `2026-06-${day}T08:00:00Z`;
    shop.setTime(at('15'));
    await use(shop, ['05', '06', '07'].map(at));
    shop.setTime('2026-06-16T10:00:00Z');
    const priceId = shop.priceId('metered', 'Calls');
    await shop.change(made, {
      items: [{ priceId, override: { unitAmount: '0.5' } }],
      effective: 'now',
    });
    shop.setTime(at('20'));
    await use(shop, ['17', '18', '18', '19'].map(at));

    const current = await shop.subscriptions.currentUsage.execute(shop.context, {
      subscriptionId: made.id,
    });
    await runAt(shop, '2026-07-01T00:00:00Z');

    expect(current.data).toMatchObject([{ quantity: '4', amount: euros(200n) }]);
    expect(await shop.documents()).toEqual([
      'Calls 06-01/06-16 3.00, = 3.00',
      'Calls 06-16/07-01 2.00, = 2.00',
    ]);
  });

  test('amounts of another model, and ones that nobody can bill, are refused', async () => {
    const shop = await open();
    const made = await negotiate(shop);
    const most = { unitAmount: '1000000000000000' };

    for (const override of [{ amount: euros(1n) }, {}, most]) {
      const items = [{ ...item(shop), override }];
      expect(await refusalOf(shop.subscribe('basic', { items }))).toBe('invalid_request');
      const change = shop.change(made, { items, effective: 'now' });
      expect(await refusalOf(change)).toBe('invalid_request');
    }
  });
});
