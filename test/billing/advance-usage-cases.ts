import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { call, rollUp, seat, send } from './advance-shop.ts';
import { runAt } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { linesOf } from './usage-guide.ts';

const region = (name: string) => ({ region: name });

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

/** Tests of what usage in advance comes to, with a shop of the first of June. */
export const advanceUsageCases = (open: Open): void => {
  describe('usage in advance', () => {
    test('is charged soon after its events came, and nothing is left in the end', async () => {
      const shop = await open();
      await shop.subscribe('calls');

      expect(await call(shop, 10, '2026-06-10T12:00:00Z')).toBe(1);
      expect((await shop.progress()).invoices).toBe(0);
      expect(await call(shop, 5, '2026-06-20T00:00:00Z')).toBe(1);
      await runAt(shop, '2026-07-01T00:00:00Z');
      expect(await call(shop, 1, '2026-07-02T00:00:00Z')).toBe(1);

      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 31.00, = 31.00',
        'Calls 06-10/07-01 1.05, = 1.05',
        'Calls 06-20/07-01 0.53, = 0.53',
        'Calls 06-01/07-01 0.00, Base 07-01/08-01 31.00, = 31.00',
        'Calls 07-02/08-01 0.11, = 0.11',
      ]);
    });

    test('is looked at soon after its events came, and not in arrears', async () => {
      const shop = await open();
      const made = await shop.subscribe('arrears');
      await send(shop, 'call', '2026-06-01T00:00:00Z');
      expect(await shop.watch()).toBe(0);

      await shop.change(made, { planId: shop.planId('calls'), effective: 'now' });
      expect(await shop.watch()).toBe(0);
      await send(shop, 'call', '2026-06-01T00:00:00Z');

      expect(await shop.watch()).toBe(1);
      // The change charged what there was at its instant.
      expect((await shop.documents()).slice(-2)).toEqual([
        'Calls 06-01/07-01 0.11, = 0.11',
        'Calls 06-01/07-01 0.10, = 0.10',
      ]);
    });

    test('of a level that falls gives nothing back, and what was paid is free', async () => {
      const shop = await open();
      await shop.subscribe('seats');

      expect(await seat(shop, 10, '2026-06-06T00:00:00Z')).toBe(1);
      expect(await seat(shop, -5, '2026-06-07T00:00:00Z')).toBe(0);
      expect(await seat(shop, 2, '2026-06-08T00:00:00Z')).toBe(0);
      expect(await seat(shop, 5, '2026-06-09T00:00:00Z')).toBe(1);

      expect(await shop.documents()).toEqual([
        'Seats 06-06/07-01 100.00, = 100.00',
        'Seats 06-09/07-01 20.00, = 20.00',
      ]);
    });

    test('is counted of roll-ups as it is of events', async () => {
      const shop = await open();
      await shop.subscribe('seats');
      const countings = await rollUp(shop);

      expect(await seat(shop, 10, '2026-06-06T00:30:00Z')).toBe(1);
      await rollUp(shop);
      expect(await seat(shop, 1, '2026-06-06T01:30:00Z')).toBe(1);
      await rollUp(shop);
      expect(await seat(shop, -5, '2026-06-07T00:00:00Z')).toBe(0);
      await rollUp(shop);
      expect(await seat(shop, 2, '2026-06-09T00:00:00Z')).toBe(0);
      shop.setTime('2026-06-12T00:00:00Z');
      await send(shop, 'seat', '2026-06-06T00:40:00Z', { by: 4 });
      await rollUp(shop);
      expect((await shop.progress()).invoices).toBe(1);

      expect(await shop.documents()).toEqual([
        'Seats 06-06/07-01 100.00, = 100.00',
        'Seats 06-06/07-01 10.00, = 10.00',
        'Seats 06-12/07-01 40.00, = 40.00',
      ]);
      // In memory nothing is rolled up.
      expect([[], ['min', 'sum', 'weighted_sum']]).toContainEqual(countings);
    });

    test('of a level that is carried over is charged again where a period begins', async () => {
      const shop = await open();
      await shop.subscribe('seats');
      await seat(shop, 10, '2026-06-06T00:00:00Z');
      await seat(shop, -4, '2026-06-20T00:00:00Z');

      await runAt(shop, '2026-07-01T00:00:00Z');
      expect(await seat(shop, 3, '2026-07-10T00:00:00Z')).toBe(1);
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect((await shop.documents()).slice(1)).toEqual([
        'Seats 06-01/07-01 0.00, Seats 07-01/08-01 60.00, = 60.00',
        'Seats 07-10/08-01 30.00, = 30.00',
        'Seats 07-01/08-01 0.00, Seats 08-01/09-01 90.00, = 90.00',
      ]);
    });

    test('of a level that is there already is charged when the subscription begins', async () => {
      const shop = await open();
      await seat(shop, 4, '2026-06-01T00:00:00Z');
      await shop.subscribe('seats');

      expect(await shop.documents()).toEqual(['Seats 06-01/07-01 40.00, = 40.00']);
    });

    test('counts users once, whoever comes, goes and comes again', async () => {
      const shop = await open();
      await shop.subscribe('users');
      const user = async (id: string, time: string, op = 'add') => {
        shop.setTime(time);
        await send(shop, 'user', time, { id, op });
        return (await shop.progress()).invoices;
      };

      expect(await user('ada', '2026-06-02T00:00:00Z')).toBe(1);
      expect(await user('ada', '2026-06-03T00:00:00Z')).toBe(0);
      expect(await user('ada', '2026-06-04T00:00:00Z', 'remove')).toBe(0);
      expect(await user('ada', '2026-06-04T00:00:01Z', 'remove')).toBe(0);
      expect(await user('bob', '2026-06-05T00:00:00Z')).toBe(0);
      expect(await user('ada', '2026-06-06T00:00:00Z')).toBe(1);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Users 06-02/07-01 10.00, = 10.00',
        'Users 06-06/07-01 10.00, = 10.00',
        'Users 06-01/07-01 0.00, Users 07-01/08-01 20.00, = 20.00',
      ]);
    });

    test('goes on in the tiers and free units of the period', async () => {
      const shop = await open();
      await shop.subscribe('tiered');
      await shop.subscribe('free');

      await call(shop, 2, '2026-06-02T00:00:00Z');
      await call(shop, 3, '2026-06-03T00:00:00Z');
      await call(shop, 1, '2026-06-04T00:00:00Z');
      await call(shop, 1, '2026-06-05T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Calls 06-02/07-01 2.00, = 2.00',
        'Calls 06-03/07-01 2.00, = 2.00',
        'Calls 06-04/07-01 0.50, Calls 06-04/07-01 1.00, = 1.50',
        'Calls 06-05/07-01 0.50, = 0.50',
      ]);
    });

    test('has lines of its groups and cells, of those alone that grew', async () => {
      const shop = await open();
      await shop.subscribe('regional');
      await call(shop, 2, '2026-06-02T00:00:00Z', { region: 'eu' });
      await call(shop, 1, '2026-06-03T00:00:00Z', { region: 'us' });
      const cells = await open();
      await cells.subscribe('cells');
      await call(cells, 2, '2026-06-02T00:00:00Z', { region: 'eu' });
      await call(cells, 1, '2026-06-03T00:00:00Z', { region: 'us' });

      expect(await shop.documents()).toEqual([
        'Calls (region: "eu") 06-02/07-01 2.00, = 2.00',
        'Calls (region: "us") 06-03/07-01 1.00, = 1.00',
      ]);
      expect(await cells.documents()).toEqual([
        'Calls (region: "eu") 06-02/07-01 4.00, = 4.00',
        'Calls (region: "us") 06-03/07-01 1.00, = 1.00',
      ]);
    });

    test('of groups that are used by turns is charged each time', async () => {
      const shop = await open();
      await shop.subscribe('regionalWithBase');
      shop.setTime('2026-06-02T00:00:00Z');
      await send(shop, 'call', '2026-06-02T00:00:00Z', { region: 'eu' });

      // The price of us alone is by now what both of them came to before.
      expect(await call(shop, 1, '2026-06-02T00:00:00Z', { region: 'us' })).toBe(1);
      expect(await call(shop, 1, '2026-06-03T00:00:00Z', { region: 'us' })).toBe(1);
      expect(await call(shop, 1, '2026-06-04T00:00:00Z', { region: 'eu' })).toBe(1);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(shop.failures).toEqual([]);
      // All of them are proved: the line that says that nothing more was used, too.
      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 31.00, = 31.00',
        'Calls (region: "eu") 06-02/07-01 1.00, Calls (region: "us") 06-02/07-01 1.00, = 2.00',
        'Calls (region: "us") 06-03/07-01 1.00, = 1.00',
        'Calls (region: "eu") 06-04/07-01 1.00, = 1.00',
        'Calls 06-01/07-01 0.00, Base 07-01/08-01 31.00, = 31.00',
      ]);
    });

    test('of groups comes to all that was used, however they are used by turns', async () => {
      const turn = fc.record({ eu: fc.nat(2), us: fc.nat(2), none: fc.nat(1) });
      await fc.assert(
        fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 8 }), async (turns) => {
          const shop = await open();
          await shop.subscribe('regionalWithBase');
          for (const [index, { eu, us, none }] of turns.entries()) {
            const time = `2026-06-${String(index + 2).padStart(2, '0')}T00:00:00Z`;
            shop.setTime(time);
            for (let each = 0; each < eu; each += 1) await send(shop, 'call', time, region('eu'));
            for (let each = 0; each < us; each += 1) await send(shop, 'call', time, region('us'));
            for (let each = 0; each < none; each += 1) await send(shop, 'call', time);
            await shop.progress();
          }
          await runAt(shop, '2026-07-01T00:00:00Z');

          const used = turns.reduce((sum, { eu, us, none }) => sum + eu + us + none, 0);
          const lines = (await linesOf(shop)).flat().filter(({ kind }) => kind === 'usage');
          const charged = lines.reduce((sum, { amount }) => sum + amount.minor, 0n);
          expect([charged, shop.failures]).toEqual([BigInt(used) * 100n, []]);
          // Verified, too.
          expect((await shop.documents()).at(-1)).toContain('Base 07-01/08-01 31.00');
        }),
        { numRuns: 12 },
      );
    });

    test('comes to a maximum at most, and owes a minimum in the end', async () => {
      const shop = await open();
      await shop.subscribe('capped');
      await call(shop, 4, '2026-06-02T00:00:00Z', { region: 'eu' });
      await call(shop, 4, '2026-06-03T00:00:00Z', { region: 'us' });
      expect(await call(shop, 4, '2026-06-04T00:00:00Z', { region: 'eu' })).toBe(0);
      const bounded = await open();
      await bounded.subscribe('bounded');
      await call(bounded, 10, '2026-06-02T00:00:00Z');
      await runAt(bounded, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Calls (region: "eu") 06-02/07-01 4.00, = 4.00',
        'Calls (region: "us") 06-03/07-01 4.00, Calls (maximum) 06-03/07-01 -3.00, = 1.00',
      ]);
      expect(await bounded.documents()).toEqual([
        'Calls 06-02/07-01 1.05, = 1.05',
        'Calls 06-01/07-01 28.95, Minimum commitment 06-01/07-01 10.00, = 38.95',
      ]);
    });

    test('of single events is charged for each of them', async () => {
      const shop = await open();
      await shop.subscribe('share');
      const pay = async (value: number, time: string) => {
        shop.setTime(time);
        await send(shop, 'payment', time, { value });
        return (await shop.progress()).invoices;
      };

      expect(await pay(100, '2026-06-02T00:00:00Z')).toBe(1);
      expect(await pay(250, '2026-06-03T00:00:00Z')).toBe(1);

      expect(await shop.documents()).toEqual([
        'Payments 06-02/07-01 1.30, = 1.30',
        'Payments 06-03/07-01 2.80, = 2.80',
      ]);
    });
  });
};
