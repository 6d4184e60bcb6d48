import { describe, expect, test } from 'vitest';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import type { AgreedItem } from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { AgreedRun } from '#domain/subscriptions/agreement/runs.ts';
import { itemOf, runsOf } from '#domain/subscriptions/agreement/runs.ts';
import {
  afterCredits,
  isChargeOf,
  nextItem,
} from '#domain/subscriptions/changes/change-settlement.ts';
import { creditOf, unusedAfter } from '#domain/subscriptions/settlement/charges.ts';
import { standingCharges } from '#domain/subscriptions/settlement/standing.ts';
import { on } from './segment-builders.ts';
import { tenSeats } from './ten-seats.ts';

// A charge of June, ten seats at 3.00, and what is agreed before and after a cut.

const { agreement, lines } = tenSeats();
const [run] = runsOf(agreement);
if (run === undefined) throw new Error('It agrees to seats.');
const item = itemOf(run);
const byDay = { ...agreement, policy: { ...agreement.policy, countedBy: 'day' } } as const;
const bySecond = { ...agreement, policy: { ...agreement.policy, countedBy: 'second' } } as const;

const runOf = (from: Mark, until: Mark | null, given: Partial<AgreedItem> = {}): AgreedRun => ({
  ...run,
  from,
  until,
  items: [{ from, item: { ...item, ...given } }],
});

describe('an item from a cut on', () => {
  const noon: Mark = { ...on('2026-06-10'), at: parseInstant('2026-06-10T12:00:00Z') };
  const runs = [
    runOf(on('2026-06-02'), on('2026-06-10'), { quantity: '1' }),
    runOf(on('2026-06-10'), noon, { quantity: '2' }),
    runOf(noon, on('2026-06-20'), { quantity: '3' }),
    runOf(on('2026-06-25'), null, { quantity: '4' }),
  ];

  test.each([
    ['2026-06-01', undefined],
    ['2026-06-02', '1'],
    ['2026-06-09', '1'],
    ['2026-06-19', '3'],
    ['2026-06-20', undefined],
    ['2026-06-24', undefined],
    ['2026-06-25', '4'],
    ['2027-06-25', '4'],
  ])('of %s is the one that is agreed then', (day, quantity) => {
    expect(nextItem(runs, on(day), byDay)?.quantity).toBe(quantity);
    expect(nextItem(runs, on(day), bySecond)?.quantity).toBe(quantity);
  });

  test('is the last one of a day, where days are counted', () => {
    expect(nextItem(runs, on('2026-06-10'), byDay)?.quantity).toBe('3');
    expect(nextItem(runs, on('2026-06-10'), bySecond)?.quantity).toBe('2');
    expect(nextItem(runs, noon, bySecond)?.quantity).toBe('3');
  });
});

describe('a charge', () => {
  const standing = standingCharges(lines.map((charge) => ({ charge, terms: item.terms })));
  const [charge] = standing;
  if (charge === undefined) throw new Error('June is charged.');
  const isOf = (given: AgreedRun) => isChargeOf(charge, given, byDay);
  const june = on('2026-06-01');
  const grid: Grid = item.grid;

  test('is one of what is agreed where it begins, at the same terms and as many', () => {
    expect(isOf(run)).toBe(true);
    expect(isOf(runOf(june, on('2026-06-02')))).toBe(true);
    expect(isOf(runOf(on('2026-05-01'), null))).toBe(true);
    expect(isOf(runOf(on('2026-06-02'), null))).toBe(false);
    expect(isOf(runOf(on('2026-05-01'), june))).toBe(false);
    expect(isOf(runOf(june, null, { termsHash: 'others' }))).toBe(false);
    expect(isOf(runOf(june, null, { quantity: '9' }))).toBe(false);
  });

  test.each<[string, Partial<Grid>]>([
    ['begin on another day', { anchorOn: parseCalendarDate('2026-06-15'), anchorDay: 15 }],
    ['end on another day', { unit: 'week' }],
    [
      'end on the same day, and began before',
      { count: 2, anchorOn: parseCalendarDate('2026-05-01') },
    ],
  ])('is none of periods that %s', (_, other) => {
    expect(isOf(runOf(june, null, { grid: { ...grid, ...other } }))).toBe(false);
  });

  test('stands for what a credit leaves of it, and no more where that is nothing', () => {
    const credited = (from: Mark) => {
      const unused = unusedAfter(from, charge);
      const credit = unused && creditOf(charge, unused, 'chg_1');
      if (credit === null) throw new Error('Something is unused.');
      return credit;
    };

    const [left] = afterCredits(standing, [credited(on('2026-06-16'))]);

    expect(left?.until).toEqual(on('2026-06-16'));
    expect(left?.charge.credited.minor).toBe(1500n);
    expect(afterCredits(standing, [credited(june)])).toEqual([]);
    expect(afterCredits(standing, [])).toEqual(standing);
  });
});
