import { describe, expect, test } from 'vitest';
import type { Instant } from '#domain/shared/time.ts';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { markOn } from '#domain/subscriptions/agreement/mark.ts';
import type { PresetName } from '#domain/tenants/billing-policy.ts';
import { presets } from '#domain/tenants/billing-policy.ts';
import { ChangeHistory } from '../domain/subscriptions/change-history.ts';
import type { Lived } from '../domain/subscriptions/lived.ts';

// Scenarios of other engines on pauses and quantities; docs/conformance.md shows them.

const month = { unit: 'month', count: 1 } as const;
const year = { unit: 'year', count: 1 } as const;
const utc = parseTimeZone('UTC');

interface Scenario {
  readonly name: string;
  readonly preset: PresetName;
  readonly starts: string;
  readonly plans: Lived['plans'];
  readonly quantities?: Readonly<Record<string, string>>;
  readonly isProrated?: boolean;
  readonly does: (history: ChangeHistory) => void;
  /** `start/end amount` in minor units; charges of a step before its credits. */
  readonly lines: readonly string[];
}

const at = (text: string): Instant => parseInstant(`${text}T00:00:00Z`);
const seats = { seats: { prices: { seat: '10' }, interval: month } };

const scenarios: readonly Scenario[] = [
  {
    name: 'Kill Bill K05b: an annual plan, paused and resumed, the same in sum',
    preset: 'kill_bill',
    starts: '2012-05-01',
    plans: { annual: { prices: { annual: '2399.95' }, interval: year } },
    does: (history) => {
      history.pause(at('2012-05-12'), 'now');
      history.resume(at('2012-06-04'), 'now');
      history.run(at('2013-06-01'));
    },
    // 362 − 354 days of 365 are 31 more less the 23 of the pause: 203.83 − 151.23.
    lines: [
      '2012-05-01/2013-05-01 239995',
      '2012-05-12/2013-05-01 -232762',
      '2012-06-04/2013-06-01 238022',
      '2013-06-01/2014-06-01 239995',
    ],
  },
  {
    name: 'Kill Bill K08: annual to monthly and back on one day',
    preset: 'kill_bill',
    starts: '2012-05-01',
    plans: {
      annual: { prices: { annual: '2399.95' }, interval: year },
      monthly: { prices: { monthly: '249.95' }, interval: month },
    },
    does: (history) => {
      history.change(at('2012-05-11'), 'now', { plan: 'monthly' });
      history.change(at('2012-05-11'), 'now', { plan: 'annual' });
    },
    lines: [
      '2012-05-01/2013-05-01 239995',
      '2012-05-11/2012-06-01 16932',
      '2012-05-11/2013-05-01 -233420',
      '2012-05-11/2013-05-01 233420',
      '2012-05-11/2012-06-01 -16932',
    ],
  },
  {
    name: 'Kill Bill K20: dearer plans on the day of the start, with the add-on included',
    preset: 'kill_bill',
    starts: '2012-05-01',
    plans: {
      small: { prices: { base: '29.95', addon: '2.95' }, interval: month },
      large: { prices: { large: '249.95' }, interval: month },
      huge: { prices: { huge: '599.95' }, interval: month },
    },
    does: (history) => {
      history.change(at('2012-05-01'), 'now', { plan: 'large' });
      history.change(at('2012-05-01'), 'now', { plan: 'huge' });
    },
    lines: [
      '2012-05-01/2012-06-01 2995',
      '2012-05-01/2012-06-01 295',
      '2012-05-01/2012-06-01 24995',
      '2012-05-01/2012-06-01 -2995',
      '2012-05-01/2012-06-01 -295',
      '2012-05-01/2012-06-01 59995',
      '2012-05-01/2012-06-01 -24995',
    ],
  },
  {
    name: 'Lago L16: monthly to yearly at the end of a period, over a leap day',
    preset: 'lago',
    starts: '2023-07-19',
    plans: {
      monthly: { prices: { monthly: '129' }, interval: month },
      yearly: { prices: { yearly: '1188' }, interval: year },
    },
    does: (history) => {
      for (const day of ['2023-08-19', '2023-09-19', '2023-10-19']) history.run(at(day));
      history.change(at('2023-11-09'), 'period_end', { plan: 'yearly' });
      history.run(at('2023-11-19'));
    },
    lines: [
      '2023-07-19/2023-08-19 12900',
      '2023-08-19/2023-09-19 12900',
      '2023-09-19/2023-10-19 12900',
      '2023-10-19/2023-11-19 12900',
      '2023-11-19/2024-07-19 78875',
    ],
  },
  ...(
    [
      ['fewer', ['5'], []],
      ['more', ['15'], ['06 15000', '01 -10000']],
      ['fewer, then more', ['5', '15'], ['07 15000', '01 -10000']],
      ['more, then more', ['15', '20'], ['06 15000', '01 -10000', '07 20000', '06 -15000']],
    ] as const
  ).map(
    ([name, levels, amounts]): Scenario => ({
      name: `Lago L62: seats that are not divided, ${name}`,
      preset: 'lago',
      starts: '2024-03-01',
      plans: seats,
      quantities: { seat: '10' },
      isProrated: false,
      does: (history) => {
        for (const [index, seat] of levels.entries()) {
          history.change(at(`2024-03-0${6 + index}`), 'now', { quantities: { seat } });
        }
      },
      // A period that is not divided is credited and charged whole: 50.00 more for 5 more.
      lines: ['01 10000', ...amounts].map((line) => {
        const [day, amount] = line.split(' ');
        return `2024-03-${day}/2024-04-01 ${amount}`;
      }),
    }),
  ),
  {
    name: 'Flexprice F03: more seats with 17 of 31 days left',
    preset: 'lago',
    starts: '2024-03-01',
    plans: seats,
    quantities: { seat: '5' },
    does: (history) => history.change(at('2024-03-15'), 'now', { quantities: { seat: '10' } }),
    lines: [
      '2024-03-01/2024-04-01 5000',
      '2024-03-15/2024-04-01 5484',
      '2024-03-15/2024-04-01 -2742',
    ],
  },
  {
    name: 'Flexprice F03: an item of 25 more, and one of 40 less',
    preset: 'lago',
    starts: '2024-03-01',
    plans: { both: { prices: { base: '1', added: '25', removed: '40' }, interval: month } },
    quantities: { added: '0' },
    does: (history) =>
      history.change(at('2024-03-15'), 'now', { quantities: { added: '1', removed: null } }),
    lines: [
      '2024-03-01/2024-04-01 100',
      '2024-03-01/2024-04-01 0',
      '2024-03-01/2024-04-01 4000',
      '2024-03-15/2024-04-01 1371',
      '2024-03-15/2024-04-01 -2194',
    ],
  },
  {
    name: 'OpenMeter O02: an item in advance replaced after a day',
    preset: 'per_second',
    starts: '2024-01-01',
    plans: {
      old: { prices: { old: '10' }, interval: month },
      new: { prices: { new: '20' }, interval: month },
    },
    does: (history) => {
      history.change(at('2024-01-02'), 'now', { plan: 'new' });
      history.run(at('2024-02-01'));
    },
    lines: [
      '2024-01-01/2024-02-01 1000',
      '2024-01-02/2024-02-01 1935',
      '2024-01-02/2024-02-01 -968',
      '2024-02-01/2024-03-01 2000',
    ],
  },
];

describe('scenarios of other engines', () => {
  test.each(scenarios)('$name', (scenario) => {
    const { preset, starts, plans, quantities, isProrated = true, does, lines } = scenario;
    const start = markOn(parseCalendarDate(starts), utc);
    const policy = presets[preset];
    const lived = { start, zone: utc, policy, billed: 'in_advance', plans, isProrated } as const;
    const [first = ''] = Object.keys(plans);

    const history = new ChangeHistory(lived, first, quantities);
    does(history);

    expect(
      history.lines.map(
        ({ servicePeriod, amount }) =>
          `${servicePeriod.start}/${servicePeriod.end} ${amount.minor}`,
      ),
    ).toEqual(lines);
  });
});
