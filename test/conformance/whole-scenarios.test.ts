import { describe, expect, test } from 'vitest';
import { euros } from '../billing/usage-shop.ts';
import type { Happening, WorkedScenarios } from './worked-scenario.ts';
import { documentsOf } from './worked-scenario.ts';

// Scenarios of other engines that are told in several steps, down to their documents.

const monthly = { Monthly: 24_995n };
const discounted = {
  policy: { preset: 'kill_bill' },
  plans: { discount: { prices: { Phase: 495n } }, evergreen: { prices: { Phase: 2495n } } },
  documents: [
    'Phase 02-28/03-28 4.95, = 4.95',
    'Phase 03-28/04-28 4.95, = 4.95',
    'Phase 04-28/05-28 4.95, = 4.95',
    'Phase 05-28/06-28 24.95, = 24.95',
    'Phase 06-28/07-28 24.95, = 24.95',
  ],
} as const;
const discountedUntilMay = (begun: string): readonly Happening[] => [
  ['change', begun, { plan: 'evergreen', effective: { on: '2023-05-28' } }],
  ...[3, 4, 5, 6].map((month) => ['run', `2023-0${month}-28T12:00:00Z`] as const),
];
const firstsOf = (year: number, months: readonly number[]): readonly Happening[] =>
  months.map((month) => ['run', `${year}-${String(month).padStart(2, '0')}-01T00:00:00Z`]);

const killBill: WorkedScenarios = {
  'an add-on of twelve months, with a fee for its setup (K09)': {
    policy: { preset: 'kill_bill' },
    plans: {
      base: {
        prices: { Base: 2995n },
        trialDays: 30,
        also: [
          { name: 'Addon', amount: euros(19_995n), inTrial: 'charged' },
          { name: 'Setup', kind: 'one_time', amount: euros(59_995n), inTrial: 'charged' },
        ],
      },
    },
    starts: '2015-04-01T00:00:00Z',
    happens: [
      [
        'change',
        '2015-04-01T00:00:00Z',
        { quantities: { Addon: null }, effective: { on: '2016-04-01' } },
      ],
      ...firstsOf(2015, [5, 6, 7, 8, 9, 10, 11, 12]),
      ...firstsOf(2016, [1, 2, 3, 4]),
    ],
    documents: [
      'Addon 04-01/05-01 199.95, Setup 04-01/05-01 599.95, = 799.90',
      ...[
        '05-01/06-01',
        '06-01/07-01',
        '07-01/08-01',
        '08-01/09-01',
        '09-01/10-01',
        '10-01/11-01',
        '11-01/12-01',
        '12-01/01-01',
        '01-01/02-01',
        '02-01/03-01',
        '03-01/04-01',
      ].map((dates) => `Addon ${dates} 199.95, Base ${dates} 29.95, = 229.90`),
      'Base 04-01/05-01 29.95, = 29.95',
    ],
  },
  'three months at a discount, in New York, billed on the 28th (K12)': {
    ...discounted,
    starts: '2023-03-01T03:47:56Z',
    given: { timeZone: 'America/New_York', alignment: { day: 28 } },
    happens: discountedUntilMay('2023-03-01T03:47:56Z'),
  },
  'the same in UTC (K12)': {
    ...discounted,
    starts: '2023-02-28T00:00:00Z',
    given: { alignment: { day: 28 } },
    happens: discountedUntilMay('2023-02-28T00:00:00Z'),
  },
  'the day of periods is moved in a trial (K19)': {
    policy: { preset: 'kill_bill' },
    plans: { sold: { prices: monthly, trialDays: 30 } },
    starts: '2016-04-01T00:00:00Z',
    given: { alignment: { day: 1 } },
    happens: [
      ['change', '2016-04-10T00:00:00Z', { anchorOn: '2016-05-15' }],
      ['run', '2016-05-01T00:00:00Z'],
      ['run', '2016-05-15T00:00:00Z'],
    ],
    documents: ['Monthly 05-01/05-15 116.64, = 116.64', 'Monthly 05-15/06-15 249.95, = 249.95'],
  },
  'it is moved behind a period that was paid, and once more (K19)': {
    policy: { preset: 'kill_bill' },
    plans: { sold: { prices: monthly } },
    starts: '2016-05-01T00:00:00Z',
    happens: [
      ['change', '2016-05-10T00:00:00Z', { anchorOn: '2016-06-15', effective: 'period_end' }],
      ['run', '2016-06-01T00:00:00Z'],
      ['run', '2016-06-15T00:00:00Z'],
      ['change', '2016-06-20T00:00:00Z', { anchorOn: '2016-08-10', effective: 'period_end' }],
      ['run', '2016-07-15T00:00:00Z'],
    ],
    documents: [
      'Monthly 05-01/06-01 249.95, = 249.95',
      'Monthly 06-01/06-15 112.88, = 112.88',
      'Monthly 06-15/07-15 249.95, = 249.95',
      'Monthly 07-15/08-10 209.64, = 209.64',
    ],
  },
};

const chargebee: WorkedScenarios = {
  'what a smaller plan leaves is taken off the next bill (D04)': {
    policy: { preset: 'standard' },
    plans: { large: { prices: { Large: 6000n } }, small: { prices: { Small: 3000n } } },
    starts: '2012-04-01T00:00:00Z',
    happens: [
      ['change', '2012-04-21T00:00:00Z', { plan: 'small' }],
      ['run', '2012-05-01T00:00:00Z'],
      ['run', '2012-06-01T00:00:00Z'],
    ],
    documents: [
      'Large 04-01/05-01 60.00, = 60.00',
      'Large 04-21/05-01 -20.00, Small 04-21/05-01 10.00, Small 05-01/06-01 30.00, = 20.00',
      'Small 06-01/07-01 30.00, = 30.00',
    ],
  },
};

describe.each([
  ['Kill Bill', killBill],
  ['Chargebee', chargebee],
])('%s', (_engine, scenarios) => {
  test.each(Object.entries(scenarios))('%s', async (_title, scenario) => {
    expect(await documentsOf(scenario)).toEqual(scenario.documents);
  });
});
