import { describe, expect, test } from 'vitest';
import type { BasisInput } from '#domain/catalog/pricing/basis.ts';
import type { PreviewedPriceInput } from '#domain/catalog/pricing/preview.ts';
import { cents, comesTo, tier, values } from './builders.ts';
import {
  capacity,
  flat,
  graduated,
  matrix,
  packages,
  percentage,
  perUnit,
  sent,
  shares,
  stairs,
  tieredPackages,
  volume,
} from './prices.ts';

// Worked cases, done by hand: a price, what it is computed of, and the exact amount in major units.

type Case = readonly [of: string | BasisInput, exact: string];

const prices: readonly (readonly [string, PreviewedPriceInput, readonly Case[]])[] = [
  [
    'flat',
    flat,
    [
      [{}, '49'],
      ['0', '49'],
      ['1', '49'],
      ['12.5', '49'],
    ],
  ],
  [
    'per unit',
    perUnit,
    [
      ['0', '0'],
      ['250', '0.625'],
      ['0.5', '0.00125'],
      ['1000000000000000', '2500000000000'],
      ['0.000000000001', '0.0000000000000025'],
    ],
  ],
  [
    'graduated',
    graduated,
    [
      ['0', '0'],
      ['1', '0.1'],
      ['100', '10'],
      ['100.5', '15.04'],
      ['101', '15.08'],
      ['250', '27'],
      ['500', '47'],
      ['501', '57.05'],
    ],
  ],
  [
    'graduated, charging at zero',
    { model: 'graduated', chargesAtZero: true, tiers: [tier('5', '1', 300), tier(null, '2')] },
    [
      ['0', '3'],
      ['1', '4'],
      ['5', '8'],
      ['6', '10'],
    ],
  ],
  [
    'volume',
    volume,
    [
      ['0', '0'],
      ['100', '10'],
      ['101', '13.08'],
      ['500', '45'],
      ['501', '35.05'],
    ],
  ],
  [
    'volume, charging at zero',
    { model: 'volume', chargesAtZero: true, tiers: [tier(null, '1', 300)] },
    [
      ['0', '3'],
      ['2', '5'],
    ],
  ],
  [
    'stairstep',
    stairs,
    [
      ['0', '0'],
      ['1', '20'],
      ['10', '20'],
      ['10.01', '70'],
      ['51', '200'],
    ],
  ],
  [
    'stairstep, charging at zero',
    { ...stairs, chargesAtZero: true },
    [
      ['0', '20'],
      ['11', '70'],
    ],
  ],
  [
    'packages',
    packages,
    [
      ['0', '0'],
      ['250', '0'],
      ['250.1', '5'],
      ['1250', '5'],
      ['1251', '10'],
      ['2251', '15'],
    ],
  ],
  [
    'packages, charging at zero',
    { ...packages, chargesAtZero: true },
    [
      ['0', '5'],
      ['250', '5'],
      ['1250', '5'],
      ['1251', '10'],
    ],
  ],
  [
    'packages of a part of a unit',
    { model: 'package', packageSize: '0.25', amount: cents(100) },
    [
      ['1', '4'],
      ['1.01', '5'],
      ['0.001', '1'],
    ],
  ],
  [
    'packages by tier',
    tieredPackages,
    [
      ['0', '0'],
      ['1', '5'],
      ['100', '50'],
      ['101', '70'],
      ['150', '70'],
      ['151', '90'],
    ],
  ],
  ['packages by tier, charging at zero', { ...tieredPackages, chargesAtZero: true }, [['0', '5']]],
  [
    'percentage',
    percentage,
    [
      [{ events: [] }, '0'],
      [values('0'), '0.5'],
      [values('10'), '0.5'],
      [values('100'), '1.8'],
      [values('1000'), '9'],
      [values('100', '1000', '1'), '11.3'],
    ],
  ],
  [
    'percentage with free events',
    { model: 'percentage', rate: '0.01', freeEvents: 2 },
    [
      [values('100', '100'), '0'],
      [values('100', '100', '50'), '0.5'],
    ],
  ],
  [
    'percentage with a free value',
    { model: 'percentage', rate: '0.1', freeValue: '150' },
    [
      [values('100', '50'), '0'],
      [values('100', '60', '10'), '2'],
    ],
  ],
  [
    'percentage with free events and a free value',
    { model: 'percentage', rate: '0.1', fixedAmount: '1', freeEvents: 3, freeValue: '100' },
    [
      // Free by both; the third passes the value by 20; the fourth passes the count.
      [values('50', '50'), '0'],
      [values('50', '50', '20'), '3'],
      [values('50', '50', '20', '30'), '7'],
      [values('10', '10', '10', '10'), '2'],
    ],
  ],
  [
    'graduated percentage',
    shares,
    [
      ['0', '0'],
      ['50', '2.5'],
      ['100', '5'],
      ['150', '16'],
    ],
  ],
  [
    'capacity',
    capacity,
    [
      [{ quantities: {} }, '0'],
      [{ quantities: { cpu: '0', disk: '0' } }, '0'],
      [{ quantities: { cpu: '4', disk: '100' } }, '10'],
      [{ quantities: { cpu: '4.5' } }, '30'],
      [{ quantities: { disk: '101' } }, '90'],
    ],
  ],
  [
    'capacity, charging at zero',
    { ...capacity, chargesAtZero: true },
    [[{ quantities: {} }, '10']],
  ],
  [
    'dynamic',
    { model: 'dynamic', amountProperty: 'cost' },
    [
      [{ events: [] }, '0'],
      [{ events: [{ amount: '1.005' }, { properties: { cost: '2.5' } }] }, '3.505'],
      // The amount beside the value is meant for us; a property may be anything.
      [{ events: [{ amount: '1', properties: { cost: '9' } }] }, '1'],
    ],
  ],
  [
    'matrix',
    matrix,
    [
      [{ events: [sent('eu', '10'), sent('us', '10'), sent('eu', '1')] }, '0.87'],
      [{ events: [sent('asia', '10')] }, '0'],
      [{ events: [{ properties: { region: 'eu', kind: 'sms' } }] }, '0.07'],
    ],
  ],
  [
    'matrix with a default',
    { ...matrix, defaultUnitAmount: '0.5' },
    [[{ events: [sent('asia', '10'), sent('eu', '1'), {}] }, '5.57']],
  ],
];

describe.each(prices)('%s', (_name, price, cases) => {
  test.each(cases)('of %j comes to %s', (of, exact) => {
    expect(comesTo(price, of).exact).toBe(exact);
  });
});
