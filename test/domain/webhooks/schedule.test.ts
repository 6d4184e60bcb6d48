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
  expect(nextAttemptAfter(made, null, monday)).toBe(later(monday, delay));
});

it('after ten attempts that failed there is none any more', () => {
  expect(nextAttemptAfter(10, null, monday)).toBeNull();
  expect(nextAttemptAfter(11, null, monday)).toBeNull();
});

it.each([
  ['nothing', 1, null, 5 * second],
  ['less than the schedule waits', 2, 10 * second, 5 * minute],
  ['more than the schedule waits', 1, 2 * minute, 2 * minute],
  ['a day', 1, 24 * hour, 24 * hour],
  ['more than a day', 1, 24 * hour + 1, 24 * hour],
  ['something that is over', 1, -hour, 5 * second],
])('where the endpoint asks for %s, the next waits as long as both allow', (...row) => {
  const [, made, asked, delay] = row;
  const notBefore = asked === null ? null : later(monday, asked);

  expect(nextAttemptAfter(made, notBefore, monday)).toBe(later(monday, delay));
});

it('after ten attempts there is none, whatever the endpoint asks for', () => {
  expect(nextAttemptAfter(10, later(monday, minute), monday)).toBeNull();
});
