import { invariant } from '#domain/shared/invariant.ts';
import type { CalendarDate } from '#domain/shared/time.ts';

// Whole numbers all the way, as a run reads dates by the million. A date is trusted: it was parsed.

declare const brand: unique symbol;

/** Days since 1970-01-01 in the proleptic Gregorian calendar (ISO 8601); negative before. */
export type EpochDay = number & { readonly [brand]: 'EpochDay' };

/** Year 0 to 9999, month 1 to 12, day 1 to 31. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const epochDayOf = (date: CalendarDate): EpochDay => {
  const { year, month, day } = partsOf(date);
  return epochDayOfParts(year, month, day);
};

/** As `epochDayOf`, of any year from 0 on. */
export const epochDayOfParts = (year: number, month: number, day: number): EpochDay => {
  // The year begins in March here, so that the leap day is its last and shifts no month.
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  return (marchYear * 365 + leapDaysUntil(marchYear) + dayOfYear - daysUntil1970) as EpochDay;
};

/**
 * The date of a day that is counted from 1970-01-01.
 * @throws {InvariantViolation} outside the years 0000 to 9999, which are all that a date can name.
 */
export const dateOfEpochDay = (day: number): CalendarDate => {
  const days = day + daysUntil1970;
  const century = Math.floor(days / daysIn400Years);
  const dayOf400 = days - century * daysIn400Years;
  const yearOf400 = Math.floor(
    (dayOf400 -
      Math.floor(dayOf400 / (daysIn4Years - 1)) +
      Math.floor(dayOf400 / daysIn100Years) -
      Math.floor(dayOf400 / (daysIn400Years - 1))) /
      365,
  );
  const dayOfYear = dayOf400 - (yearOf400 * 365 + leapDaysUntil(yearOf400));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return dateOf(century * 400 + yearOf400 + (month > 2 ? 0 : 1), month, dayOfMonth);
};

/** The date so many days later; earlier, where the number is negative. */
export const daysAfter = (date: CalendarDate, days: number): CalendarDate =>
  dateOfEpochDay(epochDayOf(date) + days);

export const partsOf = (date: CalendarDate): DateParts => ({
  year: digit(date, 0) * 1000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3),
  month: digit(date, 5) * 10 + digit(date, 6),
  day: digit(date, 8) * 10 + digit(date, 9),
});

/**
 * The date that has these parts, which must be a day of the calendar.
 * @throws {InvariantViolation} when the year does not have four digits.
 */
export const dateOf = (year: number, month: number, day: number): CalendarDate => {
  invariant(year >= 0 && year <= 9999, 'A date has a year of four digits.');
  const yearText = `${twoDigits(Math.floor(year / 100))}${twoDigits(year % 100)}`;
  return `${yearText}-${twoDigits(month)}-${twoDigits(day)}` as CalendarDate;
};

/** How many days a month (1 to 12) of that year has. */
export const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

export const weekdayOf = (date: CalendarDate): Weekday =>
  // 1970-01-01 was a Thursday.
  (modulo(epochDayOf(date) + 3, 7) + 1) as Weekday;

/** The place of a day where each month counts as 30 days: 360 × year + 30 × month + day. */
export const month30DayOf = (date: CalendarDate): number => {
  const { year, month, day } = partsOf(date);
  return 360 * year + 30 * month + day;
};

const daysIn4Years = 1461;
const daysIn100Years = 36_524;
const daysIn400Years = 146_097;
/** From 0000-03-01. */
const daysUntil1970 = 719_468;

const leapDaysUntil = (year: number): number =>
  Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);

const isLeapYear = (year: number): boolean =>
  year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const digit = (date: CalendarDate, at: number): number => date.charCodeAt(at) - 48;

/** `padStart` for each date would cost more than all the rest. */
const texts = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
const twoDigits = (number: number): string => texts[number] ?? '';

/** The remainder that is never negative. */
const modulo = (dividend: number, divisor: number): number =>
  dividend - Math.floor(dividend / divisor) * divisor;
