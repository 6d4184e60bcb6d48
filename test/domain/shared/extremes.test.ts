import { expect, test } from 'vitest';
import { earliestOf, latestOf } from '#domain/shared/extremes.ts';
import { instantOf, parseCalendarDate } from '#domain/shared/time.ts';

test.each([
  [['2026-03-02'], '2026-03-02', '2026-03-02'],
  [['2026-03-02', '2026-03-01', '2026-12-31'], '2026-03-01', '2026-12-31'],
  [['2025-12-31', '2026-03-01', '2026-01-01'], '2025-12-31', '2026-03-01'],
])('of the days %j the first is %s and the last is %s', (days, first, last) => {
  const dates = days.map(parseCalendarDate);

  expect(earliestOf(dates)).toBe(first);
  expect(latestOf(dates)).toBe(last);
});

test('instants are ordered by their numbers, not by their texts', () => {
  const instants = [9, 10, -1].map(instantOf);

  expect(earliestOf(instants)).toBe(-1);
  expect(latestOf(instants)).toBe(10);
});

test('of none there is neither a first nor a last', () => {
  expect(earliestOf([])).toBeUndefined();
  expect(latestOf([])).toBeUndefined();
});
