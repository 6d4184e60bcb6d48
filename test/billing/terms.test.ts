import { describe, expect, test } from 'vitest';
import { cancel, extendTrial, onBothStorages, refusalOf, seen, uncancel } from './both-storages.ts';

// Terms, subscriptions that come from elsewhere, and changes agreed to at once: on both storages.

const plans = {
  basic: { prices: { Base: 3000n } },
  pro: { prices: { Base: 6000n } },
  tried: { prices: { Base: 3000n }, trialDays: 14 },
  late: { prices: { Base: 3000n }, billed: 'in_arrears' },
} as const;

const at = (text: string): number => Date.parse(`${text}Z`);

onBothStorages(plans, (open) => {
  const quarter = { unit: 'month', count: 3 } as const;

  describe('a term', () => {
    test('ends the subscription, where nothing else is said', async () => {
      const shop = await open();

      const made = await shop.subscribe('basic', { term: quarter });
      for (const month of ['07', '08', '09']) {
        shop.setTime(`2026-${month}-01T00:00:00Z`);
        await shop.run();
      }

      expect(made).toMatchObject({ term: quarter, renewal: 'end' });
      expect([made.termEndsAt, made.endsAt]).toEqual([
        at('2026-09-01T00:00:00'),
        at('2026-09-01T00:00:00'),
      ]);
      expect((await seen(shop, made)).status).toBe('ended');
      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, = 30.00',
        'Base 07-01/08-01 30.00, = 30.00',
        'Base 08-01/09-01 30.00, = 30.00',
      ]);
    });

    test('rolls on, where it renews, by the day that it began on', async () => {
      const shop = await open({}, '2026-01-31T10:00:00Z');
      const month = { unit: 'month', count: 1 } as const;
      const made = await shop.subscribe('basic', { term: month, renewal: 'renew' });

      const ends = [made.termEndsAt];
      for (const now of ['2026-02-28T00:00:00Z', '2026-03-31T00:00:00Z']) {
        shop.setTime(now);
        ends.push((await seen(shop, made)).termEndsAt);
      }

      expect(made.endsAt).toBeNull();
      expect(ends).toEqual(
        ['2026-02-28T00:00:00', '2026-03-31T00:00:00', '2026-04-30T00:00:00'].map(at),
      );
    });

    test('is where a cancellation and a change may take effect', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic', { term: quarter, renewal: 'renew' });
      shop.setTime('2026-10-15T10:00:00Z');

      const change = await shop.change(made, { planId: shop.planId('pro'), effective: 'term_end' });
      const canceled = await cancel(shop, await seen(shop, made), 'term_end');

      expect([change.effectiveAt, canceled.endsAt]).toEqual([
        at('2026-12-01T00:00:00'),
        at('2026-12-01T00:00:00'),
      ]);
    });

    test('is none for who agreed to none', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');

      expect(await refusalOf(cancel(shop, made, 'term_end'))).toBe('invalid_request');
    });

    test('that ends is where it ends still, once an earlier end is taken back', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic', { term: quarter });

      const canceled = await cancel(shop, made, { on: '2026-06-16' });
      const back = await uncancel(shop, canceled);

      expect(back.endsAt).toBe(made.endsAt);
      expect(await refusalOf(uncancel(shop, back))).toBe('subscription_not_canceled');
    });

    test('begins with the end of the trial, and moves along with it', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried', { term: quarter });

      const moved = await extendTrial(shop, made, '2026-06-20T10:00:00Z');

      expect([made.endsAt, moved.endsAt]).toEqual([
        at('2026-09-15T00:00:00'),
        at('2026-09-20T00:00:00'),
      ]);
    });
  });

  describe('what was billed elsewhere', () => {
    test('is not charged again, and the next period is', async () => {
      const shop = await open({}, '2026-06-16T10:00:00Z');

      const made = await shop.subscribe('basic', {
        startsOn: '2025-06-01',
        billedThrough: '2026-07-01',
      });
      const before = await shop.documents();
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect(made).toMatchObject({ status: 'active', billedThrough: '2026-07-01' });
      expect(before).toEqual([]);
      expect(await shop.documents()).toEqual(['Base 07-01/08-01 30.00, = 30.00']);
    });

    test('within a period, leaves the rest of that to be charged', async () => {
      const shop = await open({}, '2026-06-16T10:00:00Z');

      const given = { startsOn: '2025-06-01', billedThrough: '2026-06-16' };
      await shop.subscribe('basic', given);
      await shop.subscribe('late', given);
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect(await shop.documents()).toEqual([
        'Base 06-16/07-01 15.00, = 15.00',
        'Base 07-01/08-01 30.00, Base 06-16/07-01 15.00, = 45.00',
      ]);
    });

    test('is not credited, when it is canceled or changed', async () => {
      const shop = await open({}, '2026-06-16T10:00:00Z');
      const given = { startsOn: '2025-06-01', billedThrough: '2026-07-01' };
      const ended = await shop.subscribe('basic', given);
      const changed = await shop.subscribe('basic', given);

      await cancel(shop, ended, 'now');
      await shop.change(changed, { planId: shop.planId('pro'), effective: 'now' });
      const before = await shop.documents();
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect(before).toEqual([]);
      expect(await shop.documents()).toEqual(['Base 07-01/08-01 60.00, = 60.00']);
    });

    test('lies between the start and the end of the current period', async () => {
      const shop = await open({}, '2026-06-16T10:00:00Z');
      const given = (billedThrough: string, endsOn?: string) =>
        refusalOf(shop.subscribe('basic', { startsOn: '2026-01-01', billedThrough, endsOn }));

      expect(await given('2025-12-31')).toBe('invalid_request');
      expect(await given('2026-07-02')).toBe('invalid_request');
      expect(await given('2026-06-21', '2026-06-20')).toBe('invalid_request');
      expect(await given('2026-07-01')).toBe('accepted');
    });
  });

  describe('changes that a subscription comes with', () => {
    test('are shown, listed, and take effect when their time has come', async () => {
      const shop = await open();
      const changes = [
        { planId: shop.planId('pro'), effective: { on: '2026-07-01' } },
        {
          items: [{ priceId: shop.priceId('pro', 'Base'), quantity: '2' }],
          effective: { on: '2026-07-16' },
        },
      ];
      const input = { customerId: shop.customerId, planId: shop.planId('basic'), changes };
      const preview = await shop.subscriptions.previewCreate.execute(shop.context, input);

      const made = await shop.subscriptions.create.execute(shop.context, {
        ...input,
        quote: preview.quote,
      });
      const listed = await shop.subscriptions.changes.execute(shop.context, {
        subscriptionId: made.id,
      });
      for (const now of ['2026-07-01T00:00:00Z', '2026-07-16T00:00:00Z']) {
        shop.setTime(now);
        await shop.run();
      }

      expect(preview.next?.lines.map(({ amount }) => amount.minor)).toEqual([2903n]);
      expect(made).toMatchObject({ version: 1, planId: shop.planId('basic') });
      expect(listed.data.map(({ status, effectiveOn }) => [status, effectiveOn])).toEqual([
        ['scheduled', '2026-07-16'],
        ['scheduled', '2026-07-01'],
      ]);
      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, = 30.00',
        'Base 07-01/07-16 29.03, = 29.03',
        'Base 07-16/08-01 30.97, = 30.97',
      ]);
    });

    test('lie ahead', async () => {
      const shop = await open();
      const change = { planId: shop.planId('pro'), effective: 'now' } as const;

      expect(await refusalOf(shop.subscribe('basic', { changes: [change] }))).toBe(
        'invalid_request',
      );
      expect(await shop.documents()).toEqual([]);
    });
  });
});
