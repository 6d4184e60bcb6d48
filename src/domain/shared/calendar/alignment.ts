import { parseBillingDate } from '#domain/shared/calendar/billing-dates.ts';
import type { Weekday } from '#domain/shared/calendar/days.ts';
import {
  dateOf,
  dateOfEpochDay,
  epochDayOf,
  partsOf,
  weekdayOf,
} from '#domain/shared/calendar/days.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { boundaryAt, boundaryIndexOn } from '#domain/shared/calendar/grid.ts';
import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CalendarDate, CalendarLength } from '#domain/shared/time.ts';

/**
 * The rule that the periods of a subscription follow: the day of its start, the calendar, a day
 * of the month (1 to 31, the last one where a month is shorter), a day of the week, or a date.
 */
export type Alignment =
  | 'anniversary'
  | 'calendar'
  | { readonly day: number }
  | { readonly weekday: Weekday }
  | { readonly on: CalendarDate };

/** An alignment as it is given: nothing about its values is known yet. */
export type AlignmentInput =
  | 'anniversary'
  | 'calendar'
  | { readonly day: number }
  | { readonly weekday: number }
  | { readonly on: string };

/**
 * Reads the alignment of something that recurs every `interval`.
 * @throws {InvalidValue} `invalid_alignment` when it is none, or none that the interval can follow;
 *   `invalid_date` or `out_of_range` at `/on`.
 */
export const parseAlignment = (input: AlignmentInput, { unit }: CalendarLength): Alignment => {
  if (input === 'anniversary' || input === 'calendar') return input;
  const name = onlyNameOf(input);
  if (name === 'on' && 'on' in input) return checkAll({ on: () => parseBillingDate(input.on) });
  if (name === 'day' && 'day' in input) {
    if (unit === 'month' || unit === 'year') return { day: wholeNumber(input.day, 31, '/day') };
    throw refused('Only periods of months or years begin on a day of the month.', '/day');
  }
  if (name === 'weekday' && 'weekday' in input) {
    if (unit === 'week') return { weekday: wholeNumber(input.weekday, 7, '/weekday') as Weekday };
    throw refused('Only periods of weeks begin on a day of the week.', '/weekday');
  }
  throw refused(
    'It is anniversary, calendar, { "day": 1 to 31 }, { "weekday": 1 to 7 } or { "on": date }.',
  );
};

/**
 * The grid of periods that follows the alignment. `reference` is the day that it is counted from:
 * the start of the subscription, or the end of its trial. Where that is no boundary of the grid,
 * the first period is a part of the one that the reference lies in.
 */
export const alignedGrid = (
  alignment: Alignment,
  reference: CalendarDate,
  { unit, count }: CalendarLength,
): Grid => {
  const through = (anchorOn: CalendarDate, anchorDay = partsOf(anchorOn).day): Grid => ({
    unit,
    count,
    anchorOn,
    anchorDay,
  });
  if (alignment === 'anniversary') return through(reference);
  if (alignment === 'calendar') return through(calendarStart(reference, unit));
  if ('on' in alignment) return through(alignment.on);
  if ('weekday' in alignment) return through(weekdayUntil(reference, alignment.weekday));
  return through(dayOfMonthUntil(reference, alignment.day), alignment.day);
};

const onlyNameOf = (input: object): string | null => {
  const names = typeof input === 'object' && input !== null ? Object.keys(input) : [];
  return names.length === 1 ? (names[0] ?? null) : null;
};

const wholeNumber = (given: number, max: number, pointer: string): number => {
  if (Number.isInteger(given) && given >= 1 && given <= max) return given;
  throw refused(`It is a whole number from 1 to ${max}.`, pointer);
};

const refused = (detail: string, pointer = ''): InvalidValue =>
  InvalidValue.because('invalid_alignment', detail, pointer);

const calendarStart = (reference: CalendarDate, unit: CalendarLength['unit']): CalendarDate => {
  switch (unit) {
    case 'day':
      return reference;
    case 'week':
      return weekdayUntil(reference, 1);
    case 'month':
    case 'year':
      return dateOf(partsOf(reference).year, 1, 1);
  }
};

/** The last such day of the week on or before the reference. */
const weekdayUntil = (reference: CalendarDate, weekday: Weekday): CalendarDate =>
  dateOfEpochDay(epochDayOf(reference) - ((weekdayOf(reference) - weekday + 7) % 7));

/** The last such day of a month on or before the reference; the 31st of April is the 30th. */
const dayOfMonthUntil = (reference: CalendarDate, day: number): CalendarDate => {
  // The first anchor may be in any month of 31 days.
  const monthly: Grid = { unit: 'month', count: 1, anchorOn: dateOf(2000, 1, day), anchorDay: day };
  return boundaryAt(monthly, boundaryIndexOn(monthly, reference));
};
