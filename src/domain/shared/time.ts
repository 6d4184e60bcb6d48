import { Temporal } from 'temporal-polyfill';
import { InvalidValue } from '#domain/shared/errors.ts';

// The only import of Temporal: when every supported Node brings its own, it goes.

declare const brand: unique symbol;

/** A point in time: whole milliseconds since 1970-01-01T00:00Z. Has no time zone. */
export type Instant = number & { readonly [brand]: 'Instant' };

/**
 * A day in the calendar, `YYYY-MM-DD` (ISO 8601). What instants it spans depends on a time zone.
 */
export type CalendarDate = string & { readonly [brand]: 'CalendarDate' };

/** An IANA time zone name, such as `Europe/Vienna`. */
export type TimeZone = string & { readonly [brand]: 'TimeZone' };

export const dayMilliseconds = 86_400_000;

/** @throws {InvalidValue} when it is not a whole number of milliseconds. */
export const instantOf = (epochMilliseconds: number): Instant => {
  if (Number.isSafeInteger(epochMilliseconds)) return epochMilliseconds as Instant;
  throw InvalidValue.because('invalid_instant', 'An instant is a whole number of milliseconds.');
};

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** Reads an RFC 3339 instant in any offset. Finer than a millisecond is cut off. */
export const parseInstant = (text: string): Instant => {
  const instant = usualInstant.test(text) ? readUsualInstant(text) : readInstant(text);
  if (instant !== undefined) return instant;
  throw InvalidValue.because(
    'invalid_instant',
    'An instant is an RFC 3339 date and time with an offset, such as 2026-11-23T08:00:00.000Z.',
  );
};

/** Undefined for what is no instant. */
const readInstant = (text: string): Instant | undefined => {
  try {
    if (rfc3339.test(text)) return Temporal.Instant.from(text).epochMilliseconds as Instant;
  } catch {
    // A date that the calendar does not have is refused like any other bad text.
  }
  return undefined;
};

// Events of usage come by the ten thousand a second, nearly all of them in this form. It is read
// here, in a tenth of the time that Temporal takes.
const usualInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

/** The same as Temporal reads. Undefined for what the calendar or the clock does not have. */
const readUsualInstant = (text: string): Instant | undefined => {
  const [year, month, day] = [digitsAt(text, 0, 4), digitsAt(text, 5, 2), digitsAt(text, 8, 2)];
  const hours = digitsAt(text, 11, 2);
  const minutes = digitsAt(text, 14, 2);
  const seconds = digitsAt(text, 17, 2);
  const isOfCalendar = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!isOfCalendar || hours > 23 || minutes > 59 || seconds > 60) return undefined;
  const milliseconds = text.length === 24 ? digitsAt(text, 20, 3) : 0;
  // A leap second is told as the one before it.
  const time = ((hours * 60 + minutes) * 60 + Math.min(seconds, 59)) * 1000 + milliseconds;
  return (dayOfDate(year, month, day) * dayMilliseconds + time) as Instant;
};

const digitsAt = (text: string, start: number, count: number): number => {
  let value = 0;
  for (let at = start; at < start + count; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
};

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** The inverse of `dateOfDay`: Hinnant's `days_from_civil`. */
const dayOfDate = (year: number, month: number, day: number): number => {
  const yearFromMarch = month < 3 ? year - 1 : year;
  const era = Math.floor(yearFromMarch / 400);
  const yearOfEra = yearFromMarch - era * 400;
  const monthFromMarch = month < 3 ? month + 9 : month - 3;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
};

/** `from` plus a length in milliseconds. */
export const later = (from: Instant, milliseconds: number): Instant =>
  instantOf(from + milliseconds);

/** @throws {InvalidValue} when the calendar has no such day. */
export const parseCalendarDate = (text: string): CalendarDate => {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
      return Temporal.PlainDate.from(text).toString() as CalendarDate;
    }
  } catch {
    // Below: 2026-02-30 is as wrong as "soon".
  }
  throw InvalidValue.because('invalid_date', 'A date is a day of the calendar as YYYY-MM-DD.');
};

/** A length counted in the calendar. */
export interface CalendarLength {
  readonly unit: 'day' | 'week' | 'month' | 'year';
  readonly count: number;
}

/** Reads an IANA time zone name in any case and gives its usual spelling; offsets are refused. */
export const parseTimeZone = (text: string): TimeZone => {
  try {
    if (/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(text)) {
      return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text)
        .timeZoneId as TimeZone;
    }
  } catch {
    // Unknown names are refused below.
  }
  throw InvalidValue.because(
    'invalid_time_zone',
    'A time zone is an IANA name, such as Europe/Vienna or UTC.',
  );
};

/** An instant as RFC 3339, in UTC with milliseconds. */
export const formatInstant = (at: Instant): string =>
  // A run writes instants by the hundred thousand. Those in years of four digits are written here,
  // in a small part of the time that Temporal takes.
  at >= startOfYear0 && at < startOfYear10000
    ? `${lastDateOf(Math.floor(at / dayMilliseconds))}T${timeOfDay(at)}Z`
    : Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'millisecond' });

const startOfYear0 = -62_167_219_200_000;
const startOfYear10000 = 253_402_300_800_000;

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

const timeOfDay = (at: Instant): string => {
  const within = at - Math.floor(at / dayMilliseconds) * dayMilliseconds;
  const hours = Math.floor(within / 3_600_000);
  const minutes = Math.floor(within / 60_000) % 60;
  const seconds = Math.floor(within / 1000) % 60;
  return `${digits[hours]}:${digits[minutes]}:${digits[seconds]}.${padded(within % 1000, 3)}`;
};

const digits = Array.from({ length: 60 }, (_, value) => padded(value, 2));

// Instants that are written together lie mostly on one day.
let last = { day: Number.NaN, date: '' };

const lastDateOf = (day: number): string => {
  if (last.day !== day) last = { day, date: dateOfDay(day) };
  return last.date;
};

/**
 * The Gregorian date of a day counted from 1970-01-01, by Hinnant's `civil_from_days`
 * (https://howardhinnant.github.io/date_algorithms.html): years begin in March, so that a leap day
 * is the last of its year, and 400 of them always have the same number of days.
 */
const dateOfDay = (day: number): string => {
  const sinceMarchOfYear0 = day + 719_468;
  const era = Math.floor(sinceMarchOfYear0 / 146_097);
  const dayOfEra = sinceMarchOfYear0 - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month < 3 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(dayOfMonth, 2)}`;
};
