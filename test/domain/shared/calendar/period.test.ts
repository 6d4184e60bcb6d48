import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfEpochDay, epochDayOf, partsOf } from '#domain/shared/calendar/days.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { periodOn } from '#domain/shared/calendar/grid.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import type { Period } from '#domain/shared/calendar/period.ts';
import { periodAt, periodOfIndex, periodsFrom } from '#domain/shared/calendar/period.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { formatInstant, instantOf, parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import { calendarRuns, grids, zones, zonesInTurn } from './arbitraries.ts';

const gridFrom = (anchor: string, count: number, unit: IntervalUnit): Grid => {
  const anchorOn = parseCalendarDate(anchor);
  return { unit, count, anchorOn, anchorDay: partsOf(anchorOn).day };
};

const told = ({ index, start, end, startsAt, endsAt }: Period): readonly unknown[] => [
  index,
  start,
  end,
  formatInstant(startsAt),
  formatInstant(endsAt),
];

describe('the period of an instant', () => {
  it.each<[string, string, Grid, string, readonly unknown[]]>([
    [
      'has 23 hours less where summer time begins',
      'Europe/Vienna',
      gridFrom('2026-01-31', 1, 'month'),
      '2026-03-15T12:00:00Z',
      [1, '2026-02-28', '2026-03-31', '2026-02-27T23:00:00.000Z', '2026-03-30T22:00:00.000Z'],
    ],
    [
      'begins at its first instant',
      'America/New_York',
      gridFrom('2023-02-28', 1, 'month'),
      '2023-03-28T04:00:00Z',
      [1, '2023-03-28', '2023-04-28', '2023-03-28T04:00:00.000Z', '2023-04-28T04:00:00.000Z'],
    ],
    [
      'ends before its last instant',
      'America/New_York',
      gridFrom('2023-02-28', 1, 'month'),
      '2023-03-28T03:59:59.999Z',
      [0, '2023-02-28', '2023-03-28', '2023-02-28T05:00:00.000Z', '2023-03-28T04:00:00.000Z'],
    ],
    [
      'may lie before the anchor',
      'UTC',
      gridFrom('2026-01-01', 1, 'year'),
      '1969-07-20T20:17:40Z',
      [-57, '1969-01-01', '1970-01-01', '1969-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'],
    ],
    [
      'begins at one o’clock where midnight is left out',
      'Asia/Beirut',
      gridFrom('2026-03-28', 1, 'day'),
      '2026-03-29T12:00:00Z',
      [1, '2026-03-29', '2026-03-30', '2026-03-28T22:00:00.000Z', '2026-03-29T21:00:00.000Z'],
    ],
    [
      'goes on while the old day shows again',
      'America/St_Johns',
      gridFrom('2010-11-01', 1, 'day'),
      '2010-11-07T02:31:00Z',
      [6, '2010-11-07', '2010-11-08', '2010-11-07T02:30:00.000Z', '2010-11-08T03:30:00.000Z'],
    ],
    [
      'goes on while the old day shows again for nearly a day',
      'America/Juneau',
      gridFrom('1867-10-01', 1, 'day'),
      '1867-10-19T01:00:00Z',
      [18, '1867-10-19', '1867-10-20', '1867-10-18T08:57:41.000Z', '1867-10-20T08:57:41.000Z'],
    ],
    [
      'is never a day that was left out',
      'Pacific/Apia',
      gridFrom('2011-12-01', 1, 'day'),
      '2011-12-30T10:00:00Z',
      [30, '2011-12-31', '2012-01-01', '2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z'],
    ],
    [
      'may end on a day that was left out',
      'Pacific/Apia',
      gridFrom('2011-11-30', 1, 'month'),
      '2011-12-30T09:59:59.999Z',
      [0, '2011-11-30', '2011-12-30', '2011-11-30T10:00:00.000Z', '2011-12-30T10:00:00.000Z'],
    ],
    [
      'is found thousands of years away',
      'Europe/Vienna',
      gridFrom('2026-01-31', 1, 'month'),
      '9999-07-15T00:00:00Z',
      [95_681, '9999-06-30', '9999-07-31', '9999-06-29T22:00:00.000Z', '9999-07-30T22:00:00.000Z'],
    ],
  ])('%s (%s)', (_, zone, grid, at, expected) => {
    const period = periodAt(grid, zone as TimeZone, parseInstant(at));

    expect(told(period)).toEqual(expected);
  });

  it('is found in the same steps, however far it is from the anchor', () => {
    const readsFor = (at: string, unit: IntervalUnit): number => {
      let reads = 0;
      const counted = new Proxy(gridFrom('2026-01-01', 1, unit), {
        get: (grid, name: keyof Grid) => {
          reads += 1;
          return grid[name];
        },
      });
      periodAt(counted, 'Europe/Vienna' as TimeZone, parseInstant(at));
      return reads;
    };

    for (const unit of ['day', 'week', 'month', 'year'] as const) {
      const near = readsFor('2026-01-02T12:00:00Z', unit);
      const far = ['1026-06-06T00:00:00Z', '2066-06-06T00:00:00Z', '9990-06-06T00:00:00Z'];
      for (const at of far) expect(readsFor(at, unit)).toBeLessThanOrEqual(near);
    }
  });

  it('leads to those after it, each from the end of the one before', () => {
    const grid = gridFrom('2011-12-28', 1, 'day');
    const zone = 'Pacific/Apia' as TimeZone;

    const periods = periodsFrom(grid, zone, parseInstant('2011-12-29T00:00:00Z'));

    expect([1, 2, 3, 4, 5].map(() => told(periods.next().value))).toEqual([
      [0, '2011-12-28', '2011-12-29', '2011-12-28T10:00:00.000Z', '2011-12-29T10:00:00.000Z'],
      [1, '2011-12-29', '2011-12-30', '2011-12-29T10:00:00.000Z', '2011-12-30T10:00:00.000Z'],
      [2, '2011-12-30', '2011-12-31', '2011-12-30T10:00:00.000Z', '2011-12-30T10:00:00.000Z'],
      [3, '2011-12-31', '2012-01-01', '2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z'],
      [4, '2012-01-01', '2012-01-02', '2011-12-31T10:00:00.000Z', '2012-01-01T10:00:00.000Z'],
    ]);
  });
});

describe('periods tile the time', () => {
  const instantsOf = ({ startsAt, endsAt }: Period): readonly Instant[] =>
    startsAt === endsAt
      ? []
      : [startsAt, instantOf(Math.floor((startsAt + endsAt) / 2)), instantOf(endsAt - 1)];

  const isSame = (one: Period, other: Period): boolean =>
    one.index === other.index &&
    one.start === other.start &&
    one.end === other.end &&
    one.startsAt === other.startsAt &&
    one.endsAt === other.endsAt;

  const isFollowedBy = (last: Period, next: Period): boolean =>
    last.index + 1 === next.index && last.end === next.start && last.endsAt === next.startsAt;

  /** Walks until `until`, and asks for each period by its instants, its number and its days. */
  const assertTiles = (grid: Grid, zone: TimeZone, from: Instant, until: Instant): void => {
    let last: Period | null = null;
    for (const period of periodsFrom(grid, zone, from)) {
      const sameByInstant = instantsOf(period).map((at) => periodAt(grid, zone, at));
      const sameByDays = periodOn(grid, period.start);
      if (
        period.start >= period.end ||
        period.startsAt > period.endsAt ||
        period.startsAt !== startOfDay(zone, period.start) ||
        !isSame(periodOfIndex(grid, zone, period.index), period) ||
        !sameByInstant.every((other) => isSame(other, period)) ||
        !isSame({ ...period, ...sameByDays }, period) ||
        (last !== null && !isFollowedBy(last, period))
      ) {
        expect.fail(`${zone} ${JSON.stringify(grid)}: ${told(period).join(' ')}`);
      }
      if (period.startsAt > until) break;
      last = period;
    }
    expect(last === null ? 0 : last.endsAt - from).toBeGreaterThan(0);
  };

  const fortyYears = instantOf(40 * 366 * 24 * 3_600_000);

  it('for forty years, in any zone, from any anchor, by any interval', () => {
    fc.assert(
      fc.property(zones, grids, (zone, grid) => {
        const from = startOfDay(zone, grid.anchorOn);

        assertTiles(grid, zone, from, instantOf(from + fortyYears));
      }),
      { numRuns: calendarRuns },
    );
  });

  it('in every zone, through a year of days', () => {
    const grid = gridFrom('2026-01-01', 1, 'day');
    const from = parseInstant('2026-01-01T12:00:00Z');

    for (const zone of zonesInTurn) {
      assertTiles(grid, zone, from, parseInstant('2027-01-01T00:00:00Z'));
    }
  });

  it('from every day of a leap year, by months and by years', () => {
    const zone = 'Africa/Cairo' as TimeZone;
    for (let day = 0; day < 366; day += 1) {
      const anchor = dateOfEpochDay(epochDayOf('2024-01-01' as CalendarDate) + day);
      const from = startOfDay(zone, anchor);
      for (const unit of ['month', 'year'] as const) {
        assertTiles(gridFrom(anchor, 1, unit), zone, from, instantOf(from + fortyYears / 8));
      }
    }
  });

  it('and hold the local date of each of their instants, unless a day shows again', () => {
    const seconds = fc.integer({ min: -2_200_000_000, max: 7_200_000_000 });
    fc.assert(
      fc.property(zones, grids, seconds, (zone, grid, second) => {
        const at = (second * 1000) as Instant;

        const period = periodAt(grid, zone, at);

        const date = localDateAt(zone, at);
        expect(period.startsAt <= at && at < period.endsAt).toBe(true);
        expect(date < period.end).toBe(true);
        expect(date >= period.start || epochDayOf(date) + 1 === epochDayOf(period.start)).toBe(
          true,
        );
      }),
      { numRuns: calendarRuns },
    );
  });
});
