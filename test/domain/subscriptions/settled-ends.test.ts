import { describe, expect, test } from 'vitest';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { markOn } from '#domain/subscriptions/agreement/mark.ts';
import { buildId } from '../../../src/testing/builders.ts';
import type { Agreed } from './history.ts';
import { History } from './history.ts';
import { day, linesOf, tenSeats } from './ten-seats.ts';

// Ends that lie where periods begin and end, or are moved when many periods are charged already.

const monthly = (given: Partial<Agreed> = {}, startsOn = '2026-06-01'): History =>
  new History({ start: markOn(parseCalendarDate(startsOn), parseTimeZone('UTC')), ...given });
const shown = ({ lines }: History): readonly string[] =>
  lines.map(
    ({ amount, servicePeriod: { start, end } }) =>
      `${start.slice(5)}/${end.slice(5)} ${amount.toDecimal()}`,
  );

describe('an end at the very instant that a period ends', () => {
  test.each([
    ['billed', ['06-01/07-01 30.00', '07-01/07-02 0.97']],
    ['free', ['06-01/07-01 30.00']],
  ] as const)('has its arrears charged once, and the day that is %s', (dayOfEnd, lines) => {
    const history = monthly({ billed: 'in_arrears', policy: { dayOfEnd } });
    history.run(day('07-01'));

    history.cancel(day('07-01'), 'now');

    expect(shown(history)).toEqual(lines);
  });

  test('has the arrears of a longer period charged, too', () => {
    const interval = { unit: 'month', count: 1 } as const;
    const domain = { unitAmount: '365', interval: { unit: 'year', count: 1 } } as const;
    const plans = { hosted: { prices: { seat: '3', domain }, interval } };
    const policy = { dayOfEnd: 'free' } as const;
    const history = tenSeats('hosted', { billed: 'in_arrears', plans, policy });

    history.cancel(day('07-01'), 'now');

    expect(linesOf(history)).toEqual(['seat 06-01/07-01 30.00', 'domain 06-01/07-01 30.00']);
  });

  test('has nothing given back of the period that is over', () => {
    const history = monthly();

    history.cancel(day('06-20'), { on: '2026-07-01' }, 'full');

    expect(shown(history)).toEqual(['06-01/07-01 30.00']);
  });
});

describe('an end that is taken back', () => {
  test.each(['in_advance', 'in_arrears'] as const)(
    'leaves periods long before it as they were charged: %s',
    (billed) => {
      const history = monthly({ billed }, '2026-03-01');
      history.run(day('06-05'));
      const before = shown(history);

      history.cancel(day('06-05'), { on: '2026-06-21' }, 'none');
      history.uncancel(day('06-06'));

      expect(shown(history)).toEqual(before);
    },
  );

  test('has the whole period charged again, where it is always given back whole', () => {
    const history = monthly();

    history.cancel(day('06-05'), { on: '2026-06-21' }, 'full');
    history.uncancel(day('06-06'), 'full');

    expect(shown(history)).toEqual([
      '06-01/07-01 30.00',
      '06-01/07-01 -30.00',
      '06-01/07-01 30.00',
    ]);
  });

  test('does not open usage in advance again that begins on the day of the end', () => {
    const calls = { kind: 'usage', meterId: buildId('mtr'), unitAmount: '0.1' } as const;
    const plans = {
      calls: {
        prices: { calls: { ...calls, isProrated: false } },
        interval: { unit: 'month', count: 1 } as const,
      },
    };
    const history = tenSeats('calls', { plans, policy: { dayOfEnd: 'free' } });
    history.cancel(day('06-20'), { at: '2026-07-01T18:00:00Z' });

    history.uncancel(parseInstant('2026-07-01T06:00:00Z'));

    expect(history.lines.map(({ startsAt, cause }) => [startsAt, cause])).toEqual([
      [day('06-01'), 'opening/run'],
      [day('06-01'), 'run'],
      [day('07-01'), 'opening/run'],
    ]);
  });
});

describe('a price that is not divided by time', () => {
  test('is given back whole by an end within its period, where all is', () => {
    const [whole, prorated] = [
      monthly({ policy: { countedBy: 'none' } }),
      monthly({ policy: { countedBy: 'none' } }),
    ];

    whole.cancel(day('06-11'), 'now', 'full');
    prorated.cancel(day('06-11'), 'now', 'prorated');

    expect(shown(whole)).toEqual(['06-01/07-01 30.00', '06-01/07-01 -30.00']);
    expect(shown(prorated)).toEqual(['06-01/07-01 30.00']);
  });

  test('stays charged once, although nothing of the period is used', () => {
    const history = tenSeats('equipped', { policy: { dayOfEnd: 'free' } });

    history.cancel(day('06-01'), 'now');

    expect(linesOf(history)).toEqual([
      'seat 06-01/07-01 30.00',
      'setup 06-01/07-01 99.00',
      'seat 06-01/07-01 -30.00',
    ]);
  });
});
