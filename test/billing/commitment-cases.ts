import { describe, expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { cancel, runAt } from './both-storages.ts';
import { cancelEvents, send } from './cancelled-usage-shop.ts';
import type { PlanShop } from './plan-shop.ts';
import { guideRows, linesOf } from './usage-guide.ts';
import { euros, setGrace, use } from './usage-shop.ts';

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

/** Tests of the least that a period comes to, with a shop of the first of June. */
export const commitmentCases = (open: Open): void => {
  const missing = 'Minimum commitment';

  describe('a minimum commitment', () => {
    test('is charged as far as the lines of its period do not come to it', async () => {
      const shop = await open();
      const made = await shop.subscribe('committed');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, Array(200).fill('2026-06-10T00:00:00Z'));
      const { next } = await shop.subscriptions.upcomingInvoice.execute(shop.context, {
        subscriptionId: made.id,
      });
      await runAt(shop, '2026-07-01T00:00:00Z');
      await use(shop, Array(1000).fill('2026-07-01T00:00:00Z'));
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, = 30.00',
        `Calls 06-01/07-01 21.00, ${missing} 06-01/07-01 49.00, Base 07-01/08-01 30.00, = 100.00`,
        'Calls 07-01/08-01 105.00, Base 08-01/09-01 30.00, = 135.00',
      ]);
      expect(next?.total).toEqual(euros(10_000n));
      const [, lines = []] = await linesOf(shop);
      expect(lines[1]).toMatchObject({ kind: 'commitment', quantity: '1', corrects: null });
      const explained = await shop.invoices.explainLine.execute(shop.context, {
        invoiceId: (await shop.invoices.list.execute(shop.context, {})).data[1]?.id as never,
        lineId: lines[1]?.id as never,
      });
      expect(explained.steps.map(({ text, amount }) => `| ${text} | ${amount} |`)).toEqual(
        await guideRows('step of a commitment'),
      );
    });

    test('owes the part of a period that was served, as the subscription ends', async () => {
      const shop = await open();
      const made = await shop.subscribe('committed');
      shop.setTime('2026-06-15T12:00:00Z');
      await cancel(shop, made, 'now');
      await runAt(shop, '2026-08-10T00:00:00Z');

      // The 15 days are EUR 50.00 of the commitment, and EUR 15.00 of the base.
      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, = 30.00',
        `Calls 06-01/06-16 0.00, ${missing} 06-01/06-16 35.00, Base 06-16/07-01 -15.00, = 20.00`,
      ]);
    });

    test('goes by what was agreed to when, where a change brings another', async () => {
      const shop = await open();
      const made = await shop.subscribe('committed');
      shop.setTime('2026-06-16T00:00:00Z');
      await shop.change(made, { planId: shop.planId('more'), effective: 'now' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      // EUR 50.00 for half of June at 100, all of the base in it; EUR 100.00 for the rest at 200.
      expect(
        (await linesOf(shop)).flat().filter(({ kind }) => kind === 'commitment'),
      ).toMatchObject([{ amount: euros(2000n) }, { amount: euros(10_000n) }]);
    });

    test('has usage that goes on at another commitment in the part in which it ends', async () => {
      const shop = await open();
      const made = await shop.subscribe('committed');
      shop.setTime('2026-06-16T00:00:00Z');
      await shop.change(made, { planId: shop.planId('more'), effective: 'now' });
      await use(shop, Array(900).fill('2026-06-15T00:00:00Z'));
      await runAt(shop, '2026-07-01T00:00:00Z');

      // EUR 94.50 of the second half's 100; it was not there when the first half was computed.
      expect(
        (await linesOf(shop)).flat().filter(({ kind }) => kind === 'commitment'),
      ).toMatchObject([{ amount: euros(2000n) }, { amount: euros(550n) }]);
    });

    test('has a price in arrears that goes on in the part in which it ends', async () => {
      const shop = await open();
      const made = await shop.subscribe('committedArrears');
      shop.setTime('2026-06-16T00:00:00Z');
      await shop.change(made, { planId: shop.planId('moreArrears'), effective: 'now' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      // EUR 50.00 of the first half: nothing was charged by then. The second has the base of June.
      expect(
        (await linesOf(shop)).flat().filter(({ kind }) => kind === 'commitment'),
      ).toMatchObject([{ amount: euros(5000n) }, { amount: euros(7000n) }]);
    });

    test('counts late usage of its period that is on the same invoice', async () => {
      const shop = await open();
      const made = await shop.subscribe('committed');
      shop.setTime('2026-06-16T00:00:00Z');
      const pause = { subscriptionId: made.id, version: 'any', effective: 'now' } as const;
      await shop.change(made, {
        items: [{ priceId: shop.priceId('committed', 'Calls'), override: { unitAmount: '1' } }],
        effective: 'now',
      });
      await use(shop, Array(100).fill('2026-06-15T00:00:00Z'));
      shop.setTime('2026-06-30T12:00:00Z');
      await shop.subscriptions.cancel.execute(shop.context, pause);

      // EUR 30.00 of the base, EUR 10.50 of usage that came late, and the rest of 100.
      const lines = (await linesOf(shop)).flat();
      expect(lines.filter(({ kind }) => kind === 'commitment')).toMatchObject([
        { amount: euros(5950n), corrects: null },
      ]);
    });

    test('goes on after a pause: what was missing before is set off', async () => {
      const shop = await open();
      const made = await shop.subscribe('committed');
      shop.setTime('2026-06-10T12:00:00Z');
      const pause = { subscriptionId: made.id, version: 'any', effective: 'now' } as const;
      await shop.subscriptions.pause.execute(shop.context, pause);
      shop.setTime('2026-06-21T00:00:00Z');
      await shop.subscriptions.resume.execute(shop.context, pause);
      await use(shop, Array(1000).fill('2026-06-21T00:00:00Z'));
      await runAt(shop, '2026-07-01T00:00:00Z');
      await runAt(shop, '2026-08-01T00:00:00Z');

      const lines = (await linesOf(shop)).flat();
      const june = lines.filter(
        ({ servicePeriod }) => servicePeriod?.start.startsWith('2026-06') === true,
      );
      expect(june.filter(({ kind }) => kind === 'commitment').map(({ amount }) => amount)).toEqual([
        euros(2333n),
        euros(-2333n),
      ]);
      expect(june.reduce((sum, { amount }) => sum + amount.minor, 0n)).toBe(12_500n);
    });

    test('is less by usage that comes late', async () => {
      const shop = await open();
      await shop.subscribe('committed');
      await runAt(shop, '2026-07-01T00:00:00Z');
      await use(shop, Array(100).fill('2026-06-30T00:00:00Z'));
      await use(shop, Array(1000).fill('2026-07-01T00:00:00Z'));
      await runAt(shop, '2026-08-01T00:00:00Z');
      await use(shop, Array(1000).fill('2026-07-02T00:00:00Z'));
      await runAt(shop, '2026-09-01T00:00:00Z');

      const documents = await shop.documents();
      expect(documents[1]).toContain(`${missing} 06-01/07-01 70.00`);
      expect(documents[2]).toBe(
        'Calls 07-01/08-01 105.00, Base 08-01/09-01 30.00, Calls 06-01/07-01 10.50, ' +
          `${missing} 06-01/07-01 -10.50, = 135.00`,
      );
      const [, , lines = []] = await linesOf(shop);
      const late = lines.find(({ kind }) => kind === 'commitment');
      expect(late?.corrects).not.toBeNull();
      expect(documents[3]).toContain('Calls 07-01/08-01 105.00');
    });

    test('is owed after all where usage is cancelled once its period was invoiced', async () => {
      const shop = await open();
      await shop.subscribe('committed');
      shop.setTime('2026-06-20T00:00:00Z');
      const ids = Array.from({ length: 700 }, (_, index) => `call-${index}`);
      await send(
        shop,
        ids.map((id) => [id, '2026-06-10T00:00:00Z']),
      );
      await runAt(shop, '2026-07-01T00:00:00Z');
      await cancelEvents(shop, ids.slice(0, 100));
      await use(shop, Array(1000).fill('2026-07-01T00:00:00Z'));
      await runAt(shop, '2026-08-01T00:00:00Z');

      // 700 calls are EUR 73.50, and with the base more than the commitment; 600 are EUR 63.00.
      const [, june, july] = await shop.documents();
      expect(june).toBe('Calls 06-01/07-01 73.50, Base 07-01/08-01 30.00, = 103.50');
      expect(july).toBe(
        'Calls 07-01/08-01 105.00, Base 08-01/09-01 30.00, Calls 06-01/07-01 -10.50, ' +
          `${missing} 06-01/07-01 7.00, = 131.50`,
      );
    });

    test('is computed of the draft when it is issued', async () => {
      const shop = await open();
      await setGrace(shop, 3);
      await shop.subscribe('committed');
      await runAt(shop, '2026-07-01T00:00:00Z');
      const draft = (await shop.documents()).at(-1);
      await use(shop, Array(100).fill('2026-06-30T00:00:00Z'));
      await runAt(shop, '2026-07-05T00:00:00Z');

      expect(draft).toContain(`${missing} 06-01/07-01 70.00`);
      expect((await shop.documents()).at(-1)).toContain(
        `Calls 06-01/07-01 10.50, ${missing} 06-01/07-01 59.50`,
      );
    });
  });
};
