import { describe, expect, test } from 'vitest';
import { euros } from '../billing/usage-shop.ts';
import type { Sold } from './usage-scenario.ts';
import { billAt, current, open, send, unitsByMonth } from './usage-scenario.ts';

// Other engines count events: they are sent, counted and invoiced here as there.
// Amounts are in minor units, before tax.

const value = { property: 'value' } as const;
const five = { unitAmount: '5' } as const;

interface Fact {
  readonly of: Sold;
  /** Each event, and what the period comes to after it. */
  readonly events: readonly (readonly [time: string, data: object, after: readonly string[]])[];
}

const march = '2024-03-01T00:00:00Z';
const feb = '2024-02-07T00:00:00Z';
const item = (id: string, group: string) => ({ id, key_1: group, key_2: group, key_3: group });
const dynamic = { model: 'dynamic', amountProperty: 'cost' } as const;

const openPeriods: Readonly<Record<string, Fact>> = {
  'a count (L29)': {
    of: { price: five, starts: march },
    events: [
      ['2024-03-06T00:00:00Z', {}, ['1 500']],
      ['2024-03-06T00:00:01Z', {}, ['2 1000']],
      ['2024-03-06T00:00:02Z', {}, ['3 1500']],
    ],
  },
  'a maximum, which never goes down (L30)': {
    of: { meter: { aggregation: 'max', ...value }, price: { unitAmount: '10' }, starts: march },
    events: [
      ['2024-03-05T01:00:00Z', { value: 5 }, ['5 5000']],
      ['2024-03-05T02:00:00Z', { value: 20 }, ['20 20000']],
      ['2024-03-05T03:00:00Z', { value: 3 }, ['20 20000']],
    ],
  },
  'the latest value (L31)': {
    of: { meter: { aggregation: 'latest', ...value }, price: five, starts: march },
    events: [
      ['2024-03-05T01:00:00Z', { value: 10 }, ['10 5000']],
      ['2024-03-05T02:00:00Z', { value: 3 }, ['3 1500']],
      ['2024-03-05T03:00:00Z', { value: 50 }, ['50 25000']],
    ],
  },
  'unique values of each group (L34)': {
    of: {
      meter: { aggregation: 'unique', property: 'id', groupBy: ['key_1', 'key_2', 'key_3'] },
      price: { groupBy: ['key_1', 'key_2', 'key_3'] },
      starts: '2024-02-01T00:00:00Z',
    },
    events: [
      [feb, item('001', '08'), ['1 100']],
      [feb, item('001', '06'), ['1 100', '1 100']],
      [feb, item('002', '06'), ['2 200', '1 100']],
      [feb, item('002', '06'), ['2 200', '1 100']],
    ],
  },
  'a percentage with bounds of each event (L40d)': {
    of: {
      meter: { aggregation: 'sum', ...value },
      price: {
        model: 'percentage',
        rate: '0.01',
        fixedAmount: '1',
        perEventMinimum: '1.75',
        perEventMaximum: '12',
      },
      starts: march,
    },
    events: [
      ['2024-03-05T01:00:00Z', { value: 100 }, ['100 200']],
      ['2024-03-05T02:00:00Z', { value: 1000 }, ['1100 1300']],
      ['2024-03-05T03:00:00Z', { value: 10_000 }, ['11100 2500']],
    ],
  },
  'amounts that travel with their events (L42)': {
    of: { price: dynamic, starts: march },
    events: [
      ['2024-03-05T01:00:00Z', { cost: '0.101' }, ['1 10']],
      ['2024-03-05T02:00:00Z', { cost: '9.019' }, ['2 912']],
    ],
  },
  'the same by groups, where each is rounded (L42)': {
    of: {
      meter: { aggregation: 'count', groupBy: ['region'] },
      price: { ...dynamic, groupBy: ['region'] },
      starts: march,
    },
    events: [
      ['2024-03-05T01:00:00Z', { cost: '0.101', region: 'a' }, ['1 10']],
      ['2024-03-05T02:00:00Z', { cost: '9.019', region: 'b' }, ['1 10', '1 902']],
    ],
  },
};

describe('Lago: the usage of an open period', () => {
  test.each(Object.entries(openPeriods))('%s', async (_name, { of, events }) => {
    const { shop, made } = await open(of);

    for (const [time, data, after] of events) {
      await send(shop, [[time, data]]);
      expect(await current(shop, made as never)).toEqual(after);
    }
  });
});

describe('Lago: usage on invoices', () => {
  test('a weighted sum is carried over into the next month (L32)', async () => {
    const { shop } = await open({
      meter: { aggregation: 'weighted_sum', ...value, isCarriedOver: true },
      price: { unitAmount: '1' },
      starts: '2023-03-05T00:00:00Z',
    });

    await send(shop, [
      ['2023-03-05T00:00:00Z', { value: 2500 }],
      ['2023-04-04T00:00:00Z', { value: -2000 }],
      ['2023-04-06T00:00:00Z', { value: -200 }],
    ]);
    await billAt(shop, '2023-05-01T00:00:00Z');

    expect(await unitsByMonth(shop)).toEqual([
      ['2023-03', '2177.41935483871'],
      ['2023-04', '533.333333333333'],
    ]);
    expect(await shop.documents()).toEqual([
      'Usage 03-05/04-01 2177.42, = 2177.42',
      'Usage 04-01/05-01 533.33, = 533.33',
    ]);
  });

  test('a month in advance stands beside the usage of the month before (L05)', async () => {
    const { shop } = await open({
      prices: { Base: 700n },
      price: { unitAmount: '1' },
      starts: '2023-06-16T05:00:00Z',
    });

    const months = ['2023-07', '2023-08', '2023-09', '2023-10', '2023-11', '2023-12', '2024-01'];
    for (const month of months) await billAt(shop, `${month}-01T00:00:00Z`);
    await send(shop, [['2024-01-31T23:59:59Z'], ['2024-02-01T00:00:00Z']]);
    await billAt(shop, '2024-02-01T12:12:00Z');

    expect((await shop.documents()).at(-1)).toBe(
      'Usage 01-01/02-01 1.00, Base 02-01/03-01 7.00, = 8.00',
    );
  });

  test('an event of the day on which a year begins counts once, in that year (L18)', async () => {
    const { shop } = await open({
      interval: { unit: 'year', count: 1 },
      price: { unitAmount: '1' },
      starts: '2024-02-29T00:00:00Z',
      given: { alignment: 'anniversary' },
    });

    await send(shop, [['2025-02-28T12:00:00Z']]);
    await billAt(shop, '2026-02-28T00:00:00Z');

    expect(await shop.documents()).toEqual(['Usage 02-28/02-28 1.00, = 1.00']);
  });

  test('each threshold has an invoice, and the end of the month the base alone (L61)', async () => {
    const { shop } = await open({
      prices: { Base: 3100n },
      billed: 'in_arrears',
      meter: { aggregation: 'sum', ...value },
      price: { unitAmount: '0.0002' },
      usageThresholds: { amounts: [euros(20_000n), euros(50_000n)] },
      starts: march,
    });

    for (const day of ['15', '20', '25']) {
      await send(shop, [[`2024-03-${day}T00:00:00Z`, { value: 1_000_000 }]]);
      await shop.progress();
    }
    await billAt(shop, '2024-04-01T00:00:00Z');

    expect(await shop.documents()).toEqual([
      'Usage 03-01/03-16 200.00, = 200.00',
      'Usage 03-01/03-26 400.00, = 400.00',
      'Base 03-01/04-01 31.00, Usage 03-01/04-01 0.00, = 31.00',
    ]);
  });

  test('a minimum commitment is owed until a cheaper plan begins (L26)', async () => {
    const { shop, made } = await open({
      prices: { Base: 10_000n },
      billed: 'in_arrears',
      minimumCommitment: 1_000_000n,
      starts: march,
    });
    await billAt(shop, '2024-04-01T00:00:00Z');
    await billAt(shop, '2024-05-01T00:00:00Z');
    shop.setTime('2024-05-15T00:00:00Z');
    await shop.change(made, { planId: shop.planId('cheaper'), effective: 'period_end' });
    await billAt(shop, '2024-06-01T00:15:49Z');

    const month = (from: string, to: string) =>
      `Base ${from}/${to} 100.00, Minimum commitment ${from}/${to} 9900.00, = 10000.00`;
    expect(await shop.documents()).toEqual([
      month('03-01', '04-01'),
      month('04-01', '05-01'),
      month('05-01', '06-01'),
    ]);
  });
});

describe('Kill Bill: usage on invoices', () => {
  const events = [
    '2023-03-01T09:00:00Z',
    '2023-03-15T04:00:00Z',
    '2023-04-01T03:59:00Z',
    '2023-04-01T04:00:00Z',
    '2023-04-01T04:01:00Z',
    '2023-04-15T04:00:00Z',
    '2023-05-01T03:59:00Z',
    '2023-05-01T04:00:00Z',
    '2023-05-01T04:01:00Z',
  ];

  test.each(['2023-02-01T05:00:00Z', '2023-03-01T05:00:00Z'])(
    'is cut at local midnight, begun on %s (K16)',
    async (starts) => {
      const { shop } = await open({
        price: { unitAmount: '1' },
        starts,
        given: { timeZone: 'America/New_York' },
      });

      await send(
        shop,
        events.map((time) => [time]),
      );
      await billAt(shop, '2023-06-01T04:00:00Z');

      const units = await unitsByMonth(shop);
      expect(units).toEqual([
        ['2023-03', '3'],
        ['2023-04', '4'],
        ['2023-05', '2'],
      ]);
    },
  );
});
