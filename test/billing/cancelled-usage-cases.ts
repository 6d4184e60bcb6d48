import { describe, expect, test } from 'vitest';
import { parseCalendarDate } from '#domain/shared/time.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { runAt } from './both-storages.ts';
import {
  cancelEvents,
  chargedByPart,
  rollUp,
  send,
  useCasesOf,
  verified,
} from './cancelled-usage-shop.ts';
import type { PlanShop } from './plan-shop.ts';
import { guideRows, linesOf, stepsOf } from './usage-guide.ts';
import { callsId, setGrace } from './usage-shop.ts';

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

/** Tests of usage that was sent and counts no more, with a shop of the first of June. */
export const cancelledUsageCases = (open: Open): void => {
  describe('usage that is cancelled', () => {
    test('counts no more at once, wherever it is asked for', async () => {
      const shop = await open();
      await shop.subscribe('starter');
      const bare = await shop.subscribe('bare');
      await setGrace(shop, 3);
      shop.setTime('2026-06-20T00:00:00Z');
      await send(shop, [
        ['a', '2026-06-02T00:00:00Z'],
        ['b', '2026-06-02T00:30:00Z'],
        ['c', '2026-06-03T00:00:00Z'],
      ]);
      await rollUp(shop, 100);
      const asked = async () => {
        const { customerId, context } = shop;
        const { data } = await useCasesOf(shop).query.execute(context, {
          customerId,
          meterId: callsId,
          ...june,
        });
        const current = await shop.subscriptions.currentUsage.execute(context, {
          subscriptionId: bare.id,
        });
        const { used } = await shop.entitlements.check.execute(context, {
          customerId,
          feature: 'calls',
        });
        return [data[0]?.quantity, current.data[0]?.quantity, used];
      };
      const before = await asked();

      const outcomes = await cancelEvents(shop, ['a']);

      expect([before, outcomes, await asked()]).toEqual([
        ['3', '3', '3'],
        ['cancelled'],
        ['2', '2', '2'],
      ]);
      await runAt(shop, '2026-07-01T00:00:00Z');
      expect((await shop.documents()).at(-1)).toContain('Calls 06-01/07-01 0.21');
      await cancelEvents(shop, ['b']);
      expect((await shop.documents()).at(-1)).toContain('Calls 06-01/07-01 0.11');
      await runAt(shop, '2026-07-04T00:00:00Z');
      expect((await shop.documents()).at(-1)).toContain('Calls 06-01/07-01 0.11');
      expect(await verified(shop)).toEqual([]);
    });

    test('is given back by the next invoice, where its period is invoiced', async () => {
      const shop = await open();
      await shop.subscribe('tiered');
      shop.setTime('2026-06-20T00:00:00Z');
      const ids = ['a', 'b', 'c', 'd', 'e'];
      await send(
        shop,
        ids.map((id) => [id, '2026-06-10T00:00:00Z']),
      );
      await runAt(shop, '2026-07-01T00:00:00Z');
      await send(
        shop,
        ['f', 'g', 'h'].map((id) => [id, '2026-07-01T00:00:00Z'] as const),
      );
      shop.setTime('2026-07-05T00:00:00Z');

      const outcomes = await cancelEvents(shop, ['b', 'd', 'e']);
      await rollUp(shop, 100);
      await runAt(shop, '2026-08-01T00:00:00Z');
      await runAt(shop, '2026-09-01T00:00:00Z');

      expect(outcomes).toEqual(['cancelled', 'cancelled', 'cancelled']);
      expect(await shop.documents()).toEqual([
        'Calls 06-01/07-01 4.00, = 4.00',
        'Calls 07-01/08-01 3.00, Calls 06-01/07-01 -2.00, = 1.00',
      ]);
      const [first, second] = await linesOf(shop);
      expect(second?.[1]).toMatchObject({ corrects: first?.[0]?.id, quantity: '2' });
      expect(await stepsOf(shop, second?.[1]?.id)).toEqual(
        await guideRows('step of cancelled usage'),
      );
      expect(await verified(shop)).toEqual([]);
    });

    test('holds up no later period: more than that comes to goes to the balance', async () => {
      const shop = await open();
      const { id: subscriptionId } = await shop.subscribe('tiered');
      shop.setTime('2026-06-20T00:00:00Z');
      await send(
        shop,
        ['a', 'b', 'c', 'd', 'e'].map((id) => [id, '2026-06-10T00:00:00Z']),
      );
      await runAt(shop, '2026-07-01T00:00:00Z');
      await cancelEvents(shop, ['a', 'b', 'c', 'd']);
      await runAt(shop, '2026-08-01T00:00:00Z');
      await send(shop, [['f', '2026-08-01T00:00:00Z']]);
      const { context } = shop;
      const next = await shop.subscriptions.upcomingInvoice.execute(context, { subscriptionId });

      await runAt(shop, '2026-09-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Calls 06-01/07-01 4.00, = 4.00',
        'Calls 06-01/07-01 -3.00, Calls 08-01/09-01 1.00, balance 2.00, = 0.00',
      ]);
      expect(next.next?.lines.map(({ amount }) => Number(amount.minor))).toEqual([-300, 100]);
    });

    test('is given back where all of a group is cancelled', async () => {
      const shop = await open();
      await shop.subscribe('regional');
      await shop.subscribe('carried');
      shop.setTime('2026-06-20T00:00:00Z');
      await send(shop, [
        ['a', '2026-06-02T00:00:00Z', { data: { region: 'eu', cost: '2' } }],
        ['b', '2026-06-02T00:00:00Z', { data: { region: 'us', cost: '3' } }],
      ]);
      await runAt(shop, '2026-07-01T00:00:00Z');
      await cancelEvents(shop, ['a']);
      // A document below zero would wait for more.
      await send(shop, [['c', '2026-07-01T00:00:00Z', { data: { region: 'us', cost: '9' } }]]);

      await runAt(shop, '2026-08-01T00:00:00Z');

      const lines = (await linesOf(shop)).flat().filter(({ corrects }) => corrects !== null);
      const told = lines.map(({ part, amount }) => `${part} ${amount.toDecimal()}`);
      expect(told.toSorted(byText)).toEqual(['region: "eu" -0.11', 'region: "eu" -2.00']);
      expect(await verified(shop)).toEqual([]);
    });

    test('is told of each event, and is cancelled once', async () => {
      const shop = await open();
      shop.setTime('2026-06-20T00:00:00Z');
      await send(shop, [['a', '2026-06-02T00:00:00Z']]);

      const first = await cancelEvents(shop, ['a', 'a', 'unknown'], 'A test.');
      const { results, ...counts } = await useCasesOf(shop).cancel.execute(shop.context, {
        events: [{ id: 'a', source: 'till' }, { id: 'a' }, { id: 5 }, 'a', { id: 'a', at: 1 }],
      });

      expect(first).toEqual(['cancelled', 'duplicate', 'unknown_event']);
      expect(counts).toEqual({ cancelled: 0, duplicates: 1, refused: 4 });
      expect(results).toEqual([
        {
          id: 'a',
          outcome: 'duplicate',
          detail: 'It was cancelled at 2026-06-20T00:00:00.000Z, with the reason "A test.".',
        },
        {
          id: 'a',
          outcome: 'refused',
          code: 'unknown_event',
          detail: 'There is no event of this source and id.',
        },
        invalid(null, 'id: It must be a text.'),
        invalid(null, 'An event is named by an object.'),
        invalid('a', 'There is no field "at".'),
      ]);
      const none = useCasesOf(shop).cancel.execute(shop.context, { events: [], reason: ' ' });
      await expect(none).rejects.toMatchObject({
        faults: [
          { pointer: '/events', code: 'out_of_range' },
          { pointer: '/reason', code: 'too_short' },
        ],
      });
    });

    test('may be cancelled in a part that was invoiced of a period that is open', async () => {
      const shop = await open({ lateUsage: 'refuse' });
      await shop.subscribe('stepped');
      shop.setTime('2026-06-10T00:00:00Z');
      const ids = Array.from({ length: 10 }, (_, index) => `e${index}`);
      await send(
        shop,
        ids.map((id) => [id, '2026-06-10T00:00:00Z']),
      );
      const { invoices } = await shop.progress();

      const outcomes = await cancelEvents(shop, ['e0', 'e1']);
      await runAt(shop, '2026-07-01T00:00:00Z');
      const late = await cancelEvents(shop, ['e2']);

      expect([invoices, outcomes, late]).toEqual([
        1,
        ['cancelled', 'cancelled'],
        ['period_invoiced'],
      ]);
      expect((await shop.documents()).slice(1)).toEqual([
        'Calls 06-01/06-11 1.05, = 1.05',
        'Calls 06-01/07-01 -0.21, Base 07-01/08-01 31.00, = 30.79',
      ]);
      expect(await verified(shop)).toEqual([]);
    });

    test('is corrected as long as its period may be, whenever a part was invoiced', async () => {
      const shop = await open();
      await shop.subscribe('stepped');
      shop.setTime('2026-06-02T00:00:00Z');
      const ids = Array.from({ length: 10 }, (_, index) => `e${index}`);
      await send(
        shop,
        ids.map((id) => [id, '2026-06-02T00:00:00Z']),
      );
      await shop.progress();
      await runAt(shop, '2026-07-01T00:00:00Z');
      shop.setTime('2026-07-31T00:00:00Z');

      const outcomes = await cancelEvents(shop, ['e0', 'e1']);
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(outcomes).toEqual(['cancelled', 'cancelled']);
      expect((await shop.documents()).at(-1)).toContain('Calls 06-01/07-01 -0.21');
      expect(await verified(shop)).toEqual([]);
    });

    test('is refused where its subscription takes no correction', async () => {
      const shop = await open({ lateUsage: 'refuse' });
      await shop.subscribe('bare');
      shop.setTime('2026-06-20T00:00:00Z');
      await send(shop, [['a', '2026-06-10T00:00:00Z']]);
      await runAt(shop, '2026-07-01T00:00:00Z');
      await send(shop, [
        ['b', '2026-07-01T00:00:00Z'],
        ['c', '2026-06-10T00:00:00Z', { type: 'unknown' }],
      ]);

      const outcomes = await cancelEvents(shop, ['a', 'b', 'c']);

      expect(outcomes).toEqual(['period_invoiced', 'cancelled', 'cancelled']);
    });

    test('is refused once its period can no longer be corrected', async () => {
      const shop = await open();
      await shop.subscribe('bare');
      await shop.subscribe('seats');
      shop.setTime('2026-06-20T00:00:00Z');
      const time = '2026-06-10T00:00:00Z';
      const seat = { type: 'seat', data: { by: 1 } };
      await send(shop, [
        ['a', time],
        ['b', time],
        ['seat', time, seat],
        ['unbilled', time, { type: 'login' }],
      ]);
      await runAt(shop, '2026-07-01T00:00:00Z');
      await send(shop, [['late', '2026-06-30T00:00:00Z', seat]]);
      shop.setTime('2026-08-05T23:59:59Z');
      const inTime = await cancelEvents(shop, ['a']);
      shop.setTime('2026-08-06T00:00:00Z');

      const late = await cancelEvents(shop, ['a', 'b', 'seat', 'late', 'unbilled']);

      expect(inTime).toEqual(['cancelled']);
      expect(late).toEqual(['duplicate', 'too_old', 'too_old', 'too_old', 'cancelled']);
      await shop.run();
      await runAt(shop, '2026-09-01T00:00:00Z');
      expect(await verified(shop)).toEqual([]);
      const charged = await chargedByPart(shop);
      expect(charged['2026-06//Calls']).toBe(11);
    });
  });
};

const byText = (one: string, other: string): number => (one < other ? -1 : 1);
const june = { from: parseCalendarDate('2026-06-01'), to: parseCalendarDate('2026-07-01') };
const invalid = (id: string | null, detail: string) => ({
  id,
  outcome: 'refused',
  code: 'invalid_event',
  detail,
});
