import { describe, expect, test } from 'vitest';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import type { Rounding } from '#domain/shared/rate.ts';
import {
  divideRounded,
  parseRate,
  Rate,
  rateIntegerDigitsMax,
  rateScaleMax,
} from '#domain/shared/rate.ts';

const longestFraction = '1'.repeat(rateScaleMax);
const longestInteger = '9'.repeat(rateIntegerDigitsMax);

describe('a rate', () => {
  test.each([
    ['0', 0n, 0, '0'],
    ['-0', 0n, 0, '0'],
    ['-0.00', 0n, 0, '0'],
    ['0.19', 19n, 2, '0.19'],
    ['1.50', 15n, 1, '1.5'],
    ['100', 100n, 0, '100'],
    ['100.0', 100n, 0, '100'],
    ['-2', -2n, 0, '-2'],
    ['-0.05', -5n, 2, '-0.05'],
    [`0.${longestFraction}`, BigInt(longestFraction), rateScaleMax, `0.${longestFraction}`],
    [`-${longestInteger}`, -BigInt(longestInteger), 0, `-${longestInteger}`],
    [
      `-${longestInteger}.${longestFraction}`,
      -BigInt(`${longestInteger}${longestFraction}`),
      rateScaleMax,
      `-${longestInteger}.${longestFraction}`,
    ],
  ])('%s is read exactly and written in its shortest form', (text, coefficient, scale, written) => {
    const rate = parseRate(text);

    expect({ coefficient: rate.coefficient, scale: rate.scale }).toEqual({ coefficient, scale });
    expect(rate.toString()).toBe(written);
  });

  test.each([
    '',
    ' ',
    '.5',
    '5.',
    '+1',
    '1e3',
    '01',
    '00.5',
    '1,5',
    '1 000',
    '--1',
    '0x10',
    '1n',
    'NaN',
    '1\n',
    '١',
    `0.${longestFraction}1`,
    `0.${longestFraction}0`,
    `${longestInteger}0`,
    `1${'0'.repeat(rateIntegerDigitsMax)}`,
    `-1${'0'.repeat(rateIntegerDigitsMax)}`,
    '9'.repeat(1_000_000),
  ])('is not written %j', (text) => {
    expect(() => parseRate(text)).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ code: 'invalid_rate' })] }),
    );
  });

  test('adds and multiplies exactly', () => {
    const tenth = parseRate('0.1');
    const fifth = parseRate('0.2');

    expect(tenth.plus(fifth)).toEqual(parseRate('0.3'));
    expect(tenth.times(fifth)).toEqual(parseRate('0.02'));
    expect(parseRate('2.5').times(parseRate('-0.4'))).toEqual(parseRate('-1'));
    expect(parseRate('0.1').plus(parseRate('0.02'))).toEqual(parseRate('0.12'));
    expect(parseRate('0.02').plus(parseRate('3'))).toEqual(parseRate('3.02'));
    expect(parseRate('0.25').plus(parseRate('-0.25'))).toEqual(parseRate('0'));
  });

  test.each([
    ['0.1', '0.10', 0],
    ['0.1', '0.09', 1],
    ['0.09', '0.1', -1],
    ['-0.2', '0.1', -1],
    ['3', '2.999', 1],
  ])('%s compared with %s is %i', (left, right, order) => {
    expect(parseRate(left).compare(parseRate(right))).toBe(order);
  });

  test('is refused rather than rounded when a product has too many digits', () => {
    const finest = Rate.of(1n, rateScaleMax);
    const largest = parseRate(longestInteger);
    const outOfRange = expect.objectContaining({
      faults: [expect.objectContaining({ code: 'rate_out_of_range' })],
    });

    expect(() => finest.times(parseRate('0.1'))).toThrow(outOfRange);
    expect(() => largest.plus(parseRate('1'))).toThrow(outOfRange);
    expect(() => largest.times(parseRate('-2'))).toThrow(outOfRange);
    expect(finest.times(parseRate('10'))).toEqual(Rate.of(1n, rateScaleMax - 1));
  });

  test('has as many digits after the point as it may, trailing zeros not counted', () => {
    const tooFine = () => Rate.of(1n, rateScaleMax + 1);

    expect(tooFine).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ code: 'rate_out_of_range' })] }),
    );
    expect(Rate.of(10n, rateScaleMax + 1)).toEqual(Rate.of(1n, rateScaleMax));
    expect(Rate.of(100n, 0).toString()).toBe('100');
  });

  test('has a scale that is a whole number from zero', () => {
    expect(() => Rate.of(1n, -1)).toThrow(InvariantViolation);
    expect(() => Rate.of(1n, 0.5)).toThrow(InvariantViolation);
  });

  test('cannot be compared by an operator, which would compare texts', () => {
    expect(() => parseRate('9') > parseRate('10')).toThrow(InvariantViolation);
  });
});

// The roundings of tenths: of 2.1, of 2.5, and so on.
const roundings: readonly Rounding[] = [
  'half_even',
  'half_up',
  'half_down',
  'up',
  'down',
  'floor',
  'ceiling',
];
const roundedTenths: readonly (readonly [tenths: bigint, ...rounded: readonly bigint[]])[] = [
  [-35n, -4n, -4n, -3n, -4n, -3n, -4n, -3n],
  [-29n, -3n, -3n, -3n, -3n, -2n, -3n, -2n],
  [-25n, -2n, -3n, -2n, -3n, -2n, -3n, -2n],
  [-21n, -2n, -2n, -2n, -3n, -2n, -3n, -2n],
  [-20n, -2n, -2n, -2n, -2n, -2n, -2n, -2n],
  [-15n, -2n, -2n, -1n, -2n, -1n, -2n, -1n],
  [-5n, 0n, -1n, 0n, -1n, 0n, -1n, 0n],
  [-1n, 0n, 0n, 0n, -1n, 0n, -1n, 0n],
  [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
  [1n, 0n, 0n, 0n, 1n, 0n, 0n, 1n],
  [5n, 0n, 1n, 0n, 1n, 0n, 0n, 1n],
  [6n, 1n, 1n, 1n, 1n, 0n, 0n, 1n],
  [15n, 2n, 2n, 1n, 2n, 1n, 1n, 2n],
  [20n, 2n, 2n, 2n, 2n, 2n, 2n, 2n],
  [21n, 2n, 2n, 2n, 3n, 2n, 2n, 3n],
  [25n, 2n, 3n, 2n, 3n, 2n, 2n, 3n],
  [29n, 3n, 3n, 3n, 3n, 2n, 2n, 3n],
  [35n, 4n, 4n, 3n, 4n, 3n, 3n, 4n],
];

describe('rounding', () => {
  test.each(roundedTenths)('%d tenths become whole', (tenths, ...rounded) => {
    expect(roundings.map((rounding) => divideRounded(tenths, 10n, rounding))).toEqual(rounded);
  });

  test('knows the middle of an odd divisor too', () => {
    expect(divideRounded(1n, 3n, 'half_up')).toBe(0n);
    expect(divideRounded(2n, 3n, 'half_down')).toBe(1n);
  });

  test.each([0n, -1n])('does not divide by %d', (divisor) => {
    expect(() => divideRounded(1n, divisor, 'down')).toThrow(InvariantViolation);
  });
});
