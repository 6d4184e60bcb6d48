import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenSpan, RollUpTime } from '#domain/metering/cover.ts';
import { coverOf, isWithin } from '#domain/metering/cover.ts';
import { startOfRollUp } from '#domain/metering/rollup.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf, parseInstant } from '#domain/shared/time.ts';
import { checkLaw, lawRuns } from '../../support/laws.ts';

// Each case looks at every instant of days.
const few = Math.ceil(lawRuns / 10);

// Spans of time, cut into the days and hours that were rolled up, and the rest at their edges.

const begin = parseInstant('2026-06-01T00:00:00Z');
const minutes = (count: number): Instant => instantOf(begin + count * 60_000);
const hour = 60;
const day = 24 * hour;

/** As people read it: `24h 01T00:00/02T00:00`, the part before the hours only of what is whole. */
const told = (spans: readonly OpenSpan[], left: readonly RollUpTime[] = [], after?: Instant) => {
  const { whole, rest } = coverOf(spans, left, after ?? null);
  const time = (at: Instant | null) => (at === null ? '…' : formatInstant(at).slice(8, 16));
  return [
    ...whole.map(({ hours, from, to }) => `${hours}h ${time(from)}/${time(to)}`),
    ...rest.map(({ from, to }) => `${time(from)}/${time(to)}`),
  ];
};

const span = (from: number | null, to: number): OpenSpan => ({
  from: from === null ? null : minutes(from),
  to: minutes(to),
});

test('a span is cut into whole days, whole hours and the rest', () => {
  expect(told([span(-90, 2 * day + 150)])).toEqual([
    '1h 31T23:00/01T00:00',
    '1h 03T00:00/03T02:00',
    '24h 01T00:00/03T00:00',
    '31T22:30/31T23:00',
    '03T02:00/03T02:30',
  ]);
});

test('a span of whole days is no more than days; one without a whole hour is all rest', () => {
  expect(told([span(0, day)])).toEqual(['24h 01T00:00/02T00:00']);
  expect(told([span(1, 59)])).toEqual(['01T00:01/01T00:59']);
  expect(told([span(30, 90)])).toEqual(['01T00:30/01T01:30']);
  expect(told([span(30, 30)])).toEqual([]);
  expect(told([])).toEqual([]);
});

test('a span without a beginning reaches back as far as there are roll-ups', () => {
  expect(told([span(null, day + 90)])).toEqual([
    '1h 02T00:00/02T01:00',
    '24h …/02T00:00',
    '02T01:00/02T01:30',
  ]);
});

test('a day that is left out is counted by its hours, and an hour by its events', () => {
  const left = [
    { hours: 24, startsAt: minutes(day) },
    { hours: 1, startsAt: minutes(day + 2 * hour) },
    // Its day is used, whatever became of the hour.
    { hours: 1, startsAt: minutes(3 * hour) },
  ] as const;

  expect(told([span(0, 3 * day)], left)).toEqual([
    '1h 02T00:00/02T02:00',
    '1h 02T03:00/03T00:00',
    '24h 01T00:00/02T00:00',
    '24h 03T00:00/04T00:00',
    '02T02:00/02T03:00',
  ]);
  expect(told([span(null, 2 * day)], left)).toEqual([
    '1h 02T00:00/02T02:00',
    '1h 02T03:00/03T00:00',
    '24h …/02T00:00',
    '02T02:00/02T03:00',
  ]);
});

test('days and hours of spans that touch are read at once', () => {
  expect(told([span(0, day), span(day, 2 * day + hour), span(2 * day + hour, 3 * day)])).toEqual([
    '1h 03T00:00/04T00:00',
    '24h 01T00:00/03T00:00',
  ]);
});

test('nothing up to a given instant is rolled up', () => {
  const whole = [span(0, 2 * day)];

  expect(told(whole, [], minutes(-1))).toEqual(['24h 01T00:00/03T00:00']);
  expect(told(whole, [], minutes(3 * day))).toEqual(['01T00:00/03T00:00']);
  expect(told(whole, [], instantOf(minutes(2 * day) - 1))).toEqual(['01T00:00/03T00:00']);
  expect(told(whole, [], instantOf(minutes(day) - 1))).toEqual([
    '24h 02T00:00/03T00:00',
    '01T00:00/02T00:00',
  ]);
  // An event of that very instant is not behind it, so neither is its hour.
  expect(coverOf(whole, [], begin).rest).toEqual([
    { from: begin, to: begin + 1 },
    { from: begin + 1, to: minutes(hour) },
  ]);
  expect(coverOf([span(null, day)], [], begin).rest[0]).toEqual({ from: null, to: begin + 1 });
});

test('an instant lies in a span from its beginning to before its end', () => {
  const within = [-1, 0, 9, 10].map((at) => isWithin(minutes(at), span(0, 10)));

  expect(within).toEqual([false, true, true, false]);
  expect(isWithin(minutes(-9999), span(null, 10))).toBe(true);
  expect(isWithin(minutes(10), span(null, 10))).toBe(false);
});

// Each instant is told for itself: which roll-up has it, if one may be used.
const step = 30;
const steps = fc.integer({ min: -60, max: 200 }).map((count) => count * step);
const spans = fc
  .tuple(fc.uniqueArray(steps, { minLength: 2, maxLength: 6 }), fc.boolean())
  .map(([bounds, isOpen]) => {
    const [first = 0, ...others] = bounds.toSorted((one, other) => one - other);
    return others.map((to, index) =>
      span(index === 0 ? (isOpen ? null : first) : (others[index - 1] ?? 0), to),
    );
  })
  // Some are gaps, and others touch, in whatever order.
  .chain((all) => fc.shuffledSubarray(all));
const lefts = fc.uniqueArray(
  fc.oneof(
    fc.integer({ min: -2, max: 4 }).map((at) => ({ hours: 24, startsAt: minutes(at * day) })),
    fc.integer({ min: -30, max: 100 }).map((at) => ({ hours: 1, startsAt: minutes(at * hour) })),
  ),
  { maxLength: 6, selector: ({ hours, startsAt }) => `${hours}/${startsAt}` },
) as fc.Arbitrary<readonly RollUpTime[]>;

const expectedAt = (
  at: Instant,
  all: readonly OpenSpan[],
  left: readonly RollUpTime[],
  after: Instant | null,
): string => {
  const own = all.find((each) => isWithin(at, each));
  if (own === undefined) return 'none';
  const fits = (hours: RollUpTime['hours']): boolean => {
    const start = startOfRollUp(at, hours);
    return (
      (own.from === null || own.from <= start) &&
      start + hours * hour * 60_000 <= own.to &&
      (after === null || after < start) &&
      !left.some((each) => each.hours === hours && each.startsAt === start)
    );
  };
  if (fits(24)) return 'day';
  return fits(1) ? 'hour' : 'rest';
};

test('law: each instant is counted once, by the longest roll-up that may be used', () => {
  checkLaw(
    fc.property(spans, lefts, fc.option(steps), (all, left, afterStep) => {
      const after = afterStep === null ? null : minutes(afterStep);

      const { whole, rest } = coverOf(all, left, after);

      for (let at = -65 * step; at < 210 * step; at += step) {
        const instant = minutes(at);
        const parts = [
          ...whole.filter((each) => isWithin(instant, each)).map(({ hours }) => hours),
          ...rest.filter((each) => isWithin(instant, each)).map(() => 0),
        ];
        const words = parts.map((hours) => ({ 24: 'day', 1: 'hour', 0: 'rest' })[hours]);
        expect(words.join() || 'none').toBe(expectedAt(instant, all, left, after));
      }
      for (const { hours, from, to } of whole) {
        expect(startOfRollUp(to, hours)).toBe(to);
        if (from !== null) expect(startOfRollUp(from, hours)).toBe(from);
        expect(whole.some((next) => next.hours === hours && next.from === to)).toBe(false);
      }
      for (const part of rest) expect(part.from === null || part.from < part.to).toBe(true);
    }),
    few,
  );
});
