import { Temporal } from 'temporal-polyfill';
import { InvalidValue } from '#domain/shared/errors.ts';

// The only door to Temporal: when every supported Node brings its own, the import above goes.

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
  try {
    if (rfc3339.test(text)) return Temporal.Instant.from(text).epochMilliseconds as Instant;
  } catch {
    // A date that the calendar does not have is refused like any other bad text.
  }
  throw InvalidValue.because(
    'invalid_instant',
    'An instant is an RFC 3339 date and time with an offset, such as 2026-11-23T08:00:00.000Z.',
  );
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

/**
 * The day that lies `length` after `date`. A day that the target month lacks becomes its last:
 * so count from the anchor, never from the last result (31 January + 2 months is 31 March).
 */
export const dateAfter = (date: CalendarDate, { unit, count }: CalendarLength): CalendarDate =>
  Temporal.PlainDate.from(date)
    .add({ [`${unit}s`]: count })
    .toString() as CalendarDate;

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
  Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'millisecond' });
