import type { PriceInput } from '#domain/catalog/price.ts';
import { callsId } from '../billing/usage-shop.ts';
import type { WorkedScenarios } from './worked-scenario.ts';
import { testScenarios } from './worked-scenario.ts';

// Cases like those that other engines publish. Their figures were worked out by hand.

const year = { unit: 'year', count: 1 } as const;
const small = { prices: { Small: 3000n } };
const large = { prices: { Large: 6000n } };
const huge = { prices: { Huge: 9000n } };
const plans = { small, large, huge };
const seat: PriceInput = { name: 'Seat', model: 'per_unit', unitAmount: '10' };
const usage = { name: 'Calls', kind: 'usage', meterId: callsId } as const;
const calendar: WorkedScenarios = {
  'a year from 29 February, ended in the year that has one': {
    plans: { annual: { prices: { Year: 36_600n }, interval: year } },
    starts: '2024-02-29T00:00:00Z',
    happens: [
      ['run', '2025-02-28T00:00:00Z'],
      ['run', '2026-02-28T00:00:00Z'],
      ['run', '2027-02-28T00:00:00Z'],
      // 31 and 28 days are left of 366.
      ['cancel', '2027-12-31T12:00:00Z', {}],
    ],
    documents: [
      'Year 02-29/02-28 366.00, = 366.00',
      'Year 02-28/02-28 366.00, = 366.00',
      'Year 02-28/02-28 366.00, = 366.00',
      'Year 02-28/02-29 366.00, = 366.00',
      'Year 01-01/02-29 -59.00, balance 59.00, = 0.00',
    ],
  },
  'from the 30th, changed on the first day of the period that begins in February': {
    plans: { small: { prices: { Small: 3100n } }, large: { prices: { Large: 6200n } } },
    starts: '2027-01-30T00:00:00Z',
    happens: [
      ['run', '2027-02-28T00:00:00Z'],
      ['change', '2027-02-28T08:00:00Z', { plan: 'large' }],
      ['run', '2027-03-30T00:00:00Z'],
    ],
    documents: [
      'Small 01-30/02-28 31.00, = 31.00',
      'Small 02-28/03-30 31.00, = 31.00',
      'Large 02-28/03-30 62.00, Small 02-28/03-30 -31.00, = 31.00',
      'Large 03-30/04-30 62.00, = 62.00',
    ],
  },
  'changed in the last second of the last local day': {
    plans,
    starts: '2026-05-31T22:00:00Z',
    given: { timeZone: 'Europe/Vienna' },
    happens: [['change', '2026-06-30T21:59:59Z', { plan: 'large' }]],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Large 06-30/07-01 2.00, Small 06-30/07-01 -1.00, = 1.00',
    ],
  },
  'changed in the first second of the next one': {
    plans,
    starts: '2026-05-31T22:00:00Z',
    given: { timeZone: 'Europe/Vienna' },
    happens: [['change', '2026-06-30T22:00:00Z', { plan: 'large' }]],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Small 07-01/08-01 30.00, = 30.00',
      'Large 07-01/08-01 60.00, Small 07-01/08-01 -30.00, = 30.00',
    ],
  },
  'a March of 743 hours in New York, by seconds': {
    policy: { preset: 'per_second' },
    plans: { small: { prices: { Small: 74_300n } } },
    starts: '2026-03-01T05:00:00Z',
    given: { timeZone: 'America/New_York' },
    // 15 days and 12 hours are left, as the clocks are put forward before.
    happens: [['cancel', '2026-03-16T16:00:00Z', {}]],
    documents: [
      'Small 03-01/04-01 743.00, = 743.00',
      'Small 03-17/04-01 -372.00, balance 372.00, = 0.00',
    ],
  },
  'an April of 1441 half hours on Lord Howe, by seconds': {
    policy: { preset: 'per_second' },
    plans: { small: { prices: { Small: 144_100n } } },
    starts: '2026-03-31T13:00:00Z',
    given: { timeZone: 'Australia/Lord_Howe' },
    happens: [['cancel', '2026-04-29T13:30:00Z', {}]],
    documents: [
      'Small 04-01/05-01 1441.00, = 1441.00',
      'Small 04-30/05-01 -48.00, balance 48.00, = 0.00',
    ],
  },
  'a term of two months from 29 December': {
    plans: { small: { prices: { Small: 1000n } } },
    starts: '2028-12-29T00:00:00Z',
    given: { term: { unit: 'month', count: 2 } },
    happens: [
      ['run', '2029-01-29T00:00:00Z'],
      ['run', '2029-02-28T00:00:00Z'],
    ],
    documents: ['Small 12-29/01-29 10.00, = 10.00', 'Small 01-29/02-28 10.00, = 10.00'],
  },
  'usage of months that begin where Cairo has no midnight': {
    plans: { calls: { prices: {}, also: [{ ...usage, model: 'per_unit', unitAmount: '1' }] } },
    starts: '2026-03-23T22:00:00Z',
    given: { timeZone: 'Africa/Cairo' },
    happens: [
      ['use', '2026-04-23T21:59:59.999Z', ['2026-04-23T21:59:59.999Z']],
      [
        'use',
        '2026-04-23T22:00:00Z',
        ['2026-04-23T22:00:00Z', '2026-04-23T21:59:59.998Z', '2026-04-23T22:00:00.001Z'],
      ],
      ['run', '2026-04-23T22:00:01Z'],
      ['run', '2026-05-23T20:59:59.999Z'],
      ['run', '2026-05-23T21:00:00Z'],
    ],
    documents: ['Calls 03-24/04-24 2.00, = 2.00', 'Calls 04-24/05-24 2.00, = 2.00'],
  },
  // 6 of 7 days are left: 25.71, as Lago's credit note has before tax.
  'a week that ends within its first hour (L49c)': {
    policy: { preset: 'lago' },
    plans: { weekly: { prices: { Week: 2999n }, interval: { unit: 'week', count: 1 } } },
    starts: '2025-10-06T16:00:00Z',
    happens: [['cancel', '2025-10-06T16:35:00Z', {}]],
    documents: [
      'Week 10-06/10-13 29.99, = 29.99',
      'Week 10-07/10-13 -25.71, balance 25.71, = 0.00',
    ],
  },
};

const trials: WorkedScenarios = {
  'a trial that ends where the clocks leave an hour out': {
    plans: { small: { prices: { Small: 4900n }, trialDays: 14 } },
    starts: '2026-03-15T01:30:00Z',
    given: { timeZone: 'Europe/Vienna' },
    happens: [
      ['run', '2026-03-29T01:29:59.999Z'],
      ['run', '2026-03-29T01:30:00Z'],
    ],
    documents: ['Small 03-29/04-29 49.00, = 49.00'],
  },
  'the same by seconds: two and a half hours of 743 are free': {
    policy: { preset: 'per_second' },
    plans: { small: { prices: { Small: 74_300n }, trialDays: 14 } },
    starts: '2026-03-15T01:30:00Z',
    given: { timeZone: 'Europe/Vienna' },
    happens: [['run', '2026-03-29T01:30:00Z']],
    documents: ['Small 03-29/04-29 740.50, = 740.50'],
  },
  'a trial that ends where the clocks show an hour twice, by seconds': {
    policy: { preset: 'per_second' },
    plans: { small: { prices: { Small: 74_500n }, trialDays: 14 } },
    starts: '2026-10-11T00:30:00Z',
    given: { timeZone: 'Europe/Vienna' },
    happens: [
      ['run', '2026-10-25T00:29:59.999Z'],
      ['run', '2026-10-25T00:30:00Z'],
    ],
    documents: ['Small 10-25/11-25 742.50, = 742.50'],
  },
  'aligned to its start, by the calendar': {
    policy: { preset: 'lago' },
    plans: { small: { prices: { Small: 4900n }, trialDays: 14 } },
    starts: '2028-02-10T12:00:00Z',
    given: { alignment: 'calendar' },
    // 24 February to 1 March are 6 of 29 days.
    happens: [['run', '2028-02-24T12:00:00Z']],
    documents: ['Small 02-24/03-01 10.14, = 10.14'],
  },
};

const currencies: WorkedScenarios = {
  'yen, which have no parts': {
    plans: { small: { prices: { Small: 1000n }, currency: 'JPY' } },
    starts: '2026-02-10T00:00:00Z',
    given: { alignment: 'calendar' },
    // 19 of 28 days are 678.57; 14 are 500.
    happens: [['cancel', '2026-02-14T12:00:00Z', {}]],
    documents: ['Small 02-10/03-01 679, = 679', 'Small 02-15/03-01 -500, balance 500, = 0'],
  },
  'dinars of a thousand parts': {
    plans: { small: { prices: { Small: 10_000n }, currency: 'KWD' } },
    starts: '2026-02-10T00:00:00Z',
    given: { alignment: 'calendar' },
    happens: [['cancel', '2026-02-14T12:00:00Z', {}]],
    documents: [
      'Small 02-10/03-01 6.786, = 6.786',
      'Small 02-15/03-01 -5.000, balance 5.000, = 0.000',
    ],
  },
  'half a yen, to the even one': {
    policy: { rounding: 'half_even' },
    plans: {
      small: { prices: {}, currency: 'JPY', also: [{ ...seat, unitAmount: '0.5' }] },
    },
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-01T01:00:00Z', { quantities: { Seat: '5' } }],
      ['change', '2026-06-01T02:00:00Z', { quantities: { Seat: '3' } }],
    ],
    // 0.5 comes to 0, 2.5 to 2 and 1.5 to 2; what is given back is what was charged. A credit of
    // half a yen comes to 0, and is shown, as it is not nothing.
    documents: [
      'Seat 06-01/07-01 0, Seat 06-01/07-01 2, = 2',
      'Seat 06-01/07-01 -2, Seat 06-01/07-01 2, = 0',
    ],
  },
};

testScenarios('calendar', calendar);
testScenarios('trials', trials);
testScenarios('currencies', currencies);
