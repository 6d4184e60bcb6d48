import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf } from '#domain/shared/time.ts';

const two = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

// Of these years alone the text has four digits for the year, and the sums below are right.
const first = instantOf(Date.UTC(1600, 2, 1));
const last = instantOf(Date.UTC(9999, 11, 31));

/**
 * An instant as RFC 3339 writes it, in UTC with milliseconds: what `Date.toISOString` gives, in
 * less than half its time. A page of a list has a hundred of them.
 */
export const textOfInstant = (instant: Instant): string => {
  if (instant === latest.instant) return latest.text;
  if (instant < first || instant > last) return new Date(instant).toISOString();
  const days = Math.floor(instant / dayMilliseconds);
  if (days !== lastDate.days) lastDate = { days, text: dateOf(days) };
  const text = lastDate.text + timeOf(instant - days * dayMilliseconds);
  latest = { instant, text };
  return text;
};

// The rows of one list were often written on one day, and not changed since.
let lastDate = { days: 0, text: '1970-01-01' };
let latest = { instant: instantOf(0), text: '1970-01-01T00:00:00.000Z' };

/** `T08:00:00.000Z` of the milliseconds since midnight. Few pieces: each is a text in memory. */
const timeOf = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  const minute = minutes[Math.floor(seconds / 60)] ?? '';
  return `${minute}${two[seconds % 60]}${thousandths[milliseconds % 1000]}`;
};

const minutes = Array.from(
  { length: 24 * 60 },
  (_, minute) => `T${two[Math.floor(minute / 60)]}:${two[minute % 60]}:`,
);
const thousandths = Array.from(
  { length: 1000 },
  (_, number) => `.${String(number).padStart(3, '0')}Z`,
);

const daysInEra = 146_097;
const daysBefore1970 = 719_468;

/**
 * The date so many days after 1970-01-01, in the Gregorian calendar: years begin in March, so that
 * the day that may be missing is the last (Howard Hinnant, `civil_from_days`).
 */
const dateOf = (days: number): string => {
  const shifted = days + daysBefore1970;
  const era = Math.floor(shifted / daysInEra);
  const day = shifted - era * daysInEra;
  const years = day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096);
  const yearOfEra = Math.floor(years / 365);
  const before = 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = day - before;
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year}-${two[month]}-${two[dayOfMonth]}`;
};
