import { describe, expect, test } from 'vitest';
import {
  barsOf,
  daysOf,
  drawnQuantity,
  groupsOf,
  shareBar,
  windowText,
} from '../../panel/values/usage-query.ts';

describe('the days of a question about usage', () => {
  test.each([
    ['none named', {}, { from: '2026-11-01', through: '2026-11-26' }],
    ['a beginning', { from: '2026-08-15' }, { from: '2026-08-15', through: '2026-11-26' }],
    ['one in the future', { from: '2027-01-01' }, { from: '2027-01-01', through: '2027-01-01' }],
    ['an end', { through: '2026-02-28' }, { from: '2026-02-01', through: '2026-02-28' }],
    ['both', { from: '2026-01-02', through: '2026-01-03' }, undefined],
  ])('are this month until today, or what is named: %s', (_case, given, days) => {
    expect(daysOf(given, '2026-11-26')).toEqual(days ?? given);
  });
});

test('groups are named once, whatever stands between them', () => {
  expect(groupsOf({ groupBy: ' region,, model ,region' })).toEqual(['region', 'model']);
  expect(groupsOf({})).toEqual([]);
});

describe('the bars of quantities', () => {
  test('are parts of the highest', () => {
    expect(barsOf(['10', '2.5', '0'])).toEqual([
      { x: 0, width: 100 },
      { x: 0, width: 25 },
      { x: 0, width: 0 },
    ]);
  });

  test('stand on both sides of zero where some are below it', () => {
    expect(barsOf(['3', '-1'])).toEqual([
      { x: 25, width: 75 },
      { x: 0, width: 25 },
    ]);
  });

  test('are drawn of fractions, of nothing but zeros, and of more than a call takes', () => {
    expect(drawnQuantity('10/4')).toBe(2.5);
    expect(drawnQuantity('-1/2')).toBe(-0.5);
    expect(barsOf(['0'])).toEqual([{ x: 0, width: 0 }]);
    expect(barsOf(Array.from({ length: 200_000 }, () => '1')).at(-1)).toEqual({ x: 0, width: 100 });
  });
});

test.each([
  ['250', '1000', 25],
  ['1/3', '2/3', 50],
  ['1000', '1000', 100],
  ['1200', '1000', 100],
  ['-5', '1000', 0],
  ['0', '0', 100],
])('the bar of %s, used of a limit of %s, is %d long', (used, limit, width) => {
  expect(shareBar(used, limit)).toEqual({ x: 0, width });
});

describe('the time of a window', () => {
  const day = { start: '2026-10-24T22:00:00.000Z', end: '2026-10-25T23:00:00.000Z' };

  test.each([
    ['day', day, '25 Oct 2026'],
    ['hour', { start: day.start, end: '2026-10-24T23:00:00.000Z' }, '25 Oct 2026, 00:00'],
    [
      'month',
      { start: '2026-09-30T22:00:00.000Z', end: '2026-10-31T23:00:00.000Z' },
      '1 Oct 2026 – 31 Oct 2026',
    ],
    [undefined, day, '25 Oct 2026'],
  ])('is said by the clocks that cut it: %s', (window, counted, text) => {
    expect(windowText(counted, window, 'Europe/Vienna', 'en-GB')).toBe(text);
  });
});
