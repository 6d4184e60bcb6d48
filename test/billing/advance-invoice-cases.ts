import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { buildId } from '../../src/testing/builders.ts';
import { call, seat, send, takeBack } from './advance-shop.ts';
import { cancel, runAt, seen } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { guideRows, linesOf, stepsOf } from './usage-guide.ts';
import { euros, setGrace } from './usage-shop.ts';

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

/** Tests of the invoices of usage in advance, and of what becomes of it afterwards. */
export const advanceInvoiceCases = (open: Open): void => {
  describe('an invoice of usage in advance', () => {
    test('waits for the next invoice, where the policy says so', async () => {
      const shop = await open({ charge: 'next_invoice' });
      await shop.subscribe('calls');

      expect(await call(shop, 10, '2026-06-10T12:00:00Z')).toBe(0);
      expect(await call(shop, 5, '2026-06-20T00:00:00Z')).toBe(0);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect((await shop.documents()).slice(1)).toEqual([
        'Calls 06-10/07-01 1.05, Calls 06-20/07-01 0.53, ' +
          'Calls 06-01/07-01 0.00, Base 07-01/08-01 31.00, = 32.58',
      ]);
    });

    test('is on a draft as it was charged, whatever comes later', async () => {
      const shop = await open();
      await setGrace(shop, 3);
      await shop.subscribe('seats');
      expect(await seat(shop, 10, '2026-06-10T00:00:00Z')).toBe(1);
      expect(await seat(shop, 1, '2026-06-11T00:00:00Z')).toBe(1);
      await runAt(shop, '2026-06-15T00:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');
      await seat(shop, 1, '2026-07-02T00:00:00Z');
      await runAt(shop, '2026-07-10T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-10/07-01 100.00, = 100.00',
        'Seats 06-11/07-01 10.00, = 10.00',
        'Seats 06-01/07-01 0.00, Seats 07-01/08-01 110.00, = 110.00',
        'Seats 07-02/08-01 10.00, = 10.00',
      ]);
    });

    test('that is cancelled is given back when the period has ended', async () => {
      const shop = await open();
      await shop.subscribe('calls');
      await call(shop, 3, '2026-06-10T00:00:00Z');
      const id = await send(shop, 'call', '2026-06-10T00:00:00Z');
      await shop.progress();
      await takeBack(shop, id);
      expect((await shop.progress()).invoices).toBe(0);
      expect(await call(shop, 1, '2026-06-11T00:00:00Z')).toBe(0);
      await takeBack(shop, await sentCall(shop, '2026-06-12T00:00:00Z'));
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect((await shop.documents()).slice(1)).toEqual([
        'Calls 06-10/07-01 0.32, = 0.32',
        'Calls 06-10/07-01 0.10, = 0.10',
        'Calls 06-12/07-01 0.11, = 0.11',
        'Calls 06-01/07-01 -0.11, Base 07-01/08-01 31.00, = 30.89',
      ]);
    });

    test('that comes after its period has ended is charged late, once', async () => {
      const shop = await open();
      await shop.subscribe('calls');
      await call(shop, 10, '2026-06-10T00:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');
      shop.setTime('2026-07-02T00:00:00Z');
      await send(shop, 'call', '2026-06-30T00:00:00Z');
      expect((await shop.progress()).invoices).toBe(0);
      await runAt(shop, '2026-08-01T00:00:00Z');
      await runAt(shop, '2026-09-01T00:00:00Z');

      expect((await shop.documents()).slice(3)).toEqual([
        'Calls 07-01/08-01 0.00, Base 08-01/09-01 31.00, Calls 06-01/07-01 0.11, = 31.11',
        'Calls 08-01/09-01 0.00, Base 09-01/10-01 31.00, = 31.00',
      ]);
    });

    test('of a level that was lower than was known is charged where it was', async () => {
      const shop = await open();
      await shop.subscribe('seats');
      await seat(shop, 10, '2026-06-10T00:00:00Z');
      // It was 5 less all the time: the most that there was at once is 5.
      shop.setTime('2026-06-20T00:00:00Z');
      await send(shop, 'seat', '2026-06-09T00:00:00Z', { by: -5 });
      await shop.progress();
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-10/07-01 100.00, = 100.00',
        'Seats 06-01/07-01 -50.00, Seats 07-01/08-01 50.00, = 0.00',
      ]);
    });

    test('begins anew with other terms, and ends with the subscription', async () => {
      const shop = await open();
      const made = await shop.subscribe('seats');
      await seat(shop, 2, '2026-06-05T00:00:00Z');
      shop.setTime('2026-06-10T00:00:00Z');
      await shop.change(made, { planId: shop.planId('dearer'), effective: 'now' });
      await seat(shop, 1, '2026-06-15T00:00:00Z');
      shop.setTime('2026-06-20T00:00:00Z');
      await cancel(shop, await seen(shop, made), 'now');
      await seat(shop, 1, '2026-06-21T00:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-05/07-01 20.00, = 20.00',
        'Seats 06-01/06-10 0.00, Seats 06-10/07-01 40.00, = 40.00',
        'Seats 06-15/07-01 20.00, = 20.00',
      ]);
    });

    test('is charged at a scheduled change, after a pause and after a trial, too', async () => {
      const shop = await open();
      await seat(shop, 2, '2026-06-01T00:00:00Z');
      const made = await shop.subscribe('tried');
      await runAt(shop, '2026-06-06T00:00:00Z');
      const asked = { subscriptionId: made.id, version: 'any' } as const;
      shop.setTime('2026-06-10T00:00:00Z');
      const pause = { ...asked, effective: 'now', resumesOn: '2026-06-20' } as const;
      await shop.subscriptions.pause.execute(shop.context, pause);
      await seat(shop, 3, '2026-06-15T00:00:00Z');
      await runAt(shop, '2026-06-20T00:00:00Z');
      const later = { planId: shop.planId('dearer'), effective: { on: '2026-06-25' } } as const;
      await shop.change(made, later);
      await runAt(shop, '2026-06-25T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-06/07-06 20.00, = 20.00',
        'Seats 06-20/07-06 30.00, = 30.00',
        'Seats 06-20/06-25 0.00, Seats 06-25/07-06 100.00, = 100.00',
      ]);
    });

    test('counts at no threshold, as it is charged already', async () => {
      const shop = await open();
      await shop.subscribe('stepped');
      await seat(shop, 1, '2026-06-02T00:00:00Z');
      expect(await call(shop, 4, '2026-06-03T00:00:00Z')).toBe(0);
      expect(await call(shop, 1, '2026-06-04T00:00:00Z')).toBe(1);

      expect(await shop.documents()).toEqual([
        'Seats 06-02/07-01 10.00, = 10.00',
        'Calls 06-01/06-05 5.00, = 5.00',
      ]);
    });

    test('is shown as charged, and the next invoice as it will be', async () => {
      const shop = await open();
      const { id } = await shop.subscribe('seats');
      await seat(shop, 10, '2026-06-06T00:00:00Z');
      await seat(shop, -5, '2026-06-07T00:00:00Z');
      const asked = { subscriptionId: id };
      const current = () => shop.subscriptions.currentUsage.execute(shop.context, asked);
      const upcoming = () => shop.subscriptions.upcomingInvoice.execute(shop.context, asked);

      expect((await current()).data).toMatchObject([
        { quantity: '10', amount: euros(10_000n), charged: euros(10_000n) },
      ]);
      const { next } = await upcoming();
      expect(next?.lines.map(({ amount }) => amount)).toEqual([euros(0n), euros(5000n)]);
      await send(shop, 'seat', '2026-06-07T00:00:00Z', { by: 8 });
      expect((await current()).data).toMatchObject([
        { quantity: '13', amount: euros(13_000n), charged: euros(10_000n) },
      ]);
      expect((await upcoming()).next?.total).toEqual(euros(3000n + 13_000n));
    });

    test('is not charged again where its invoice was voided', async () => {
      const shop = await open();
      await shop.subscribe('seats');
      await seat(shop, 10, '2026-06-10T00:00:00Z');
      const [invoice] = (await shop.invoices.list.execute(shop.context, {})).data;
      const invoiceId = invoice?.id ?? buildId('inv');

      await shop.invoices.void.execute(shop.context, { invoiceId, version: 'any', reissue: true });
      expect((await shop.progress()).invoices).toBe(0);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect((await shop.documents()).at(-1)).toContain('Seats 06-01/07-01 0.00');
    });

    test('is explained, as the guide shows', async () => {
      const shop = await open();
      await shop.subscribe('seats');
      await seat(shop, 10, '2026-06-06T00:00:00Z');
      await seat(shop, -5, '2026-06-07T00:00:00Z');
      await seat(shop, 7, '2026-06-08T00:00:00Z');

      const last = (await linesOf(shop)).at(-1)?.[0];

      expect(last).toMatchObject({ kind: 'usage', quantity: '12', amount: euros(2000n) });
      expect(await stepsOf(shop, last?.id)).toEqual(await guideRows('step of more seats'));
      await seat(shop, -4, '2026-06-20T00:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');
      const charged = (await linesOf(shop)).flat().filter(({ amount }) => !amount.isZero());
      const told = charged.map(({ servicePeriod, amount }) => {
        const { start = '', end = '' } = servicePeriod ?? {};
        return `${dayOf(start)} to ${dayOf(end)}, ${amount.toDecimal()}`;
      });
      const guide = await readFile(new URL('../../docs/billing.md', import.meta.url), 'utf8');
      const [, rows = ''] = /\| seats \| charged \|\n\|.*\n((?:\|.*\n)+)/.exec(guide) ?? [];
      expect(
        [...rows.matchAll(/\| (\d+ June to .*|\d+ July to .*) \|/g)].map(([, row]) => row),
      ).toEqual(told);
    });
  });
};

/** `6 June` */
const dayOf = (date: string): string =>
  new Date(date).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

const sentCall = async (shop: PlanShop, time: string): Promise<string> => {
  shop.setTime(time);
  const id = await send(shop, 'call', time);
  await shop.progress();
  return id;
};
