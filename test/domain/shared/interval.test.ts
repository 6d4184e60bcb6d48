import { describe, expect, it } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { Interval, Trial } from '#domain/shared/interval.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { instantOf } from '#domain/shared/time.ts';

describe('an interval', () => {
  it.each([
    ['day', 1095],
    ['week', 156],
    ['month', 36],
    ['year', 3],
  ] as const)('counted in %ss is 1 to %i', (unit, countMax) => {
    const counts = [1, countMax].map((count) => Interval.every(count, unit).count);

    expect(counts).toEqual([1, countMax]);
    for (const count of [0, -1, 1.5, Number.NaN, countMax + 1]) {
      expect(() => Interval.every(count, unit)).toThrow(InvalidValue);
    }
  });

  it('says that its unit is at fault', () => {
    const building = () => Interval.every(1, 'decade' as 'year');

    expect(building).toThrow(
      expect.objectContaining({
        faults: [expect.objectContaining({ pointer: '/unit', code: 'invalid_interval' })],
      }),
    );
  });

  it('says that its count is at fault', () => {
    const building = () => Interval.every(0, 'month');

    expect(building).toThrow(
      expect.objectContaining({
        faults: [expect.objectContaining({ pointer: '/count', code: 'invalid_interval' })],
      }),
    );
  });

  it('that was stored is taken as it is, unless it has no length', () => {
    expect(Interval.stored(9999, 'year')).toMatchObject({ count: 9999, unit: 'year' });
    expect(Interval.stored(1, 'day').count).toBe(1);
    for (const count of [0, -1, 0.5]) {
      expect(() => Interval.stored(count, 'year')).toThrow(InvariantViolation);
    }
  });

  it('is the same when unit and count are, though twelve months are not a year', () => {
    const year = Interval.every(1, 'year');

    expect(year.isEqual(Interval.every(1, 'year'))).toBe(true);
    expect(year.isEqual(Interval.every(2, 'year'))).toBe(false);
    expect(year.isEqual(Interval.every(12, 'month'))).toBe(false);
    expect(year.isEqual(Interval.every(1, 'month'))).toBe(false);
  });
});

describe('a trial', () => {
  it.each([0, 14, 730])('may have %i days', (days) => {
    const trial = Trial.ofDays(days);

    expect(trial.days).toBe(days);
  });

  it.each([-1, 0.5, 731, Number.NaN])('cannot have %d days', (days) => {
    const building = () => Trial.ofDays(days);

    expect(building).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ code: 'invalid_trial' })] }),
    );
  });

  it('that was stored is taken as it is, unless its days are no number', () => {
    expect([0, 9999].map((days) => Trial.stored(days).days)).toEqual([0, 9999]);
    for (const days of [-1, 0.5]) expect(() => Trial.stored(days)).toThrow(InvariantViolation);
  });

  it('ends so many times 24 hours after it starts', () => {
    const start = instantOf(1_795_420_800_000);

    expect(Trial.ofDays(14).endsAt(start)).toBe(start + 14 * 24 * 60 * 60 * 1000);
    expect(Trial.ofDays(0).endsAt(start)).toBe(start);
  });

  it('is the same when its days are', () => {
    const trial = Trial.ofDays(14);

    expect(trial.isEqual(Trial.ofDays(14))).toBe(true);
    expect(trial.isEqual(Trial.ofDays(15))).toBe(false);
  });
});
