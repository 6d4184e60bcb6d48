import { InvalidValue } from '#domain/shared/errors.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { CalendarLength, Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';

export const intervalUnits = ['day', 'week', 'month', 'year'] as const;
export type IntervalUnit = (typeof intervalUnits)[number];

/** The longest interval is three years, whatever it is counted in. */
export const intervalCountMax = { day: 1095, week: 156, month: 36, year: 3 } as const;

/**
 * How often something recurs: every `count` days, weeks, months or years. On which days follows
 * from an anchor: `calendar/grid.ts`.
 */
export class Interval implements CalendarLength {
  readonly unit: IntervalUnit;
  readonly count: number;

  private constructor(unit: IntervalUnit, count: number) {
    this.unit = unit;
    this.count = count;
  }

  /** @throws {InvalidValue} `invalid_interval` when unit or count is not one of those allowed. */
  static every(count: number, unit: IntervalUnit): Interval {
    if (!intervalUnits.includes(unit)) {
      const detail = `It is counted in one of ${intervalUnits.join(', ')}.`;
      throw InvalidValue.because('invalid_interval', detail, '/unit');
    }
    const countMax = intervalCountMax[unit];
    if (Number.isInteger(count) && count >= 1 && count <= countMax)
      return new Interval(unit, count);
    throw InvalidValue.because(
      'invalid_interval',
      `It is 1 to ${countMax} when counted in ${unit}s.`,
      '/count',
    );
  }

  /** An interval that was stored. It is not judged again, as limits may have changed since. */
  static stored(count: number, unit: IntervalUnit): Interval {
    invariant(Number.isSafeInteger(count) && count >= 1, 'An interval has a length.');
    return new Interval(unit, count);
  }

  isEqual(other: Interval): boolean {
    return this.unit === other.unit && this.count === other.count;
  }
}

export const trialDaysMax = 730;

/** Days of use before the first charge; zero is no trial. A day of a trial is 24 hours. */
export class Trial {
  readonly days: number;

  private constructor(days: number) {
    this.days = days;
  }

  /** @throws {InvalidValue} `invalid_trial` */
  static ofDays(days: number): Trial {
    if (Number.isInteger(days) && days >= 0 && days <= trialDaysMax) return new Trial(days);
    throw InvalidValue.because('invalid_trial', `A trial has 0 to ${trialDaysMax} whole days.`);
  }

  /** A trial that was stored. It is not judged again, as limits may have changed since. */
  static stored(days: number): Trial {
    invariant(Number.isSafeInteger(days) && days >= 0, 'A trial has whole days.');
    return new Trial(days);
  }

  endsAt(start: Instant): Instant {
    return later(start, this.days * dayMilliseconds);
  }

  isEqual(other: Trial): boolean {
    return this.days === other.days;
  }
}
