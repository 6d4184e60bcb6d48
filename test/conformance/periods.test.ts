import { describe, expect, it } from 'vitest';
import type { Alignment } from '#domain/shared/calendar/alignment.ts';
import { alignedGrid } from '#domain/shared/calendar/alignment.ts';
import { epochDayOf, month30DayOf, weekdayOf } from '#domain/shared/calendar/days.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { boundaryAt, boundaryIndexOn, periodOn } from '#domain/shared/calendar/grid.ts';
import { localDateAt } from '#domain/shared/calendar/local-time.ts';
import { periodAt } from '#domain/shared/calendar/period.ts';
import type { CalendarLength, TimeZone } from '#domain/shared/time.ts';
import { formatInstant, parseCalendarDate, parseInstant } from '#domain/shared/time.ts';

// Facts that other billing engines publish of periods, under the name that each has in our
// list of them. Amounts are compared elsewhere; here are the days that they follow from.

const day: CalendarLength = { count: 1, unit: 'day' };
const week: CalendarLength = { count: 1, unit: 'week' };
const month: CalendarLength = { count: 1, unit: 'month' };
const quarter: CalendarLength = { count: 3, unit: 'month' };
const halfYear: CalendarLength = { count: 6, unit: 'month' };
const year: CalendarLength = { count: 1, unit: 'year' };
const every = (count: number, { unit }: CalendarLength): CalendarLength => ({ count, unit });

const grid = (alignment: Alignment, reference: string, length: CalendarLength): Grid =>
  alignedGrid(alignment, parseCalendarDate(reference), length);

const through = (date: string): Alignment => ({ on: parseCalendarDate(date) });

const daysBetween = (from: string, to: string): number =>
  epochDayOf(parseCalendarDate(to)) - epochDayOf(parseCalendarDate(from));

const days30Between = (from: string, to: string): number =>
  month30DayOf(parseCalendarDate(to)) - month30DayOf(parseCalendarDate(from));

describe('the period of a day', () => {
  it.each<[string, Alignment, string, CalendarLength, string, string, string]>([
    ['L16', 'anniversary', '2023-07-19', month, '2023-07-19', '2023-07-19', '2023-08-19'],
    ['L16', 'anniversary', '2023-07-19', month, '2023-11-09', '2023-10-19', '2023-11-19'],
    ['L16', 'anniversary', '2023-07-19', year, '2023-11-19', '2023-07-19', '2024-07-19'],
    ['L18', 'anniversary', '2024-02-29', year, '2025-02-20', '2024-02-29', '2025-02-28'],
    ['L18', 'anniversary', '2024-02-29', year, '2025-02-28', '2025-02-28', '2026-02-28'],
    ['L18', 'anniversary', '2024-02-29', year, '2025-03-10', '2025-02-28', '2026-02-28'],
    ['L18', 'anniversary', '2022-01-31', quarter, '2022-04-15', '2022-01-31', '2022-04-30'],
    ['L18', 'anniversary', '2022-01-31', quarter, '2022-05-31', '2022-04-30', '2022-07-31'],
    ['L18', 'anniversary', '2022-01-31', quarter, '2022-07-30', '2022-04-30', '2022-07-31'],
    ['L18', 'anniversary', '2022-01-31', quarter, '2022-08-15', '2022-07-31', '2022-10-31'],
    ['L18', 'anniversary', '2022-01-29', quarter, '2022-02-28', '2022-01-29', '2022-04-29'],
    ['L18', 'anniversary', '2021-01-31', halfYear, '2021-04-30', '2021-01-31', '2021-07-31'],
    ['L05', 'calendar', '2023-06-16', month, '2024-02-01', '2024-02-01', '2024-03-01'],
    ['L05', 'calendar', '2023-06-16', month, '2024-01-31', '2024-01-01', '2024-02-01'],
    ['L15b', 'calendar', '2024-05-20', quarter, '2024-05-20', '2024-04-01', '2024-07-01'],
    ['L26', 'calendar', '2024-03-01', month, '2024-05-15', '2024-05-01', '2024-06-01'],
    ['L67', 'anniversary', '2026-04-08', month, '2026-05-07', '2026-04-08', '2026-05-08'],
    ['K01', { day: 31 }, '2012-03-02', month, '2012-03-02', '2012-02-29', '2012-03-31'],
    ['K02', { day: 1 }, '2012-05-01', month, '2012-05-12', '2012-05-01', '2012-06-01'],
    ['K02', { day: 1 }, '2012-05-12', year, '2012-05-12', '2012-05-01', '2013-05-01'],
    ['K03', { day: 10 }, '2016-07-01', month, '2016-07-01', '2016-06-10', '2016-07-10'],
    ['K03', { day: 10 }, '2016-07-01', month, '2016-08-01', '2016-07-10', '2016-08-10'],
    ['K03', { day: 1 }, '2016-08-01', year, '2016-08-01', '2016-08-01', '2017-08-01'],
    ['K04', { day: 1 }, '2012-05-12', quarter, '2012-05-12', '2012-05-01', '2012-08-01'],
    ['K04', { day: 1 }, '2012-05-12', quarter, '2012-08-01', '2012-08-01', '2012-11-01'],
    ['K06', { day: 1 }, '2015-01-01', year, '2015-03-15', '2015-01-01', '2016-01-01'],
    ['K06', { day: 1 }, '2015-03-15', year, '2015-03-15', '2015-03-01', '2016-03-01'],
    ['K10', 'anniversary', '2015-05-01', every(30, day), '2016-04-24', '2016-03-26', '2016-04-25'],
    ['K12', { day: 28 }, '2023-02-28', month, '2023-02-28', '2023-02-28', '2023-03-28'],
    ['K19', { day: 15 }, '2016-05-01', month, '2016-05-01', '2016-04-15', '2016-05-15'],
    ['K19', { day: 15 }, '2016-06-01', month, '2016-06-15', '2016-06-15', '2016-07-15'],
    ['K19', { day: 10 }, '2016-07-15', month, '2016-07-15', '2016-07-10', '2016-08-10'],
    ['P03', 'anniversary', '2024-02-18', month, '2024-02-25', '2024-02-18', '2024-03-18'],
    ['P06', 'anniversary', '2023-02-18', year, '2023-09-05', '2023-02-18', '2024-02-18'],
  ])('%s: aligned by %j from %s, every %o, %s is in [%s, %s)', (_, alignment, ...facts) => {
    const [reference, length, date, start, end] = facts;

    const period = periodOn(grid(alignment, reference, length), parseCalendarDate(date));

    expect([period.start, period.end]).toEqual([start, end]);
  });
});

describe('the next boundary', () => {
  it.each<[string, CalendarLength, string, string, string]>([
    ['F04', month, '2024-01-31', '2024-01-31', '2024-02-29'],
    ['F04', every(2, month), '2023-12-31', '2023-12-31', '2024-02-29'],
    ['F04', every(2, month), '2024-12-31', '2024-12-31', '2025-02-28'],
    ['F04', month, '2024-02-29', '2024-02-29', '2024-03-29'],
    ['F04', month, '2025-02-28', '2025-02-28', '2025-03-28'],
    ['F04', every(2, month), '2024-01-31', '2024-01-31', '2024-03-31'],
    ['F04', year, '2024-02-29', '2024-02-29', '2025-02-28'],
    ['F04', year, '2023-02-28', '2023-02-28', '2024-02-28'],
    ['F04', every(4, year), '2024-02-29', '2024-02-29', '2028-02-29'],
    ['F04', every(3, year), '2024-02-29', '2024-02-29', '2027-02-28'],
    ['F04', quarter, '2024-04-01', '2024-02-15', '2024-04-01'],
    ['F04', quarter, '2024-04-01', '2024-04-01', '2024-07-01'],
    ['F04', halfYear, '2024-07-01', '2024-03-15', '2024-07-01'],
    ['F04', week, '2024-01-03', '2024-03-04', '2024-03-06'],
    ['F04', month, '2024-01-15', '2024-04-01', '2024-04-15'],
    ['M04', month, '2024-01-31', '2024-03-31', '2024-04-30'],
    ['D02', month, '2022-09-02', '2022-09-15', '2022-10-02'],
  ])('%s: every %o through %s, %s is followed by %s', (_, length, anchor, date, next) => {
    const anchored = grid(through(anchor), date, length);

    const boundary = boundaryAt(anchored, boundaryIndexOn(anchored, parseCalendarDate(date)) + 1);

    expect(boundary).toBe(next);
  });
});

describe('the boundaries after the start', () => {
  it.each<[string, Alignment, string, CalendarLength, readonly string[]]>([
    ['L16', 'anniversary', '2023-07-19', month, ['2023-08-19', '2023-09-19', '2023-10-19']],
    ['K01', { day: 31 }, '2012-03-31', month, ['2012-04-30', '2012-05-31', '2012-06-30']],
    ['K09', 'anniversary', '2015-04-01', month, ['2015-05-01', '2015-06-01', '2015-07-01']],
    ['K10', 'anniversary', '2015-05-01', every(30, day), ['2015-05-31', '2015-06-30']],
    ['K10', 'anniversary', '2015-05-01', week, ['2015-05-08', '2015-05-15']],
    ['K12', { day: 28 }, '2023-02-28', month, ['2023-03-28', '2023-04-28', '2023-05-28']],
    ['K21', 'anniversary', '2024-04-12', day, ['2024-04-13', '2024-04-14', '2024-04-15']],
    ['M04', 'anniversary', '2024-01-31', month, ['2024-02-29', '2024-03-31', '2024-04-30']],
    ['D02', 'anniversary', '2023-01-31', month, ['2023-02-28', '2023-03-31', '2023-04-30']],
    ['D02', 'anniversary', '2024-01-31', month, ['2024-02-29', '2024-03-31', '2024-04-30']],
  ])('%s: aligned by %j from %s, every %o, are %j', (_, alignment, reference, length, expected) => {
    const aligned = grid(alignment, reference, length);

    const boundaries = expected.map((_boundary, index) => boundaryAt(aligned, index + 1));

    expect(boundaries).toEqual(expected);
  });

  it('D02: are Fridays where a week is counted from one', () => {
    const weekly = grid('anniversary', '2022-06-03', week);

    const weekdays = [0, 1, 52, 520].map((index) => weekdayOf(boundaryAt(weekly, index)));

    expect(weekdays).toEqual([5, 5, 5, 5]);
  });
});

describe('the days of a part and of its whole period', () => {
  it.each<[string, Alignment, string, CalendarLength, string, number, number]>([
    ['L01', 'calendar', '2023-02-08', month, '2023-03-01', 21, 28],
    ['L03', 'anniversary', '2023-02-08', month, '2023-02-09', 1, 28],
    ['L07', 'calendar', '2022-12-15', month, '2022-12-21', 6, 31],
    ['L12', 'calendar', '2024-02-01', month, '2024-02-13', 12, 29],
    ['L14a', 'calendar', '2024-03-05', month, '2024-04-01', 27, 31],
    ['L14a', 'calendar', '2024-03-12', month, '2024-04-01', 20, 31],
    ['L15b', 'calendar', '2024-05-20', quarter, '2024-06-21', 32, 91],
    ['L16', through('2023-07-19'), '2023-11-19', year, '2024-07-19', 243, 366],
    ['K01', { day: 31 }, '2012-03-02', month, '2012-03-31', 29, 31],
    ['K02', { day: 1 }, '2012-05-12', year, '2013-05-01', 354, 365],
    ['K02', { day: 1 }, '2012-05-12', month, '2012-06-01', 20, 31],
    ['K03', { day: 10 }, '2016-07-01', month, '2016-07-10', 9, 30],
    ['K03', { day: 10 }, '2016-08-01', month, '2016-08-10', 9, 31],
    ['K04', { day: 1 }, '2012-05-12', quarter, '2012-08-01', 81, 92],
    ['K06', { day: 1 }, '2015-03-15', year, '2016-03-01', 352, 366],
    ['K06', through('2015-01-01'), '2015-03-15', year, '2016-01-01', 292, 365],
    ['K08', { day: 1 }, '2012-05-11', month, '2012-06-01', 21, 31],
    ['K08', { day: 1 }, '2012-05-11', year, '2013-05-01', 355, 365],
    ['K19', { day: 15 }, '2016-05-01', month, '2016-05-15', 14, 30],
    ['K19', { day: 15 }, '2016-06-01', month, '2016-06-15', 14, 31],
    ['K19', { day: 10 }, '2016-07-15', month, '2016-08-10', 26, 31],
    ['P02', through('2025-06-01'), '2025-06-11', month, '2025-07-01', 20, 30],
    ['P03', through('2024-02-18'), '2024-02-25', month, '2024-03-18', 22, 29],
    ['P06', through('2023-02-18'), '2023-09-05', year, '2024-02-18', 166, 365],
    ['O02', 'calendar', '2024-01-02', month, '2024-02-01', 30, 31],
    ['D04', 'calendar', '2012-04-21', month, '2012-05-01', 10, 30],
  ])('%s: aligned by %j, from %s, every %o, until %s, are %i of %i', (_, alignment, ...facts) => {
    const [from, length, until, part, whole] = facts;
    const { start, end } = periodOn(grid(alignment, from, length), parseCalendarDate(from));

    expect([daysBetween(from, until), daysBetween(start, end)]).toEqual([part, whole]);
    expect(until <= end).toBe(true);
  });

  it.each([
    ['K11', 23, '2023-05-15', '2023-05-23', 8],
    ['K11', 23, '2023-06-15', '2023-06-23', 8],
    ['K11', 15, '2023-05-23', '2023-06-15', 22],
    ['K11', 15, '2023-06-23', '2023-07-15', 22],
  ])(
    '%s: with day %i, %s to %s are %i of 30, each month being 30',
    (_, date, from, until, part) => {
      const { start, end } = periodOn(grid({ day: date }, from, month), parseCalendarDate(from));

      expect([days30Between(from, until), days30Between(start, end)]).toEqual([part, 30]);
      expect(until).toBe(end);
    },
  );
});

describe('a boundary in a time zone', () => {
  it.each<
    [string, string, Alignment, string, CalendarLength, readonly string[], readonly string[]]
  >([
    [
      'L19',
      'Asia/Kolkata',
      'anniversary',
      '2023-02-02T00:00Z',
      month,
      ['2023-02-02T00:00Z', '2023-03-01T18:00Z'],
      ['2023-03-01T19:00Z', '2023-03-02T00:00Z', '2023-03-02T18:00Z', '2023-03-02T19:00Z'],
    ],
    [
      'L19',
      'America/Bogota',
      'calendar',
      '2023-02-02T19:00Z',
      month,
      ['2023-02-02T19:00Z', '2023-03-01T00:00Z'],
      ['2023-03-01T05:00Z', '2023-03-01T06:00Z', '2023-03-02T04:00Z', '2023-03-03T05:00Z'],
    ],
    [
      'L19',
      'Asia/Kolkata',
      'calendar',
      '2023-02-02T00:00Z',
      week,
      ['2023-02-06T00:00Z', '2023-02-12T18:00Z'],
      ['2023-02-12T19:00Z', '2023-02-13T00:00Z', '2023-02-13T18:00Z', '2023-02-13T19:00Z'],
    ],
    [
      'L19',
      'Europe/Paris',
      'anniversary',
      '2023-05-02T00:00Z',
      week,
      ['2023-05-16T00:00Z', '2023-05-22T21:00Z'],
      ['2023-05-22T22:00Z', '2023-05-23T21:00Z', '2023-05-23T22:10Z', '2023-05-24T00:10Z'],
    ],
    [
      'K12',
      'America/New_York',
      { day: 28 },
      '2023-03-01T03:47:56Z',
      month,
      ['2023-03-01T03:47:56Z', '2023-03-28T03:59:59Z'],
      ['2023-03-28T04:00:00Z', '2023-04-28T03:59:59Z'],
    ],
    [
      'K21',
      'America/New_York',
      'anniversary',
      '2024-04-12T08:22:28Z',
      day,
      ['2024-04-12T08:22:28Z', '2024-04-13T03:59:59Z'],
      ['2024-04-13T04:00:00Z', '2024-04-14T03:59:59Z'],
    ],
  ])('%s: in %s, aligned by %j from %s, every %o, lies between %j and %j', (_, name, ...facts) => {
    const [alignment, startsAt, length, before, after] = facts;
    const zone = name as TimeZone;
    const at = (text: string) => parseInstant(text.replace(/T(\d\d:\d\d)Z/, 'T$1:00Z'));
    const aligned = grid(alignment, localDateAt(zone, at(startsAt)), length);

    const [first, ...others] = before.map((text) => periodAt(aligned, zone, at(text)).index);
    const then = after.map((text) => periodAt(aligned, zone, at(text)).index);

    expect(others).toEqual(others.map(() => first));
    expect(then).toEqual(after.map(() => (first ?? 0) + 1));
  });

  it.each([
    ['UTC', '2023-06-16T05:00:00Z', '2023-06-19', 3],
    ['America/Halifax', '2023-06-16T05:00:00Z', '2023-06-19', 3],
    ['America/Halifax', '2023-06-16T02:00:00Z', '2023-06-19', 4],
  ])('L04b: in %s, from %s to Monday %s are %i days', (name, startsAt, monday, days) => {
    const started = localDateAt(name as TimeZone, parseInstant(startsAt));

    const { end } = periodOn(grid('calendar', started, week), started);

    expect(end).toBe(monday);
    expect(daysBetween(started, end)).toBe(days);
  });

  it('K16: cuts months at local midnight, before and after a change of the clocks', () => {
    const zone = 'America/New_York' as TimeZone;
    const events = [
      ['2023-03-01T04:00:00-05:00', '2023-03-15T00:00:00-04:00', '2023-03-31T23:59:00-04:00'],
      ['2023-04-01T00:00:00-04:00', '2023-04-01T00:01:00-04:00', '2023-04-15T00:00:00-04:00'],
      ['2023-04-30T23:59:00-04:00', '2023-05-01T00:00:00-04:00', '2023-05-01T00:01:00-04:00'],
    ].flat();

    for (const reference of ['2023-02-01', '2023-04-01']) {
      const monthly = grid('calendar', reference, month);
      const starts = events.map((event) => periodAt(monthly, zone, parseInstant(event)).start);
      const counts = ['2023-03-01', '2023-04-01', '2023-05-01'].map(
        (start) => starts.filter((found) => found === start).length,
      );
      expect(counts).toEqual([3, 4, 2]);
    }
  });

  it('L05: is one instant, the end of one period and the start of the next', () => {
    const monthly = grid('calendar', '2023-06-16', month);

    const period = periodAt(monthly, 'UTC' as TimeZone, parseInstant('2024-02-01T12:12:00Z'));

    expect(formatInstant(period.startsAt)).toBe('2024-02-01T00:00:00.000Z');
    expect(formatInstant(period.endsAt)).toBe('2024-03-01T00:00:00.000Z');
  });
});
