import { describe, expect, test } from 'vitest';
import { cancel, onBothStorages, runAt, seen, uncancel } from './both-storages.ts';

// Trials on both storages, down to the documents: from the first of June, of 30 days.

const plans = {
  tried: { prices: { Base: 3000n }, trialDays: 14 },
  longer: { prices: { Base: 6000n }, trialDays: 20 },
  plain: { prices: { Base: 6000n } },
  setup: { prices: { Base: 3000n, Room: 600n }, trialDays: 14, chargedInTrial: ['Room'] },
  late: { prices: { Base: 3000n }, trialDays: 14, billed: 'in_arrears' },
  yearly: { prices: { Base: 36_500n }, interval: { unit: 'year', count: 1 } },
} as const;

onBothStorages(plans, (open) => {
  describe('a trial', () => {
    test('is free, and its end begins the first period', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      await runAt(shop, '2026-06-15T09:59:59.999Z');
      const before = [await seen(shop, made), await shop.documents()];

      await runAt(shop, '2026-06-15T10:00:00Z');

      const currentPeriod = { start: '2026-06-01', end: '2026-06-15' };
      expect(before).toMatchObject([{ status: 'trialing', currentPeriod }, []]);
      expect(await seen(shop, made)).toMatchObject({
        status: 'active',
        anchorOn: '2026-06-15',
        currentPeriod: { start: '2026-06-15', end: '2026-07-15' },
      });
      expect(await shop.documents()).toEqual(['Base 06-15/07-15 30.00, = 30.00']);
    });

    test('leaves the periods aligned to the start, where the policy says so', async () => {
      const shop = await open({ alignFrom: 'start' });
      await shop.subscribe('tried');

      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Base 06-15/07-01 16.00, = 16.00',
        'Base 07-01/08-01 30.00, = 30.00',
      ]);
    });

    test('of what is owed in arrears is left out of the first document', async () => {
      const shop = await open({ alignFrom: 'start' });
      await shop.subscribe('late');

      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual(['Base 06-15/07-01 16.00, = 16.00']);
    });

    test('does not make everything free', async () => {
      const shop = await open({ alignFrom: 'start' });
      await shop.subscribe('setup');

      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Room 06-01/07-01 6.00, = 6.00',
        'Base 06-15/07-01 16.00, = 16.00',
        'Room 07-01/08-01 6.00, Base 07-01/08-01 30.00, = 36.00',
      ]);
    });

    test('is as long as the customer asked for, and may be none', async () => {
      const shop = await open();

      const short = await shop.subscribe('tried', { trialDays: 2 });
      const none = await shop.subscribe('tried', { trialDays: 0 });

      expect([short.trialEndsAt, none.trialEndsAt]).toEqual([
        Date.parse('2026-06-03T10:00:00Z'),
        null,
      ]);
    });

    test('ends at the same time of the day, whatever the clocks do', async () => {
      const shop = await open();
      shop.setTime('2026-03-20T09:30:00Z');

      const made = await shop.subscribe('tried', { timeZone: 'Europe/Vienna' });

      expect(made.trialEndsAt).toBe(Date.parse('2026-04-03T08:30:00Z'));
    });

    test('is given once for each customer and product', async () => {
      const shop = await open();
      const first = await shop.subscribe('tried');

      const second = await shop.subscribe('longer');
      const asked = await shop.subscribe('longer', { trialDays: 3 });

      expect([first.status, second.status, asked.status]).toEqual([
        'trialing',
        'active',
        'trialing',
      ]);
    });

    test('is given again where the first was canceled before it began', async () => {
      const shop = await open();
      const first = await shop.subscribe('tried', { startsOn: '2026-06-02' });
      await cancel(shop, first, 'now');

      const second = await shop.subscribe('tried');

      expect(second.status).toBe('trialing');
    });

    test('is listed as what it is at the time', async () => {
      const shop = await open();
      await shop.subscribe('tried');
      const listed = async (status: 'trialing' | 'active' | 'scheduled') =>
        (await shop.subscriptions.list.execute(shop.context, { status })).data.length;

      const during = [await listed('trialing'), await listed('active')];
      shop.setTime('2026-06-15T10:00:00Z');

      expect(during).toEqual([1, 0]);
      expect([await listed('trialing'), await listed('active')]).toEqual([0, 1]);
    });

    test('has its first invoice shown before', async () => {
      const shop = await open();
      const input = { customerId: shop.customerId, planId: shop.planId('tried') };

      const preview = await shop.subscriptions.previewCreate.execute(shop.context, input);

      expect(preview.now).toEqual([]);
      expect(preview.next).toMatchObject({
        at: Date.parse('2026-06-15T10:00:00Z'),
        lines: [{ servicePeriod: { start: '2026-06-15', end: '2026-07-15' } }],
      });
    });
  });

  describe('canceled in the trial', () => {
    test('at its end, nothing is ever charged, and it may be taken back', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      const canceled = await cancel(shop, made, 'period_end');
      const last = await cancel(shop, canceled, { on: '2026-06-10' });

      const back = await uncancel(shop, last);
      await cancel(shop, back, 'period_end');
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(canceled.endsAt).toBe(made.trialEndsAt);
      expect(await shop.documents()).toEqual([]);
      expect((await seen(shop, made)).status).toBe('ended');
    });

    test('now, on the day that it would have ended, nothing is charged', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-15T09:00:00Z');

      await cancel(shop, made, 'now');
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([]);
    });
  });
});
