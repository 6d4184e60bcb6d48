import { describe, expect, test } from 'vitest';
import { countedByFor } from '#domain/charging/derivation.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { charged, credited, span } from './builders.ts';

const april = span('2026-04-01', '2026-05-01');

describe('a derivation', () => {
  test('is plain JSON: dates and instants as texts', () => {
    const derivation = charged(april, span('2026-04-11', '2026-05-01'));

    expect(derivation).toEqual({
      version: 1,
      kind: 'recurring',
      quantity: '1',
      countedBy: 'day',
      rounding: 'half_up',
      timeZone: 'UTC',
      period: {
        start: '2026-04-01',
        end: '2026-05-01',
        startsAt: '2026-04-01T00:00:00.000Z',
        endsAt: '2026-05-01T00:00:00.000Z',
      },
      served: {
        start: '2026-04-11',
        end: '2026-05-01',
        startsAt: '2026-04-11T00:00:00.000Z',
        endsAt: '2026-05-01T00:00:00.000Z',
      },
    });
    expect(JSON.parse(JSON.stringify(derivation))).toEqual(derivation);
  });

  test('of a credit holds that of its charge, and what is left as a text', () => {
    const of = charged(april);
    const credit = credited(of, span('2026-04-21', '2026-05-01'), { left: 4900n });

    expect(credit).toEqual({
      version: 1,
      kind: 'credit',
      of,
      unused: {
        start: '2026-04-21',
        end: '2026-05-01',
        startsAt: '2026-04-21T00:00:00.000Z',
        endsAt: '2026-05-01T00:00:00.000Z',
      },
      left: '4900',
      takesRest: false,
      share: 'prorated',
    });
  });

  test.each([
    ['begins before its period', '2026-03-31', '2026-05-01'],
    ['ends after its period', '2026-04-01', '2026-05-02'],
    ['ends before it begins', '2026-04-11', '2026-04-10'],
    ['begins before its period by an hour', '2026-04-01T00:00:00.000Z', '2026-05-01T01:00:00.000Z'],
    ['ends an instant before it begins', '2026-04-11T02:00:00.000Z', '2026-04-11T01:00:00.000Z'],
  ])('is not made of a part that %s', (_name, start, end) => {
    expect(() => charged(april, span(start, end))).toThrow(InvariantViolation);
  });

  test('begins no earlier than its period, by instants too', () => {
    const period = span('2026-04-01', '2026-05-01', '02:00:00.000Z');
    const served = span('2026-04-01T01:59:59.999Z', '2026-04-03T02:00:00.000Z');

    expect(() => charged(period, served)).toThrow(InvariantViolation);
  });

  test('may be of a part that takes no time', () => {
    expect(charged(april, span('2026-05-01', '2026-05-01')).served.start).toBe('2026-05-01');
  });

  test('of a credit is made of nothing that was not charged', () => {
    const of = charged(april, span('2026-04-11', '2026-05-01'));

    expect(() => credited(of, april, { left: 1n })).toThrow(InvariantViolation);
    expect(() => credited(of, span('2026-04-21', '2026-05-01'), { left: -1n })).toThrow(
      InvariantViolation,
    );
  });
});

test.each([
  ['month_30', 'day', 'day'],
  ['month_30', 'week', 'day'],
  ['month_30', 'month', 'month_30'],
  ['month_30', 'year', 'month_30'],
  ['second', 'week', 'second'],
  ['day', 'month', 'day'],
  ['none', 'day', 'none'],
] as const)(
  'a policy that counts by %s measures periods of a %s by %s',
  (countedBy, unit, measure) => {
    expect(countedByFor(countedBy, unit)).toBe(measure);
  },
);
