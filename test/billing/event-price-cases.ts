import { describe, expect, test } from 'vitest';
import { recountUsage } from '#application/invoicing/verification/recount-usage.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { buildId } from '../../src/testing/builders.ts';
import { runAt } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { guideRows, linesOf, stepsOf } from './usage-guide.ts';
import { euros, setGrace, use } from './usage-shop.ts';

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

  describe('a dynamic price', () => {
    test('is the amounts that the events carry, rounded once', async () => {
      const shop = await open();
      await shop.subscribe('dynamic');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-02T00:00:00Z'], { cost: '0.101' });
      await use(shop, ['2026-06-03T00:00:00Z'], { cost: 9.019 });
      for (const cost of ['a lot', true, null, { of: 1 }]) {
        await use(shop, ['2026-06-04T00:00:00Z'], { cost });
      }
      await use(shop, ['2026-06-04T00:00:00Z']);
      const [made] = (await shop.subscriptions.list.execute(shop.context, {})).data;
      const subscriptionId = made?.id ?? buildId('sub');
      const shown = await shop.subscriptions.currentUsage.execute(shop.context, { subscriptionId });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual(['Calls 06-01/07-01 9.12, = 9.12']);
      const [lines = []] = await linesOf(shop);
      const steps = await stepsOf(shop, lines[0]?.id);
      expect(lines[0]).toMatchObject({ quantity: '7' });
      expect(steps).toEqual(await guideRows('step of a dynamic price'));
      expect(shown.data).toMatchObject([{ quantity: '7', amount: euros(912n) }]);
    });

    test('has a line for each group, and charges what comes late', async () => {
      const shop = await open();
      await shop.subscribe('carried');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-02T00:00:00Z'], { cost: '0.101', region: 'eu' });
      await use(shop, ['2026-06-02T00:00:00Z'], { cost: '9.019', region: 'us' });
      await runAt(shop, '2026-07-01T00:00:00Z');
      await use(shop, ['2026-06-03T00:00:00Z'], { cost: '20', region: 'eu' });
      await use(shop, ['2026-06-03T00:00:00Z'], { cost: '-10', region: 'us' });
      await runAt(shop, '2026-08-01T00:00:00Z');

      const line = (region: string, amount: string) =>
        `Calls (region: "${region}") 06-01/07-01 ${amount}`;
      expect(await shop.documents()).toEqual([
        `${line('eu', '0.10')}, ${line('us', '9.02')}, = 9.12`,
        `Calls 07-01/08-01 0.00, ${line('eu', '20.00')}, ${line('us', '-9.02')}, = 10.98`,
      ]);
      const [, lines = []] = await linesOf(shop);
      expect(await stepsOf(shop, lines.at(-1)?.id)).toContain(
        '| EUR 0.00, as more was given back than used | 0 |',
      );
    });
  });

  test('a line is wrong where its events carry other amounts, however many they are', async () => {
    const shop = await open();
    await shop.subscribe('dynamic');
    shop.setTime('2026-06-20T00:00:00Z');
    await use(shop, ['2026-06-02T00:00:00Z'], { cost: '1' });
    await runAt(shop, '2026-07-01T00:00:00Z');

    const wrong = await shop.storage.reads.read(shop.context, async (queries) => {
      const [invoice] = await queries.invoices.list({}, { limit: 1, after: null });
      const id = invoice?.id ?? buildId('inv');
      const lines = (await queries.invoices.explained([id])).get(id) ?? [];
      const recount = (cost: string) =>
        recountUsage(
          {
            ...queries,
            usageCounts: {
              ...queries.usageCounts,
              within: async (range, through) => {
                const found = await queries.usageCounts.within(range, through);
                const events = found.events.map((event) => ({ ...event, data: { cost } }));
                return { ...found, events };
              },
            },
          },
          lines,
        );
      return [(await recount('1')).wrong.size, (await recount('2')).wrong.size];
    });

    expect(wrong).toEqual([0, 1]);
  });

  describe('a percentage', () => {
    const pay = (shop: PlanShop, time: string, values: readonly string[]) =>
      Promise.all(values.map((value) => use(shop, [time], { value }, { type: 'payment' })));

    test('goes through events by their time, free ones and bounds of each', async () => {
      const shop = await open();
      await shop.subscribe('share');
      shop.setTime('2026-06-20T00:00:00Z');
      await pay(shop, '2026-06-05T00:00:00Z', ['10', '100', '200', '1000']);
      await pay(shop, '2026-06-01T00:00:00Z', ['5000']);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual(['Payments 06-01/07-01 9.10, = 9.10']);
      const [lines = []] = await linesOf(shop);
      expect(await stepsOf(shop, lines[0]?.id)).toEqual(await guideRows('step of a percentage'));
    });

    test('is charged anew where an event came late that was free before', async () => {
      const shop = await open();
      await shop.subscribe('share');
      shop.setTime('2026-06-20T00:00:00Z');
      await pay(shop, '2026-06-05T00:00:00Z', ['100', '200']);
      await runAt(shop, '2026-07-01T00:00:00Z');
      await pay(shop, '2026-06-02T00:00:00Z', ['1']);
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Payments 06-01/07-01 2.30, = 2.30',
        'Payments 07-01/08-01 0.00, Payments 06-01/07-01 1.30, = 1.30',
      ]);
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
