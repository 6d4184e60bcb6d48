import { expect, it } from 'vitest';
import { later } from '#domain/shared/time.ts';
import { nextAttemptAfter } from '#domain/webhooks/schedule.ts';
import { monday } from './endpoints.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

it.each([
  [0, 0],
  [1, 5 * second],
  [2, 5 * minute],
  [3, 30 * minute],
  [4, 2 * hour],
  [5, 5 * hour],
  [6, 10 * hour],
  [7, 14 * hour],
  [8, 20 * hour],
  [9, 24 * hour],
])('after %d attempts that failed, the next is due %d milliseconds later', (made, delay) => {
  expect(nextAttemptAfter(made, monday)).toBe(later(monday, delay));
});

it('after ten attempts that failed there is none any more', () => {
  expect(nextAttemptAfter(10, monday)).toBeNull();
  expect(nextAttemptAfter(11, monday)).toBeNull();
});
