import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  dateOf,
  dateOfEpochDay,
  daysInMonth,
  epochDayOf,
  month30DayOf,
  partsOf,
  weekdayOf,
} from '#domain/shared/calendar/days.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';

const firstDay = -719_528;
const lastDay = 2_932_896;

describe('a day', () => {
  it.each([
    ['0000-01-01', firstDay],
    ['0000-02-29', -719_469],
    ['0001-01-01', -719_162],
    ['1582-10-10', -141_432],
    ['1900-02-28', -25_509],
    ['1900-03-01', -25_508],
    ['1969-12-31', -1],
    ['1970-01-01', 0],
    ['2000-02-29', 11_016],
    ['2000-03-01', 11_017],
    ['2026-11-25', 20_782],
    ['2100-02-28', 47_540],
    ['2100-03-01', 47_541],
    ['9999-12-31', lastDay],
  ])('%s is day %i', (text, expected) => {
    const date = parseCalendarDate(text);

    expect(epochDayOf(date)).toBe(expected);
    expect(dateOfEpochDay(expected)).toBe(text);
  });

  it('follows the day before it, through two whole cycles of leap years', () => {
    let [year, month, day] = [1600, 1, 1];

    for (let number = -135_140; number < 157_054; number += 1) {
      const date = dateOfEpochDay(number);
      if (date !== dateOf(year, month, day) || epochDayOf(date) !== number) {
        expect.fail(`day ${number} is ${date}, though ${dateOf(year, month, day)} comes next`);
      }
      day += 1;
      if (day > daysInMonth(year, month)) [month, day] = [month + 1, 1];
      if (month > 12) [year, month] = [year + 1, 1];
    }

    expect([year, month, day]).toEqual([2400, 1, 1]);
  });

  it.each([firstDay - 1, lastDay + 1, Number.NaN])('is not number %d', (number) => {
    const naming = () => dateOfEpochDay(number);

    expect(naming).toThrow(InvariantViolation);
  });

  it.each([-1, 10_000])('has no year %d', (year) => {
    const naming = () => dateOf(year, 1, 1);

    expect(naming).toThrow(InvariantViolation);
  });

  it('has the parts, the weekday and the length of month that ISO 8601 gives it', () => {
    fc.assert(
      fc.property(fc.integer({ min: firstDay, max: lastDay }), (number) => {
        const date = dateOfEpochDay(number);

        const { year, month, day, dayOfWeek, daysInMonth: length } = Temporal.PlainDate.from(date);
        expect(partsOf(date)).toEqual({ year, month, day });
        expect(weekdayOf(date)).toBe(dayOfWeek);
        expect(daysInMonth(year, month)).toBe(length);
      }),
    );
  });

  it.each([
    ['2026-01-01', '2026-02-01', 30],
    ['2026-02-01', '2026-03-01', 30],
    ['2024-02-29', '2024-03-31', 32],
    ['2023-05-15', '2023-05-23', 8],
    ['2023-05-23', '2023-06-15', 22],
    ['2025-12-31', '2026-12-31', 360],
  ])('%s and %s are %i days apart where a month has 30', (from, to, expected) => {
    const days = month30DayOf(parseCalendarDate(to)) - month30DayOf(parseCalendarDate(from));

    expect(days).toBe(expected);
  });
});
