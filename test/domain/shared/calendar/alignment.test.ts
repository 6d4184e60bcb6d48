import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alignment, AlignmentInput } from '#domain/shared/calendar/alignment.ts';
import { alignedGrid, parseAlignment } from '#domain/shared/calendar/alignment.ts';
import { daysInMonth, partsOf, weekdayOf } from '#domain/shared/calendar/days.ts';
import { boundaryAt, boundaryIndexOn, periodOn } from '#domain/shared/calendar/grid.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CalendarLength } from '#domain/shared/time.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import { datesBetween } from './arbitraries.ts';

const every = (count: number, unit: CalendarLength['unit']): CalendarLength => ({ count, unit });

const on = (date: string): Alignment => ({ on: parseCalendarDate(date) });

describe('an alignment', () => {
  it.each<[AlignmentInput, CalendarLength['unit']]>([
    ['anniversary', 'day'],
    ['calendar', 'week'],
    [{ day: 1 }, 'month'],
    [{ day: 31 }, 'year'],
    [{ weekday: 1 }, 'week'],
    [{ weekday: 7 }, 'week'],
    [{ on: '2024-02-29' }, 'day'],
  ])('is read from %j for periods of %ss', (input, unit) => {
    const alignment = parseAlignment(input, every(1, unit));

    expect(alignment).toEqual(input);
  });

  it.each<[unknown, CalendarLength['unit'], string, string]>([
    ['monthly', 'month', '', 'invalid_alignment'],
    ['', 'month', '', 'invalid_alignment'],
    [null, 'month', '', 'invalid_alignment'],
    [undefined, 'month', '', 'invalid_alignment'],
    [1, 'month', '', 'invalid_alignment'],
    [[], 'month', '', 'invalid_alignment'],
    [['calendar'], 'month', '', 'invalid_alignment'],
    [{}, 'month', '', 'invalid_alignment'],
    [{ month: 1 }, 'month', '', 'invalid_alignment'],
    [{ day: 1, weekday: 1 }, 'month', '', 'invalid_alignment'],
    [{ day: 0 }, 'month', '/day', 'invalid_alignment'],
    [{ day: 32 }, 'month', '/day', 'invalid_alignment'],
    [{ day: 1.5 }, 'month', '/day', 'invalid_alignment'],
    [{ day: '1' }, 'month', '/day', 'invalid_alignment'],
    [{ day: Number.NaN }, 'month', '/day', 'invalid_alignment'],
    [{ day: 1 }, 'week', '/day', 'invalid_alignment'],
    [{ day: 1 }, 'day', '/day', 'invalid_alignment'],
    [{ weekday: 0 }, 'week', '/weekday', 'invalid_alignment'],
    [{ weekday: 8 }, 'week', '/weekday', 'invalid_alignment'],
    [{ weekday: 1 }, 'day', '/weekday', 'invalid_alignment'],
    [{ weekday: 1 }, 'month', '/weekday', 'invalid_alignment'],
    [{ weekday: 1 }, 'year', '/weekday', 'invalid_alignment'],
    [{ on: '2026-02-29' }, 'month', '/on', 'invalid_date'],
    [{ on: 'soon' }, 'month', '/on', 'invalid_date'],
    [{ on: 20_260_101 }, 'month', '/on', 'invalid_date'],
    [{ on: null }, 'month', '/on', 'invalid_date'],
  ])('is not read from %j for periods of %ss: %s', (input, unit, pointer, code) => {
    const reading = () => parseAlignment(input as AlignmentInput, every(1, unit));

    expect(reading).toThrow(InvalidValue);
    expect(reading).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ pointer, code })] }),
    );
  });
});

describe('an aligned grid', () => {
  it.each<[Alignment, string, CalendarLength, string, number]>([
    ['anniversary', '2026-01-31', every(1, 'month'), '2026-01-31', 31],
    ['anniversary', '2024-02-29', every(1, 'year'), '2024-02-29', 29],
    ['anniversary', '2026-11-25', every(2, 'week'), '2026-11-25', 25],
    ['calendar', '2026-11-25', every(1, 'month'), '2026-01-01', 1],
    ['calendar', '2026-11-25', every(3, 'month'), '2026-01-01', 1],
    ['calendar', '2026-11-25', every(1, 'year'), '2026-01-01', 1],
    ['calendar', '2026-11-25', every(1, 'week'), '2026-11-23', 23],
    ['calendar', '2026-11-23', every(1, 'week'), '2026-11-23', 23],
    ['calendar', '2026-11-29', every(1, 'week'), '2026-11-23', 23],
    ['calendar', '2026-11-25', every(10, 'day'), '2026-11-25', 25],
    [{ day: 15 }, '2026-11-25', every(1, 'month'), '2026-11-15', 15],
    [{ day: 25 }, '2026-11-25', every(1, 'month'), '2026-11-25', 25],
    [{ day: 26 }, '2026-11-25', every(1, 'month'), '2026-10-26', 26],
    [{ day: 31 }, '2026-11-25', every(1, 'month'), '2026-10-31', 31],
    [{ day: 31 }, '2026-03-30', every(1, 'month'), '2026-02-28', 31],
    [{ day: 31 }, '2026-02-28', every(1, 'month'), '2026-02-28', 31],
    [{ day: 30 }, '2024-02-28', every(1, 'month'), '2024-01-30', 30],
    [{ day: 15 }, '2026-01-10', every(1, 'year'), '2025-12-15', 15],
    [{ weekday: 3 }, '2026-11-25', every(1, 'week'), '2026-11-25', 25],
    [{ weekday: 4 }, '2026-11-25', every(1, 'week'), '2026-11-19', 19],
    [{ weekday: 7 }, '2026-11-23', every(2, 'week'), '2026-11-22', 22],
    [on('2030-05-31'), '2026-11-25', every(1, 'month'), '2030-05-31', 31],
    [on('2020-02-29'), '2026-11-25', every(1, 'year'), '2020-02-29', 29],
  ])(
    'of %j with a start on %s, every %o, is anchored on %s',
    (alignment, from, length, ...anchor) => {
      const grid = alignedGrid(alignment, parseCalendarDate(from), length);

      expect(grid).toEqual({ ...length, anchorOn: anchor[0], anchorDay: anchor[1] });
    },
  );

  it.each<[Alignment, string, CalendarLength, string, string]>([
    ['anniversary', '2026-01-31', every(1, 'month'), '2026-01-31', '2026-02-28'],
    ['calendar', '2026-11-25', every(1, 'month'), '2026-11-01', '2026-12-01'],
    ['calendar', '2024-05-20', every(3, 'month'), '2024-04-01', '2024-07-01'],
    ['calendar', '2026-11-25', every(1, 'year'), '2026-01-01', '2027-01-01'],
    [{ day: 31 }, '2012-03-02', every(1, 'month'), '2012-02-29', '2012-03-31'],
    [on('2030-05-31'), '2026-11-25', every(1, 'month'), '2026-10-31', '2026-11-30'],
    [on('2027-01-15'), '2026-11-25', every(3, 'month'), '2026-10-15', '2027-01-15'],
  ])('of %j puts %s, every %o, into [%s, %s)', (alignment, from, length, start, end) => {
    const reference = parseCalendarDate(from);

    const period = periodOn(alignedGrid(alignment, reference, length), reference);

    expect([period.start, period.end]).toEqual([start, end]);
  });

  const references = datesBetween('1960-01-01', '2060-12-31');

  it('of a day of the month begins its periods then, or where a shorter month ends', () => {
    const days = fc.integer({ min: 1, max: 31 });
    const counts = fc.integer({ min: 1, max: 36 });
    fc.assert(
      fc.property(references, days, counts, (reference, day, count) => {
        const grid = alignedGrid({ day }, reference, every(count, 'month'));

        for (const index of [-1, 0, 1, 2]) {
          const { year, month, day: begins } = partsOf(boundaryAt(grid, index));
          expect(begins).toBe(Math.min(day, daysInMonth(year, month)));
        }
        // Not only on or before: the last such day.
        const monthly = { ...grid, count: 1 };
        expect(grid.anchorOn <= reference && reference < boundaryAt(monthly, 1)).toBe(true);
        expect(boundaryIndexOn(grid, reference)).toBe(0);
      }),
    );
  });

  it('of a day of the week begins its periods then', () => {
    const weekdays = fc.constantFrom(1, 2, 3, 4, 5, 6, 7);
    fc.assert(
      fc.property(
        references,
        weekdays,
        fc.integer({ min: 1, max: 156 }),
        (reference, day, count) => {
          const grid = alignedGrid({ weekday: day as 1 }, reference, every(count, 'week'));

          expect(weekdayOf(boundaryAt(grid, 1))).toBe(day);
          expect(boundaryIndexOn({ ...grid, count: 1 }, reference)).toBe(0);
        },
      ),
    );
  });

  it('of the start has a first period that is whole', () => {
    const units = fc.constantFrom('day', 'week', 'month', 'year');
    fc.assert(
      fc.property(references, units, (reference, unit) => {
        const grid = alignedGrid('anniversary', reference, every(1, unit));

        expect(periodOn(grid, reference)).toMatchObject({ index: 0, start: reference });
      }),
    );
  });
});
