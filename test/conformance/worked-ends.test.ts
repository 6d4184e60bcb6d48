import type { PriceInput } from '#domain/catalog/price.ts';
import { callsId, euros } from '../billing/usage-shop.ts';
import type { WorkedScenarios } from './worked-scenario.ts';
import { testScenarios } from './worked-scenario.ts';

// Cases like those that other engines publish. Their figures were worked out by hand.

const small = { prices: { Small: 3000n } };
const large = { prices: { Large: 6000n } };
const huge = { prices: { Huge: 9000n } };
const plans = { small, large, huge };
const extra: PriceInput = {
  name: 'Extra',
  model: 'per_unit',
  unitAmount: '30',
  isOptional: true,
};
const usage = { name: 'Calls', kind: 'usage', meterId: callsId } as const;
const kept: WorkedScenarios = {
  'nothing divided: more is owed whole, less credits nothing': {
    policy: { countedBy: 'none' },
    plans: { small: { prices: { Base: 3000n } }, large: { prices: { Base: 6000n } } },
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-16T12:00:00Z', { plan: 'large' }],
      ['change', '2026-06-20T12:00:00Z', { plan: 'small' }],
      ['run', '2026-07-01T00:00:00Z'],
    ],
    documents: [
      'Base 06-01/07-01 30.00, = 30.00',
      'Base 06-01/07-01 -30.00, Base 06-16/07-01 60.00, = 30.00',
      'Base 07-01/08-01 30.00, = 30.00',
    ],
  },
  'nothing divided, plans without a price in common: each price is owed once': {
    policy: { countedBy: 'none' },
    plans,
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-16T12:00:00Z', { plan: 'large' }],
      ['change', '2026-06-20T12:00:00Z', { plan: 'small' }],
      ['run', '2026-07-01T00:00:00Z'],
    ],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Large 06-16/07-01 60.00, = 60.00',
      'Small 07-01/08-01 30.00, = 30.00',
    ],
  },
  'an add-on that is owed whole, taken away and back': {
    plans: { small: { ...small, also: [{ ...extra, isProrated: false }] } },
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-05T12:00:00Z', { quantities: { Extra: '1' } }],
      ['change', '2026-06-10T12:00:00Z', { quantities: { Extra: null } }],
      ['change', '2026-06-12T12:00:00Z', { quantities: { Extra: '1' } }],
      ['run', '2026-07-01T00:00:00Z'],
    ],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Extra 06-05/07-01 30.00, = 30.00',
      'Extra 07-01/08-01 30.00, Small 07-01/08-01 30.00, = 60.00',
    ],
  },
  'an add-on that stays paid, taken away and back, and one more': {
    policy: { decrease: 'keep_paid' },
    plans: { small: { ...small, also: [extra] } },
    starts: '2026-06-01T00:00:00Z',
    happens: [
      // 26 of 30 days.
      ['change', '2026-06-05T12:00:00Z', { quantities: { Extra: '1' } }],
      ['change', '2026-06-11T12:00:00Z', { quantities: { Extra: null } }],
      ['change', '2026-06-16T12:00:00Z', { quantities: { Extra: '1' } }],
      // 10 of 30 days, of two instead of one.
      ['change', '2026-06-21T12:00:00Z', { quantities: { Extra: '2' } }],
      ['change', '2026-06-25T12:00:00Z', { quantities: { Extra: null } }],
      ['run', '2026-07-01T00:00:00Z'],
      ['change', '2026-07-17T12:00:00Z', { quantities: { Extra: '1' } }],
    ],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Extra 06-05/07-01 26.00, = 26.00',
      'Extra 06-21/07-01 -10.00, Extra 06-21/07-01 20.00, = 10.00',
      'Small 07-01/08-01 30.00, = 30.00',
      'Extra 07-17/08-01 14.52, = 14.52',
    ],
  },
  'an add-on that is credited when it is taken away, and charged when it comes back': {
    plans: { small: { ...small, also: [extra] } },
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-01T12:00:00Z', { quantities: { Extra: '1' } }],
      ['change', '2026-06-16T12:00:00Z', { quantities: { Extra: null } }],
      ['change', '2026-06-21T12:00:00Z', { quantities: { Extra: '1' } }],
      ['run', '2026-07-01T00:00:00Z'],
    ],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Extra 06-01/07-01 30.00, = 30.00',
      'Extra 06-16/07-01 -15.00, Extra 06-21/07-01 10.00, ' +
        'Extra 07-01/08-01 30.00, Small 07-01/08-01 30.00, = 55.00',
    ],
  },
};

const periods: WorkedScenarios = {
  'a period of another length that begins on the same day, as the day of periods is moved': {
    plans,
    starts: '2027-02-28T00:00:00Z',
    happens: [
      ['change', '2027-02-28T00:00:00Z', { anchorOn: '2027-03-29' }],
      ['run', '2027-03-29T00:00:00Z'],
    ],
    documents: [
      'Small 02-28/03-28 30.00, = 30.00',
      'Small 02-28/03-28 -30.00, Small 02-28/03-29 30.00, = 0.00',
      'Small 03-29/04-29 30.00, = 30.00',
    ],
  },
  'a period of another length that begins on the same day, for the same price': {
    plans: {
      monthly: { prices: { Base: 3000n } },
      weekly: { prices: { Base: 3000n }, interval: { unit: 'week', count: 1 } },
    },
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['change', '2026-06-01T10:00:00Z', { plan: 'weekly' }],
      ['run', '2026-06-08T00:00:00Z'],
    ],
    documents: [
      'Base 06-01/07-01 30.00, = 30.00',
      'Base 06-01/06-08 30.00, Base 06-01/07-01 -30.00, = 0.00',
      'Base 06-08/06-15 30.00, = 30.00',
    ],
  },
  'a change that lay ahead on the first day of a period, and another one before it': {
    plans: {
      small: { prices: { Base: 3000n } },
      large: { prices: { Base: 6000n } },
      huge: { prices: { Base: 9000n } },
    },
    starts: '2026-06-01T00:00:00Z',
    happens: [
      [
        'change',
        '2026-06-10T00:00:00Z',
        { plan: 'huge', effective: { at: '2026-07-01T12:00:00Z' } },
      ],
      // It takes the one of noon back.
      ['change', '2026-07-01T10:00:00Z', { plan: 'small' }],
      [
        'change',
        '2026-07-01T10:00:00Z',
        { plan: 'large', effective: { at: '2026-07-01T11:00:00Z' } },
      ],
      ['run', '2026-07-01T11:00:00Z'],
    ],
    documents: [
      'Base 06-01/07-01 30.00, = 30.00',
      'Base 07-01/08-01 30.00, = 30.00',
      'Base 07-01/08-01 -30.00, Base 07-01/08-01 60.00, = 30.00',
    ],
  },
};

const ends: WorkedScenarios = {
  'a pause over the end of a period': {
    plans,
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['pause', '2026-06-20T12:00:00Z', {}],
      ['run', '2026-07-01T00:00:00Z'],
      ['resume', '2026-07-10T12:00:00Z'],
    ],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Small 06-21/07-01 -10.00, balance 10.00, = 0.00',
      'Small 07-10/08-01 21.29, = 11.29',
    ],
  },
  'a pause over two ends of periods, in arrears': {
    plans: { small: { ...small, billed: 'in_arrears' } },
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['pause', '2026-06-20T12:00:00Z', {}],
      ['run', '2026-07-01T00:00:00Z'],
      ['run', '2026-08-01T00:00:00Z'],
      ['resume', '2026-08-10T12:00:00Z'],
      ['run', '2026-09-01T00:00:00Z'],
    ],
    documents: ['Small 06-01/06-21 20.00, = 20.00', 'Small 08-10/09-01 21.29, = 21.29'],
  },
  'a pause and its end on one day, and the end of all on the next': {
    plans,
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['pause', '2026-06-20T06:00:00Z', {}],
      ['resume', '2026-06-20T18:00:00Z'],
      ['cancel', '2026-06-21T12:00:00Z', {}],
    ],
    // The 20th was billed, and the pause ends on the day on which it would begin.
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Small 06-21/07-01 -10.00, balance 10.00, = 0.00',
      'Small 06-21/07-01 10.00, = 0.00',
      'Small 06-22/07-01 -9.00, balance 9.00, = 0.00',
    ],
  },
  'all is given back': {
    plans,
    starts: '2026-06-01T00:00:00Z',
    happens: [['cancel', '2026-06-20T12:00:00Z', { cancelCredit: 'full' }]],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Small 06-01/07-01 -30.00, balance 30.00, = 0.00',
    ],
  },
  'an end that is taken back before a change': {
    plans,
    starts: '2026-06-01T00:00:00Z',
    happens: [
      ['cancel', '2026-06-10T12:00:00Z', { effective: { on: '2026-06-20' } }],
      ['uncancel', '2026-06-12T12:00:00Z'],
      ['change', '2026-06-16T12:00:00Z', { plan: 'large' }],
      ['run', '2026-07-01T00:00:00Z'],
    ],
    documents: [
      'Small 06-01/07-01 30.00, = 30.00',
      'Small 06-20/07-01 -11.00, balance 11.00, = 0.00',
      'Small 06-20/07-01 11.00, = 0.00',
      'Large 06-16/07-01 30.00, Small 06-16/06-20 -4.00, Small 06-20/07-01 -11.00, = 15.00',
      'Large 07-01/08-01 60.00, = 60.00',
    ],
  },
};

const bounded = (name: string, calls: number, documents: readonly string[]): WorkedScenarios => ({
  [`${name}, of ten days of a June`]: {
    plans: {
      calls: {
        prices: {},
        also: [
          {
            ...usage,
            model: 'per_unit',
            unitAmount: '1',
            minimum: euros(4500n),
            maximum: euros(6000n),
          },
        ],
      },
    },
    starts: '2026-06-21T00:00:00Z',
    given: { alignment: 'calendar' },
    happens: [
      ['use', '2026-06-25T00:00:00Z', Array.from({ length: calls }, () => '2026-06-24T00:00:00Z')],
      ['run', '2026-07-01T00:00:00Z'],
    ],
    documents,
  },
});

const bounds: WorkedScenarios = {
  ...bounded('less than the minimum', 3, ['Calls 06-21/07-01 15.00, = 15.00']),
  ...bounded('between minimum and maximum', 17, ['Calls 06-21/07-01 17.00, = 17.00']),
  ...bounded('more than the maximum', 30, ['Calls 06-21/07-01 20.00, = 20.00']),
};

testScenarios('what is owed whole, or comes back', kept);
testScenarios('periods', periods);
testScenarios('pauses and ends', ends);
testScenarios('minimum and maximum', bounds);
