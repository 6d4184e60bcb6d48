import { InvalidValue } from '#domain/shared/errors.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { parseCalendarDate, parseInstant } from '#domain/shared/time.ts';

// A calendar of four digits has an end, and periods are counted beyond the days that people give.
// So billing takes days of some centuries only: whatever follows from one of them can be written,
// and nobody is charged for the two thousand years since a day that was mistyped.

/** The first instant of what is billed. */
export const firstBilled = parseInstant('1970-01-01T00:00:00Z');

/** The first instant that lies too far ahead for billing. */
export const afterBilled = parseInstant('2200-01-01T00:00:00Z');

/**
 * Reads a day on which something is billed.
 * @throws {InvalidValue} `invalid_date`, `out_of_range`
 */
export const parseBillingDate = (text: string): CalendarDate => {
  const date = parseCalendarDate(text);
  if (date >= '1970-01-01' && date <= '2199-12-31') return date;
  throw outOfRange('It must be a day of the years 1970 to 2199.');
};

/**
 * Reads an instant at which something is billed.
 * @throws {InvalidValue} `invalid_instant`, `out_of_range`
 */
export const parseBillingInstant = (text: string): Instant => {
  const at = parseInstant(text);
  if (at >= firstBilled && at < afterBilled) return at;
  throw outOfRange('It must lie in the years 1970 to 2199.');
};

const outOfRange = (detail: string): InvalidValue => InvalidValue.because('out_of_range', detail);
