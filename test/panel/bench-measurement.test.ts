import { expect, test } from 'vitest';
import { isMissed, median, numberFrom, tableOf } from '../../scripts/panel-bench/measurement.ts';

const line = (measured: number) =>
  ({ name: 'first page', measured, limit: 2_500, unit: 'ms' }) as const;

test('a limit that is met to the last millisecond is no miss', () => {
  expect([2_499.9, 2_500, 2_500.1].map((measured) => isMissed(line(measured)))).toEqual([
    false,
    false,
    true,
  ]);
});

test('a figure that could not be taken is a miss', () => {
  expect(isMissed(line(median([])))).toBe(true);
});

test('a miss stands out in the table', () => {
  expect(tableOf([line(81.4), line(2_612)])).toBe(
    [
      '| | measured | limit |',
      '|---|---|---|',
      '| first page | 81 ms | 2,500 ms |',
      '| first page | **2612 ms** | 2,500 ms |',
      '',
    ].join('\n'),
  );
});

test('the median does not follow one slow round', () => {
  expect(median([80, 9_000, 75, 90, 85])).toBe(85);
});

test('the number of rows and rounds is a whole one above 0', () => {
  expect([numberFrom({}, 'ROWS', 7), numberFrom({ ROWS: '500' }, 'ROWS', 7)]).toEqual([7, 500]);
  for (const given of ['0', '-1', '1.5', 'many']) {
    expect(() => numberFrom({ ROWS: given }, 'ROWS', 7)).toThrow('ROWS must be a whole number');
  }
});
