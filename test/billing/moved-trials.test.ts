import { describe, expect, test } from 'vitest';
import { endTrial, extendTrial, onBothStorages, refusalOf, runAt, seen } from './both-storages.ts';

// Trials that get another end, on both storages: from the first of June, of 30 days.

const plans = {
  tried: { prices: { Base: 3000n }, trialDays: 14 },
  longer: { prices: { Base: 6000n }, trialDays: 20 },
  plain: { prices: { Base: 6000n } },
  setup: { prices: { Base: 3000n, Room: 600n }, trialDays: 14, chargedInTrial: ['Room'] },
  late: { prices: { Base: 3000n }, trialDays: 14, billed: 'in_arrears' },
  yearly: { prices: { Base: 36_500n }, interval: { unit: 'year', count: 1 } },
} as const;

onBothStorages(plans, (open) => {
  describe('a trial that is extended', () => {
    test('moves the first period along', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-10T10:00:00Z');

      const extended = await extendTrial(shop, made, '2026-06-20T18:00:00Z');
      await runAt(shop, '2026-06-21T00:00:00Z');

      expect(extended).toMatchObject({ status: 'trialing', version: 2, anchorOn: '2026-06-20' });
      expect(await shop.documents()).toEqual(['Base 06-20/07-20 30.00, = 30.00']);
    });

    test('settles what is charged in it', async () => {
      const shop = await open();
      const made = await shop.subscribe('setup');
      shop.setTime('2026-06-10T10:00:00Z');

      await extendTrial(shop, made, '2026-06-22T10:00:00Z');
      await runAt(shop, '2026-06-22T10:00:00Z');

      // 14 of 31 days from 15 May, then 21 of 31 from 22 May.
      expect(await shop.documents()).toEqual([
        'Room 06-01/06-15 2.71, = 2.71',
        'Room 06-01/06-22 4.06, Room 06-01/06-15 -2.71, = 1.35',
        'Room 06-22/07-22 6.00, = 6.00',
        'Base 06-22/07-22 30.00, = 30.00',
      ]);
    });

    test('is none before, none for longer than two years, and none once it is over', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      const plain = await shop.subscribe('plain');

      expect(await refusalOf(extendTrial(shop, made, '2026-06-15T10:00:00Z'))).toBe(
        'invalid_request',
      );
      expect(await refusalOf(extendTrial(shop, made, '2028-06-01T10:00:00Z'))).toBe(
        'invalid_request',
      );
      expect(await refusalOf(extendTrial(shop, plain, '2026-07-15T10:00:00Z'))).toBe(
        'not_in_trial',
      );
      shop.setTime('2026-06-15T10:00:00Z');
      expect(await refusalOf(extendTrial(shop, made, '2026-07-15T10:00:00Z'))).toBe('not_in_trial');
    });
  });

  describe('a trial that somebody ends', () => {
    test('has the first period charged at once', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-10T16:00:00Z');

      const ended = await endTrial(shop, made);
      await runAt(shop, '2026-06-20T00:00:00Z');

      expect(ended).toMatchObject({ status: 'active', anchorOn: '2026-06-10' });
      expect(ended.trialEndsAt).toBe(Date.parse('2026-06-10T16:00:00Z'));
      expect(await shop.documents()).toEqual(['Base 06-10/07-10 30.00, = 30.00']);
      expect(await refusalOf(endTrial(shop, ended))).toBe('not_in_trial');
    });

    test('before it begins, begins without one', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried', { startsOn: '2026-06-05' });

      const ended = await endTrial(shop, made);
      await runAt(shop, '2026-06-05T00:00:00Z');

      expect(ended).toMatchObject({ status: 'scheduled', anchorOn: '2026-06-05' });
      expect(await shop.documents()).toEqual(['Base 06-05/07-05 30.00, = 30.00']);
    });
  });

  describe('another plan in a trial', () => {
    test('keeps the trial', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-05T10:00:00Z');

      await shop.change(made, { planId: shop.planId('plain'), effective: 'now' });
      await runAt(shop, '2026-06-15T10:00:00Z');

      expect(await shop.documents()).toEqual(['Base 06-15/07-15 60.00, = 60.00']);
    });

    test('has the trial of the new plan, from the start on, where the policy says so', async () => {
      const shop = await open({ trialOnChange: 'of_new_plan' });
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-05T10:00:00Z');

      await shop.change(made, { planId: shop.planId('longer'), effective: 'now' });
      await runAt(shop, '2026-06-21T10:00:00Z');

      expect(await shop.documents()).toEqual(['Base 06-21/07-21 60.00, = 60.00']);
    });

    test('ends the trial where the new plan has none', async () => {
      const shop = await open({ trialOnChange: 'of_new_plan' });
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-05T10:00:00Z');

      await shop.change(made, { planId: shop.planId('plain'), effective: 'now' });

      expect(await seen(shop, made)).toMatchObject({ status: 'active', anchorOn: '2026-06-05' });
      expect(await shop.documents()).toEqual(['Base 06-05/07-05 60.00, = 60.00']);
    });

    test('gives no second trial of the product to who is in none', async () => {
      const shop = await open({ trialOnChange: 'of_new_plan' });
      const made = await shop.subscribe('tried', { trialDays: 2 });
      await runAt(shop, '2026-06-05T10:00:00Z');

      await shop.change(made, { planId: shop.planId('longer'), effective: 'now' });

      expect((await seen(shop, made)).status).toBe('active');
    });

    test('at its end begins with the first period', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      await shop.change(made, { planId: shop.planId('yearly'), effective: 'period_end' });

      await runAt(shop, '2026-06-15T10:00:00Z');

      expect(await shop.documents()).toEqual(['Base 06-15/06-15 365.00, = 365.00']);
    });

    test('that lies ahead follows on a trial that is extended', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      await shop.change(made, { planId: shop.planId('plain'), effective: { on: '2026-06-18' } });
      const current = await seen(shop, made);

      await extendTrial(shop, current, '2026-06-20T10:00:00Z');
      await runAt(shop, '2026-06-20T10:00:00Z');

      expect(await shop.documents()).toEqual(['Base 06-20/07-20 60.00, = 60.00']);
    });
  });
});
