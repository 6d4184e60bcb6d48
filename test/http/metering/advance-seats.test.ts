import { describe, expect, test } from 'vitest';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import { appUnderTest } from '../../support/app.ts';
import { euros } from '../shop.ts';
import { linesOf, openSeats } from './advance-seats.ts';

// Seats that are paid for in advance, prorated by time: from the plan to the proof of its invoices.

const app = appUnderTest('postgres');

describe('seats in advance that are prorated', () => {
  test('are charged as they come, corrected, explained and proved', async () => {
    const { seats, sendSeats, takeBack, look, advance, told, invoices, send } =
      await openSeats(app);
    await seats(10, '2026-06-06T00:00:00Z');
    await seats(-5, '2026-06-07T00:00:00Z');
    const wrong = await seats(7, '2026-06-08T00:00:00Z');
    const [, second] = await invoices();
    const [line] = linesOf(second);
    const path = `/v1/invoices/${second?.id}/lines/${line?.id}/explanation`;
    const explained = await send('get', path);
    await advance('2026-06-20T00:00:00Z');
    await takeBack(wrong);
    await advance('2026-07-03T00:00:00Z');
    const atOnce = await told();
    await sendSeats(6, '2026-06-21T00:00:00Z');
    await look();
    await advance('2026-08-01T00:00:00Z');

    expect(explained.body.steps.map(({ text }: { text: string }) => text)).toEqual([
      '12, the highest quantity so far',
      '148/15 × EUR 10.00, the units on average: 296 unit days in 30 days',
      'EUR 98.67, rounded half up from 296/3',
      'EUR 15.34 more than EUR 83.33, which was charged before',
    ]);
    expect(explained.body).toMatchObject({ amount: euros(1534) });
    // Of the 12 seats two were never there; 5 are left on the first of July.
    expect(atOnce).toEqual([
      'Seats 06-06/07-01 83.33, = 83.33',
      'Seats 06-08/07-01 15.34, = 15.34',
      'Seats 06-01/07-01 -15.34, Seats 07-01/08-01 50.00, = 34.66',
    ]);
    // With 6 of 21 June there were 11 for ten days of June: one more than was paid for. That is
    // charged where the next period ends.
    expect((await told()).slice(3)).toEqual([
      'Seats 07-03/08-01 60.00, = 60.00',
      'Seats 07-01/08-01 0.00, Seats 08-01/09-01 110.00, Seats 06-01/07-01 3.34, = 113.34',
    ]);
  });

  test('cost nothing in a pause, as its preview shows', async () => {
    const { seats, advance, told, member, send, invoices } = await openSeats(app);
    await seats(10, '2026-06-01T00:00:00Z');
    await advance('2026-06-10T00:00:00Z');
    const shownPause = await send('post', `${member}/pause/preview`, { effective: 'now' });
    await send('post', `${member}/pause`, { effective: 'now' }, '*');
    const paused = (await invoices()).at(-1);
    await advance('2026-06-21T00:00:00Z');
    const shownResume = await send('post', `${member}/resume/preview`, { effective: 'now' });
    await send('post', `${member}/resume`, { effective: 'now' }, '*');
    const resumed = (await invoices()).at(-1);
    await advance('2026-07-01T00:00:00Z');

    expect(shownPause.body.now).toMatchObject([{ subtotal: paused?.['subtotal'] }]);
    expect(shownResume.body.now).toMatchObject([{ subtotal: resumed?.['subtotal'] }]);
    expect(paused).toMatchObject({ subtotal: euros(-6667), total: euros(0) });
    expect(resumed).toMatchObject({ subtotal: euros(3334), amountDue: euros(0) });
    const lines = (await invoices()).flatMap(linesOf);
    const seatLines = lines.filter(({ description }) => description === 'Seats');
    expect(seatLines.map(({ amount }) => amount.amount)).toEqual([10_000, -6667, 3334, 0, 10_000]);
    expect(await told()).toHaveLength(4);
  });

  test('begin anew where the plan changes amid the period, as its preview shows', async () => {
    const { seats, advance, told, member, send, newSeatPlan } = await openSeats(app);
    const change = { planId: await newSeatPlan({ unitAmount: '20' }), effective: 'now' };
    await seats(2, '2026-06-01T12:00:00Z');
    await advance('2026-06-16T00:00:00Z');

    const shown = await send('post', `${member}/changes/preview`, change);
    const { quote } = shown.body;
    const changed = await send('post', `${member}/changes`, { ...change, quote });
    await seats(1, '2026-06-21T00:00:00Z');
    await advance('2026-07-01T00:00:00Z');

    expect([shown.status, changed.status]).toEqual([200, 201]);
    expect(shown.body).toMatchObject({
      now: [{ total: euros(1000), amountDue: euros(1000) }],
      next: { total: euros(4000), at: '2026-07-01T00:00:00.000Z' },
    });
    expect(await told()).toEqual([
      'Seats 06-01/07-01 20.00, = 20.00',
      'Seats 06-01/06-16 -10.00, Seats 06-16/07-01 20.00, = 10.00',
      'Seats 06-21/07-01 6.67, = 6.67',
      'Seats 06-16/07-01 0.00, Seats 07-01/08-01 60.00, = 60.00',
    ]);
  });

  test.each(policyValues.cancelCredit)(
    'give back what an end leaves unused, whatever is credited otherwise: %s',
    async (cancelCredit) => {
      const { seats, advance, told, member, send, customerId } = await openSeats(app);
      await seats(3, '2026-06-01T00:00:00Z');
      await advance('2026-06-20T12:00:00Z');
      const body = { effective: 'now', cancelCredit };

      const shown = await send('post', `${member}/cancel/preview`, body);
      const canceled = await send('post', `${member}/cancel`, body, '*');
      await advance('2026-08-02T00:00:00Z');

      expect([shown.status, canceled.status]).toEqual([200, 200]);
      expect(shown.body.now).toMatchObject([{ subtotal: euros(-1000), total: euros(0) }]);
      expect(shown.body.next).toBeNull();
      expect((await told())[0]).toBe('Seats 06-01/07-01 30.00, = 30.00');
      expect((await told()).slice(1)).toEqual([
        'Seats 06-01/06-21 -10.00, Moved to your balance 10.00, = 0.00',
      ]);
      const { body: balance } = await send('get', `/v1/customers/${customerId}/balance`);
      expect(balance.balances).toEqual([euros(1000)]);
    },
  );
});
