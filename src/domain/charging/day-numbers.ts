// How the evaluators read dates and instants. Frozen with them: see evaluator-1.ts.

import { invariant } from '#domain/shared/invariant.ts';

/** Days from 1970-01-01 to a date `YYYY-MM-DD` of the Gregorian calendar, also before its time. */
export const epochDay = (date: string): number => {
  const year = numberIn(date, 0, 4);
  const month = numberIn(date, 5, 7);
  const day = numberIn(date, 8, 10);
  // Counted in years that begin in March: so a leap day is the last of its year, and the months
  // before it are as long in every year.
  const isBeforeMarch = month < 3;
  const marchYear = isBeforeMarch ? year - 1 : year;
  const marchMonth = isBeforeMarch ? month + 9 : month - 3;
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const daysBefore = Math.floor((153 * marchMonth + 2) / 5);
  return 365 * marchYear + leapDays + daysBefore + day - daysFromMarchOfYear0To1970 - 1;
};

/** 0000-03-01 to 1970-01-01. */
const daysFromMarchOfYear0To1970 = 719_468;

/** Seconds from 1970-01-01T00:00Z to an RFC 3339 instant in UTC; a part of a second is cut off. */
export const epochSecond = (instant: string): number => {
  invariant(instant.endsWith('Z'), 'The instants of a derivation are in UTC.');
  const seconds =
    numberIn(instant, 11, 13) * 3600 + numberIn(instant, 14, 16) * 60 + numberIn(instant, 17, 19);
  return epochDay(instant) * 86_400 + seconds;
};

/** A date on a scale on which every month has 30 days, and every year 360. */
export const month30Day = (date: string): number =>
  360 * numberIn(date, 0, 4) + 30 * numberIn(date, 5, 7) + numberIn(date, 8, 10);

const numberIn = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    invariant(
      digit >= 0 && digit <= 9,
      'A derivation has dates and instants as RFC 3339 has them.',
    );
    value = value * 10 + digit;
  }
  return value;
};
