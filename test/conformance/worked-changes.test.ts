import type { PriceInput } from '#domain/catalog/price.ts';
import { euros } from '../billing/usage-shop.ts';
import type { WorkedScenarios } from './worked-scenario.ts';
import { testScenarios } from './worked-scenario.ts';

// Cases like those that other engines publish. Their figures were worked out by hand.

const year = { unit: 'year', count: 1 } as const;
const small = { prices: { Small: 3000n } };
const large = { prices: { Large: 6000n } };
const huge = { prices: { Huge: 9000n } };
const plans = { small, large, huge };
const seat: PriceInput = { name: 'Seat', model: 'per_unit', unitAmount: '10' };
const seats = { seats: { prices: {}, also: [seat] } };
const changes: WorkedScenarios = {
  'two on one day': {
    plans,
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-16T06:00:00Z', { plan: 'large' }],
      ['change', '2026-06-16T18:00:00Z', { plan: 'huge' }],
    ],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Large 06-16/07-01 30.00, Small 06-16/07-01 -15.00, = 15.00',
      'Huge 06-16/07-01 45.00, Large 06-16/07-01 -30.00, = 15.00',
    ],
  },
  'two on one day, by seconds': {
    policy: { preset: 'per_second' },
    plans,
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-16T06:00:00Z', { plan: 'large' }],
      ['change', '2026-06-16T18:00:00Z', { plan: 'huge' }],
    ],
    // 14.75 and 14.25 of 30 days are left.
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Large 06-16/07-01 29.50, Small 06-16/07-01 -14.75, = 14.75',
      'Huge 06-16/07-01 42.75, Large 06-16/07-01 -28.50, = 14.25',
    ],
  },
  'a credit that is larger than the next invoice': {
    plans: { large, small: { prices: { Small: 1000n } } },
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-16T12:00:00Z', { plan: 'small' }],
      ['run', '2026-07-01T00:00:00Z'],
      ['run', '2026-08-01T00:00:00Z'],
      ['run', '2026-09-01T00:00:00Z'],
    ],
    documents: [
      'Large 06-01/07-01 60.00, = 60.00',
      'Large 06-16/07-01 -30.00, Small 06-16/07-01 5.00, ' +
        'Small 07-01/08-01 10.00, balance 15.00, = 0.00',
      'Small 08-01/09-01 10.00, = 0.00',
      'Small 09-01/10-01 10.00, = 5.00',
    ],
  },
  'back-dated over two periods': {
    plans,
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['run', '2026-07-01T00:00:00Z'],
      ['change', '2026-07-16T10:00:00Z', { plan: 'large', effective: { on: '2026-06-21' } }],
    ],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Small 07-01/08-01 30.00, = 30.00',
      'Large 06-21/07-01 20.00, Large 07-01/08-01 60.00, ' +
        'Small 06-21/07-01 -10.00, Small 07-01/08-01 -30.00, = 40.00',
    ],
  },
  'back-dated over the end of a leap February, from the 31st': {
    plans: { small: { prices: { Small: 3100n } }, large: { prices: { Large: 6200n } } },
    starts: '2028-01-31T00:00:00Z',
    happens: [
      ['run', '2028-02-29T00:00:00Z'],
      ['change', '2028-03-10T10:00:00Z', { plan: 'large', effective: { on: '2028-02-20' } }],
    ],
    // 9 of 29 days: 19.24 and 9.62.
    documents: [
      'Small 01-31/02-29 31.00, = 31.00',
      'Small 02-29/03-31 31.00, = 31.00',
      'Large 02-20/02-29 19.24, Large 02-29/03-31 62.00, ' +
        'Small 02-20/02-29 -9.62, Small 02-29/03-31 -31.00, = 40.62',
    ],
  },
  'seats that stay paid: fewer, and more than ever': {
    policy: { decrease: 'keep_paid' },
    plans: seats,
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-01T00:00:00Z', { quantities: { Seat: '10' } }],
      ['change', '2026-06-11T12:00:00Z', { quantities: { Seat: '5' } }],
      ['change', '2026-06-16T12:00:00Z', { quantities: { Seat: '8' } }],
      ['change', '2026-06-21T12:00:00Z', { quantities: { Seat: '12' } }],
      ['change', '2026-06-26T12:00:00Z', { quantities: { Seat: '5' } }],
      ['run', '2026-07-01T00:00:00Z'],
    ],
    documents: [
      'Seat 06-01/07-01 10.00, = 10.00',
      'Seat 06-01/07-01 -10.00, Seat 06-01/07-01 100.00, = 90.00',
      'Seat 06-21/07-01 -33.33, Seat 06-21/07-01 40.00, = 6.67',
      'Seat 07-01/08-01 50.00, = 50.00',
    ],
  },
  'months of 30 days, changed and ended in February': {
    policy: { preset: 'month_30' },
    plans,
    starts: '2026-02-01T00:00:00Z',
    happens: [
      ['change', '2026-02-16T12:00:00Z', { plan: 'large' }],
      // 28 February to 1 March are 3 days.
      ['cancel', '2026-02-28T12:00:00Z', {}],
    ],
    documents: [
      'Small 02-01/03-01 30.00, = 30.00',
      'Large 02-16/03-01 30.00, Small 02-16/03-01 -15.00, = 15.00',
      'Large 02-28/03-01 -6.00, balance 6.00, = 0.00',
    ],
  },
  'months of 30 days, from the 31st': {
    policy: { preset: 'month_30' },
    plans: { small: { prices: { Small: 2700n } } },
    starts: '2026-01-31T00:00:00Z',
    // 31 January to 28 February are 27 days, and 18 of them are left.
    happens: [['cancel', '2026-02-10T12:00:00Z', {}]],
    documents: [
      'Small 01-31/02-28 27.00, = 27.00',
      'Small 02-10/02-28 -18.00, balance 18.00, = 0.00',
    ],
  },
  'monthly to yearly on 29 February': {
    plans: {
      small: { prices: { Small: 2900n } },
      annual: { prices: { Year: 36_600n }, interval: year },
    },
    starts: '2028-02-15T00:00:00Z',
    happens: [
      ['change', '2028-02-29T12:00:00Z', { plan: 'annual' }],
      ['run', '2029-02-28T00:00:00Z'],
    ],
    documents: [
      'Small 02-15/03-15 29.00, = 29.00',
      'Small 02-29/03-15 -15.00, Year 02-29/02-28 366.00, = 351.00',
      'Year 02-28/02-28 366.00, = 366.00',
    ],
  },
  'a yearly price beside a monthly one, ended in May': {
    plans: {
      both: {
        prices: { Base: 3100n },
        also: [{ name: 'Support', amount: euros(36_500n), interval: year }],
      },
    },
    starts: '2026-03-01T00:00:00Z',
    happens: [
      ['run', '2026-04-01T00:00:00Z'],
      ['run', '2026-05-01T00:00:00Z'],
      // 20 of 31 days, and 293 of 365.
      ['cancel', '2026-05-11T12:00:00Z', {}],
    ],
    documents: [
      'Base 03-01/04-01 31.00, Support 03-01/03-01 365.00, = 396.00',
      'Base 04-01/05-01 31.00, = 31.00',
      'Base 05-01/06-01 31.00, = 31.00',
      'Base 05-12/06-01 -20.00, Support 05-12/03-01 -293.00, balance 313.00, = 0.00',
    ],
  },
  'another plan and an end, both when the period ends': {
    plans,
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-10T00:00:00Z', { plan: 'large', effective: 'period_end' }],
      ['cancel', '2026-06-11T00:00:00Z', { effective: 'period_end' }],
      ['run', '2026-07-01T00:00:00Z'],
      ['run', '2026-08-01T00:00:00Z'],
    ],
    documents: ['Small 06-01/07-01 30.00, = 30.00'],
  },
  'in arrears, each plan its own days': {
    plans: {
      small: { ...small, billed: 'in_arrears' },
      large: { ...large, billed: 'in_arrears' },
    },
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-16T12:00:00Z', { plan: 'large' }],
      ['run', '2026-07-01T00:00:00Z'],
    ],
    documents: ['Small 06-01/06-16 15.00, = 15.00', 'Large 06-16/07-01 30.00, = 30.00'],
  },
};

testScenarios('changes', changes);
