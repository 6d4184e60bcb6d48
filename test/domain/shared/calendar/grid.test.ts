import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dateOfEpochDay, epochDayOf, partsOf } from '#domain/shared/calendar/days.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { boundaryAt, boundaryIndexOn, periodOn } from '#domain/shared/calendar/grid.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import { intervalCountMax, intervalUnits } from '#domain/shared/interval.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import { grids } from './arbitraries.ts';

const gridFrom = (anchor: string, count: number, unit: IntervalUnit, day?: number): Grid => {
  const anchorOn = parseCalendarDate(anchor);
  return { unit, count, anchorOn, anchorDay: day ?? partsOf(anchorOn).day };
};

const dayBefore = (date: CalendarDate): CalendarDate => dateOfEpochDay(epochDayOf(date) - 1);

describe('the boundaries of a grid', () => {
  it.each<[number, IntervalUnit, string, readonly string[]]>([
    [1, 'month', '2026-01-31', ['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31']],
    [1, 'month', '2024-01-31', ['2023-12-31', '2024-01-31', '2024-02-29', '2024-03-31']],
    [1, 'month', '2024-01-30', ['2023-12-30', '2024-01-30', '2024-02-29', '2024-03-30']],
    [1, 'month', '2023-01-29', ['2022-12-29', '2023-01-29', '2023-02-28', '2023-03-29']],
    [3, 'month', '2026-11-30', ['2026-08-30', '2026-11-30', '2027-02-28', '2027-05-30']],
    [36, 'month', '2024-02-29', ['2021-02-28', '2024-02-29', '2027-02-28', '2030-02-28']],
    [1, 'year', '2028-02-29', ['2027-02-28', '2028-02-29', '2029-02-28', '2030-02-28']],
    [2, 'year', '2024-02-29', ['2022-02-28', '2024-02-29', '2026-02-28', '2028-02-29']],
    [1, 'week', '2026-12-31', ['2026-12-24', '2026-12-31', '2027-01-07', '2027-01-14']],
    [2, 'week', '2026-12-24', ['2026-12-10', '2026-12-24', '2027-01-07', '2027-01-21']],
    [1, 'day', '2024-02-28', ['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01']],
    [10, 'day', '2026-02-20', ['2026-02-10', '2026-02-20', '2026-03-02', '2026-03-12']],
  ])('every %i %s from %s are counted from the anchor', (count, unit, anchor, expected) => {
    const grid = gridFrom(anchor, count, unit);

    const boundaries = [-1, 0, 1, 2].map((index) => boundaryAt(grid, index));

    expect(boundaries).toEqual(expected);
  });

  it('come back to a day that the month of the anchor lacks', () => {
    const grid = gridFrom('2026-02-28', 1, 'month', 31);

    const boundaries = [0, 1, 2, 3].map((index) => boundaryAt(grid, index));

    expect(boundaries).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
  });

  it('leave the leap day and come back to it, but not in a year of a full century', () => {
    const grid = gridFrom('2096-02-29', 1, 'year');

    const boundaries = [1, 4, 8].map((index) => boundaryAt(grid, index));

    expect(boundaries).toEqual(['2097-02-28', '2100-02-28', '2104-02-29']);
  });

  it.each([
    ['2026-01-15', 1, 'month', 200_000],
    ['2026-01-15', 1, 'year', -3000],
    ['2026-01-15', 1, 'day', 5_000_000],
  ] as const)('from %s end with the calendar', (anchor, count, unit, index) => {
    const reaching = () => boundaryAt(gridFrom(anchor, count, unit), index);

    expect(reaching).toThrow(InvariantViolation);
  });

  it('are on the day of the anchor, or on the last day of a month without it', () => {
    const byMonths = grids.filter(({ unit }) => unit === 'month' || unit === 'year');
    fc.assert(
      fc.property(byMonths, fc.integer({ min: -500, max: 500 }), (grid, index) => {
        const { year, month, day } = partsOf(boundaryAt(grid, index));

        const months = index * grid.count * (grid.unit === 'year' ? 12 : 1);
        const expected = Temporal.PlainYearMonth.from(grid.anchorOn.slice(0, 7)).add({ months });
        expect([year, month]).toEqual([expected.year, expected.month]);
        expect(day).toBe(Math.min(grid.anchorDay, expected.daysInMonth));
      }),
    );
  });

  it('are as many days apart as the interval has', () => {
    const days = grids.filter(({ unit }) => unit === 'day' || unit === 'week');
    fc.assert(
      fc.property(days, fc.integer({ min: -500, max: 500 }), (grid, index) => {
        const boundary = boundaryAt(grid, index);

        const length = index * grid.count * (grid.unit === 'week' ? 7 : 1);
        expect(boundary).toBe(
          Temporal.PlainDate.from(grid.anchorOn).add({ days: length }).toString(),
        );
      }),
    );
  });
});

describe('the index of a boundary', () => {
  it('is found again from its day, and the day before belongs to the period before', () => {
    fc.assert(
      fc.property(grids, fc.integer({ min: -500, max: 500 }), (grid, index) => {
        const boundary = boundaryAt(grid, index);

        expect(boundaryIndexOn(grid, boundary)).toBe(index);
        expect(boundaryIndexOn(grid, dayBefore(boundary))).toBe(index - 1);
      }),
    );
  });

  it.each(
    intervalUnits.flatMap((unit) =>
      [1, 2, intervalCountMax[unit]].map((count) => [count, unit] as const),
    ),
  )('finds the period of every day of nine years, every %i %s', (count, unit) => {
    for (const day of [1, 15, 28, 29, 30, 31]) {
      const grid = gridFrom(`2024-01-${String(day).padStart(2, '0')}`, count, unit);
      for (let number = 18_500; number < 21_800; number += 1) {
        const date = dateOfEpochDay(number);
        const { index, start, end } = periodOn(grid, date);
        if (start > date || date >= end || boundaryAt(grid, index) !== start) {
          expect.fail(`${date} is not in [${start}, ${end})`);
        }
      }
    }

    expect.assertions(0);
  });
});
