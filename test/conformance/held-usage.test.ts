import { describe, expect, test } from 'vitest';
import { euros } from '../billing/usage-shop.ts';
import { billAt, current, open, send } from './usage-scenario.ts';

// Other engines bill usage that is prorated by the time for which its level is held.
// Amounts are in minor units, before tax.

const level = { aggregation: 'sum', property: 'value', isCarriedOver: true } as const;
const change = (time: string, value: number) => [time, { value }] as const;

describe('Lago: usage prorated by the days that a level is held', () => {
  test('graduated, more and less and carried into the next month (L43)', async () => {
    const { shop, made } = await open({
      meter: level,
      price: {
        model: 'graduated',
        isProrated: true,
        chargesAtZero: true,
        tiers: [
          { upTo: '5', unitAmount: '10', flatAmount: euros(10_000n) },
          { upTo: '15', unitAmount: '5', flatAmount: euros(5000n) },
          { upTo: null, unitAmount: '2', flatAmount: euros(0n) },
        ],
      },
      starts: '2023-09-01T00:00:00Z',
    });
    expect(await current(shop, made)).toEqual(['0 10000']);

    const september = [
      ['10', 2, '2 11400'],
      ['16', 5, '7 18400'],
      ['20', -6, '1 16567'],
      ['25', 10, '11 17967'],
      ['26', 4, '15 18300'],
      ['30', 60, '75 18700'],
    ] as const;
    for (const [day, value, after] of september) {
      await send(shop, [change(`2023-09-${day}T09:00:00Z`, value)]);
      expect(await current(shop, made)).toEqual([after]);
    }
    await billAt(shop, '2023-10-01T00:00:00Z');
    expect(await shop.documents()).toEqual(['Usage 09-01/10-01 187.00, = 187.00']);

    await billAt(shop, '2023-10-05T00:00:00Z');
    expect(await current(shop, made)).toEqual(['75 37000']);
    await send(shop, [change('2023-10-17T00:00:00Z', 20)]);
    expect(await current(shop, made)).toEqual(['95 38935']);
  });

  test('a month in arrears that ends costs its days, and so does usage (L12)', async () => {
    const { shop, made } = await open({
      prices: { Base: 2900n },
      billed: 'in_arrears',
      meter: level,
      price: { unitAmount: '1', isProrated: true },
      starts: '2024-01-01T00:00:00Z',
    });

    await send(shop, [change('2024-01-02T00:00:00Z', 5)]);
    await billAt(shop, '2024-02-01T00:00:00Z');
    shop.setTime('2024-02-12T06:00:00Z');
    const { id: subscriptionId, version } = made;
    const ending = { subscriptionId, version, effective: 'now' } as const;
    await shop.subscriptions.cancel.execute(shop.context, ending);
    await shop.run();

    expect((await shop.documents()).at(-1)).toBe(
      'Base 02-01/02-13 12.00, Usage 02-01/02-13 2.07, = 14.07',
    );
  });

  test('a level below zero costs nothing, and what is added begins there (L67)', async () => {
    const { shop, made } = await open({
      meter: level,
      price: {
        model: 'graduated',
        isProrated: true,
        tiers: [
          { upTo: '2', unitAmount: '0' },
          { upTo: null, unitAmount: '150' },
        ],
      },
      starts: '2026-04-08T12:00:00Z',
      given: { alignment: 'anniversary' },
    });

    await send(
      shop,
      [1, 2, 3].map((ms) => change(`2026-05-07T23:01:00.00${ms}Z`, -1)),
    );
    await billAt(shop, '2026-05-08T00:01:00Z');
    expect(await shop.documents()).toEqual([]);

    await send(
      shop,
      [1, 2, 3, 4].map((ms) => change(`2026-05-09T12:00:00.00${ms}Z`, 1)),
    );
    expect(await current(shop, made)).toEqual(['1 0']);
  });

  test('in advance, what falls gives nothing back and comes again free (L33)', async () => {
    const { shop, made } = await open({
      meter: level,
      price: { unitAmount: '29', isProrated: true, billed: 'in_advance' },
      starts: '2024-02-01T00:00:00Z',
    });

    // Theirs show the level as units; ours the highest quantity, which is what is charged.
    for (const [second, value] of [10, -5, 2].entries()) {
      await send(shop, [change(`2024-02-06T00:00:0${second}Z`, value)]);
      expect(await current(shop, made)).toEqual(['10 24000']);
    }
  });

  test('a seat that is paid in advance, taken away twice, stays charged (L35)', async () => {
    const { shop, made } = await open({
      meter: {
        aggregation: 'unique',
        property: 'seat',
        isCarriedOver: true,
        removal: { property: 'operation', value: 'remove' },
      },
      price: { unitAmount: '1', isProrated: true, billed: 'in_advance' },
      starts: '2024-02-23T01:00:00Z',
    });

    await send(shop, [['2024-02-23T01:02:00Z', { seat: 'seat_1', operation: 'add' }]]);
    expect(await current(shop, made)).toEqual(['1 24']);
    for (const time of ['2024-02-29T01:01:00Z', '2024-02-29T01:02:00Z']) {
      await send(shop, [[time, { seat: 'seat_1', operation: 'remove' }]]);
      expect(await current(shop, made)).toEqual(['1 24']);
    }
  });

  test('seats of a leap February: in arrears those that leave cost their days (L33)', async () => {
    const { shop, made } = await open({
      meter: level,
      price: { unitAmount: '29', isProrated: true },
      starts: '2024-02-01T00:00:00Z',
    });

    // In advance 240.00 stay charged, whatever is taken away.
    await send(shop, [change('2024-02-06T00:00:00Z', 10)]);
    expect(await current(shop, made)).toEqual(['10 24000']);
    await send(shop, [change('2024-02-06T00:00:01Z', -5), change('2024-02-06T00:00:02Z', 2)]);
    expect(await current(shop, made)).toEqual(['7 16800']);
  });

  test('a seat of some days, taken away twice, costs them once (L35)', async () => {
    const { shop, made } = await open({
      meter: {
        aggregation: 'unique',
        property: 'seat',
        isCarriedOver: true,
        removal: { property: 'operation', value: 'remove' },
      },
      price: { unitAmount: '1', isProrated: true },
      starts: '2024-02-23T01:00:00Z',
    });

    await send(shop, [['2024-02-23T01:02:00Z', { seat: 'seat_1', operation: 'add' }]]);
    expect(await current(shop, made)).toEqual(['1 24']);
    const removed = { seat: 'seat_1', operation: 'remove' };
    await send(shop, [['2024-02-29T01:01:00Z', removed]]);
    // The day on which it leaves counts by its last level: six days are left, not seven.
    expect(await current(shop, made)).toEqual(['0 21']);
    await send(shop, [['2024-02-29T01:02:00Z', removed]]);
    expect(await current(shop, made)).toEqual(['0 21']);
  });
});
