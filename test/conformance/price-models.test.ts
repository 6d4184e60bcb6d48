import { describe, expect, test } from 'vitest';
import type { BasisInput } from '#domain/catalog/pricing/basis.ts';
import { heldUnits, priceOverTime } from '#domain/catalog/pricing/held.ts';
import type { PreviewedPriceInput } from '#domain/catalog/pricing/preview.ts';
import { cents, comesTo, tier, values } from '../domain/catalog/pricing/builders.ts';

// Amounts that other engines, and their documentation, state, in minor units before tax. Where they
// split a period over several documents, a document is the difference of two totals.

type Fact = readonly [name: string, of: string | BasisInput, minor: bigint];
type Facts = readonly [engine: string, PreviewedPriceInput, readonly Fact[]];

const packagesOfTen = { model: 'package', packageSize: '10', amount: cents(10000) } as const;
const percentage = {
  model: 'percentage',
  rate: '0.01',
  fixedAmount: '1',
  perEventMinimum: '1.75',
  perEventMaximum: '12',
} as const;

const lago: readonly Facts[] = [
  [
    'package without free units (L39)',
    packagesOfTen,
    [
      ['3 units', '3', 10000n],
      ['15 units', '15', 20000n],
    ],
  ],
  [
    'package with free units (L39)',
    { ...packagesOfTen, freeUnits: '5' },
    [
      ['3 units', '3', 0n],
      ['12 units', '12', 10000n],
    ],
  ],
  [
    'percentage with a minimum and maximum per event (L40d)',
    percentage,
    [
      ['100', values('100'), 200n],
      ['then 1000', values('100', '1000'), 1300n],
      ['then 10000, which is capped', values('100', '1000', '10000'), 2500n],
    ],
  ],
  [
    'graduated percentage (L41)',
    {
      model: 'graduated_percentage',
      tiers: [
        { upTo: '100', rate: '0.05', flatAmount: cents(0) },
        { upTo: null, rate: '0.02', flatAmount: cents(1000) },
      ],
    },
    [
      ['50', '50', 250n],
      ['150', '150', 1600n],
    ],
  ],
  [
    'dynamic (L42)',
    { model: 'dynamic', amountProperty: 'amount' },
    [
      ['10.1 cents', { events: [{ amount: '0.101' }] }, 10n],
      ['and 901.9 cents', { events: [{ amount: '0.101' }, { amount: '9.019' }] }, 912n],
    ],
  ],
];

const meters = (u1: string, u2: string, u3: string) => ({ quantities: { u1, u2, u3 } });

const killBill: readonly Facts[] = [
  [
    'capacity, the highest tier that any unit reaches (K18)',
    {
      model: 'capacity',
      tiers: [
        { upTo: { u1: '100', u2: '1000', u3: '50' }, flatAmount: cents(1000, 'USD') },
        { upTo: { u1: '200', u2: '2000', u3: '100' }, flatAmount: cents(2000, 'USD') },
        { upTo: null, flatAmount: cents(3000, 'USD') },
      ],
    },
    [
      ['all at their bounds', meters('100', '1000', '50'), 1000n],
      ['the second above', { quantities: { u1: '100', u2: '1001' } }, 2000n],
      ['the first above', { quantities: { u1: '101', u2: '1000' } }, 2000n],
      ['both above', { quantities: { u1: '101', u2: '1001' } }, 2000n],
      ['one far above', { quantities: { u1: '10', u2: '2001' } }, 3000n],
    ],
  ],
];

const dollars = (minor: number) => cents(minor, 'USD');

const openMeter: readonly Facts[] = [
  [
    'volume with flat steps (O05)',
    {
      model: 'volume',
      tiers: [
        { upTo: '5', flatAmount: dollars(10000) },
        { upTo: '10', flatAmount: dollars(15000) },
        { upTo: '15', unitAmount: '10' },
        { upTo: null, unitAmount: '5' },
      ],
    },
    [
      ['3', '3', 10000n],
      ['5', '5', 10000n],
      ['14', '14', 14000n],
      ['15', '15', 15000n],
      ['16, which costs less', '16', 8000n],
      ['100', '100', 50000n],
    ],
  ],
  [
    'packages, and how many more there are after some (O06)',
    { model: 'package', packageSize: '10', amount: dollars(1500) },
    [
      ['10', '10', 1500n],
      ['5', '5', 1500n],
      ['17', '17', 3000n],
      ['5 after 17: one more', '22', 4500n],
    ],
  ],
  [
    'packages with a minimum (O06)',
    { model: 'package', packageSize: '10', amount: dollars(1500), minimum: dollars(10000) },
    [['none', '0', 10000n]],
  ],
  [
    'units with a maximum (O07)',
    { model: 'per_unit', unitAmount: '10', maximum: dollars(10000) },
    [
      ['10', '10', 10000n],
      ['7', '7', 7000n],
      ['5 after 7: 30.00 more', '12', 10000n],
    ],
  ],
  [
    'graduated (D11)',
    {
      model: 'graduated',
      tiers: [tier('1000', '0.10'), tier('10000', '0.05'), tier(null, '0.01')],
    },
    [['15000', '15000', 60000n]],
  ],
  [
    'the same tiers by volume (D11)',
    { model: 'volume', tiers: [tier('1000', '0.10'), tier('10000', '0.05'), tier(null, '0.01')] },
    [['15000', '15000', 15000n]],
  ],
  [
    'a tenth of a cent (D11)',
    { model: 'per_unit', unitAmount: '0.001' },
    [['100000', '100000', 10000n]],
  ],
];

const chargebee: readonly Facts[] = [
  [
    'four tiers of seats (D06)',
    {
      model: 'graduated',
      tiers: [tier('20', '15'), tier('25', '10'), tier('30', '8'), tier(null, '5')],
    },
    [
      ['10', '10', 15000n],
      ['50', '50', 49000n],
    ],
  ],
];

describe.each([
  ['Lago', 'EUR', lago],
  ['Kill Bill', 'USD', killBill],
  ['OpenMeter', 'USD', openMeter],
  ['Chargebee', 'USD', chargebee],
] as const)('%s', (_engine, currency, all) => {
  describe.each(all)('%s', (_name, price, facts) => {
    test.each(facts)('%s', (_of, of, minor) => {
      expect(comesTo(price, of, currency).amount).toEqual(cents(minor, currency));
    });
  });
});

describe('Lago: graduated by the days that a level is held, in a month of 30 days (L43)', () => {
  const terms = {
    model: 'graduated',
    chargesAtZero: true,
    tiers: [
      { upTo: '5', unitAmount: '10', flatAmount: '10000' },
      { upTo: '15', unitAmount: '5', flatAmount: '5000' },
      { upTo: null, unitAmount: '2', flatAmount: '0' },
    ],
  } as const;

  /** From a day of the month on, so many units. */
  const comesToBy = (days: number, changes: readonly (readonly [day: number, units: string])[]) => {
    const levels = changes.map(([day, quantity], index) => {
      const until = changes[index + 1]?.[0] ?? days + 1;
      return { quantity, length: until - day };
    });
    const held = heldUnits(terms, levels);
    const month = { length: days, unit: 'day' } as const;
    return priceOverTime(terms, { minorUnitDigits: 2 }, held, month).exact.round('half_up');
  };

  const september = [
    [1, '0', 10000n],
    [10, '2', 11400n],
    [16, '7', 18400n],
    [20, '1', 16567n],
    [25, '11', 17967n],
    [26, '15', 18300n],
    [30, '75', 18700n],
  ] as const;

  test.each(september.map((each, index) => [each[0], each[1], each[2], index] as const))(
    'on the %dth, with %s units, it comes to %d',
    (_day, _units, minor, index) => {
      const changes = september.slice(0, index + 1).map(([day, units]) => [day, units] as const);
      expect(comesToBy(30, changes)).toBe(minor);
    },
  );

  test('what is carried over costs a whole October; 20 more on the 17th cost 15 of 31 days', () => {
    expect(comesToBy(31, [[1, '75']])).toBe(37000n);
    expect(
      comesToBy(31, [
        [1, '75'],
        [17, '95'],
      ]),
    ).toBe(38935n);
  });
});
