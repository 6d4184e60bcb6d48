import { describe, expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { runAt } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { guideRows, linesOf, stepsOf } from './usage-guide.ts';
import { setGrace, use } from './usage-shop.ts';

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

/** Tests of prices of usage that tell events apart, with a shop of the first of June. */
export const eventPriceCases = (open: Open): void => {
  describe('a matrix', () => {
    test('has a line for each cell, and one of zero for what no cell takes', async () => {
      const shop = await open();
      await shop.subscribe('matrix');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, Array(3).fill('2026-06-02T00:00:00Z'), { region: 'eu', kind: 'sms' });
      await use(shop, ['2026-06-02T00:00:00Z'], { region: 'us', kind: 'sms' });
      await use(shop, Array(2).fill('2026-06-03T00:00:00Z'), { region: 'eu', kind: 'mms' });
      await use(shop, ['2026-06-03T00:00:00Z']);
      await runAt(shop, '2026-07-01T00:00:00Z');

      const [lines = []] = await linesOf(shop);
      const rows = lines.map(
        ({ description, quantity, amount }) =>
          `| ${description}, ${quantity} | ${amount.toDecimal()} |`,
      );
      expect(rows).toEqual(await guideRows('line of a matrix'));
      expect((await shop.documents()).at(-1)).toContain('= 0.22');
      expect(await stepsOf(shop, lines[1]?.id)).toEqual([
        '| 3 × EUR 0.07 (region: "eu", kind: "sms") | 0.21 |',
        '| EUR 0.21, rounded half up from 0.21 | 0.21 |',
      ]);
      expect(await stepsOf(shop, lines[3]?.id)).toEqual([
        '| nothing for 1, as no cell takes it (region: none, kind: none) | 0 |',
        '| EUR 0.00, rounded half up from 0 | 0 |',
      ]);
    });

    test('prices what no cell takes at its default', async () => {
      const shop = await open();
      await shop.subscribe('anywhere');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-02T00:00:00Z'], { region: 'eu' });
      await use(shop, Array(2).fill('2026-06-03T00:00:00Z'), { region: 'asia' });
      await runAt(shop, '2026-07-01T00:00:00Z');
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Calls (region: "asia") 06-01/07-01 4.00, Calls (region: "eu") 06-01/07-01 1.00, = 5.00',
      ]);
    });

    test('is shown ahead and on the draft by its cells, and goes on after a cut', async () => {
      const shop = await open();
      await setGrace(shop, 3);
      const made = await shop.subscribe('anywhere');
      shop.setTime('2026-06-10T00:00:00Z');
      await use(shop, ['2026-06-02T00:00:00Z'], { region: 'eu' });
      const shown = await shop.subscriptions.currentUsage.execute(shop.context, {
        subscriptionId: made.id,
      });
      const pause = { subscriptionId: made.id, version: 'any', effective: 'now' } as const;
      await shop.subscriptions.pause.execute(shop.context, pause);
      shop.setTime('2026-06-20T00:00:00Z');
      await shop.subscriptions.resume.execute(shop.context, pause);
      await use(shop, ['2026-06-20T00:00:00Z'], { region: 'eu' });
      await use(shop, ['2026-06-20T00:00:00Z'], { region: 'us' });
      await runAt(shop, '2026-07-01T00:00:00Z');
      const draft = (await shop.documents()).at(-1);
      await runAt(shop, '2026-07-05T00:00:00Z');

      expect(shown.data).toMatchObject([{ group: 'region: "eu"', quantity: '1' }]);
      expect(draft).toBe(
        'Calls (region: "eu") 06-20/07-01 1.00, Calls (region: "us") 06-20/07-01 2.00, = 3.00',
      );
      expect((await shop.documents()).at(-1)).toBe(draft);
    });

    test('charges late usage by the cell, and what no cell takes not at all', async () => {
      const shop = await open();
      await shop.subscribe('matrix');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-02T00:00:00Z'], { region: 'eu', kind: 'sms' });
      await runAt(shop, '2026-07-01T00:00:00Z');
      await use(shop, ['2026-06-03T00:00:00Z'], { region: 'us', kind: 'sms' });
      await use(shop, ['2026-06-03T00:00:00Z'], { region: 'eu', kind: 'sms' });
      await use(shop, ['2026-06-03T00:00:00Z'], { region: 'asia', kind: 'sms' });
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect((await shop.documents()).at(-1)).toBe(
        'Calls 07-01/08-01 0.00, Calls (region: "eu", kind: "sms") 06-01/07-01 0.07, ' +
          'Calls (region: "us", kind: "sms") 06-01/07-01 0.01, = 0.08',
      );
    });
  });

  test('lines by two properties prove themselves, in whatever order a store has them', async () => {
    const shop = await open();
    await shop.subscribe('zoned');
    shop.setTime('2026-06-20T00:00:00Z');
    await use(shop, ['2026-06-02T00:00:00Z'], { region: 'eu', zone: 'a' });
    await runAt(shop, '2026-07-01T00:00:00Z');

    expect(await shop.documents()).toEqual([
      'Calls (region: "eu", zone: "a") 06-01/07-01 0.11, = 0.11',
    ]);
  });
};
