import { InvalidValue } from '#domain/shared/errors.ts';
import { Interval } from '#domain/shared/interval.ts';
import type { CalendarLength } from '#domain/shared/time.ts';

/**
 * Reads how often a price recurs by itself. Its periods and the plan's must meet: one of them is a
 * whole number of the other. Null where it recurs as the plan does.
 * @throws {InvalidValue} `invalid_interval`, `interval_mismatch`
 */
export const parsePriceInterval = (
  given: CalendarLength | null,
  plan: CalendarLength | undefined,
): CalendarLength | null => {
  if (given === null) return null;
  const { unit, count } = Interval.every(given.count, given.unit);
  if (plan === undefined || isMultiple({ unit, count }, plan)) return { unit, count };
  throw InvalidValue.because(
    'interval_mismatch',
    'It must be a whole number of intervals of the plan, or the plan’s a whole number of it: ' +
      'a year and a month fit, a month and a week do not.',
  );
};

const isMultiple = (one: CalendarLength, other: CalendarLength): boolean => {
  const [a, b] = [measureOf(one), measureOf(other)];
  return a.in === b.in && (a.length % b.length === 0 || b.length % a.length === 0);
};

/** Months and days have no common measure: months differ. */
const measureOf = ({ unit, count }: CalendarLength) => {
  switch (unit) {
    case 'day':
      return { in: 'days', length: count };
    case 'week':
      return { in: 'days', length: 7 * count };
    case 'month':
      return { in: 'months', length: count };
    case 'year':
      return { in: 'months', length: 12 * count };
  }
};
