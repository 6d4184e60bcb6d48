import { describe, expect, test } from 'vitest';
import {
  fractionOf,
  parseDecimal,
  parsePositiveDecimal,
  parseSignedDecimal,
} from '#domain/shared/decimal.ts';

const faultCalled = (code: string) =>
  expect.objectContaining({ faults: [expect.objectContaining({ code })] });

describe('a decimal', () => {
  test.each([
    ['0', '0'],
    ['7', '7'],
    ['250', '250'],
    ['0.0025', '0.0025'],
    ['12.5', '12.5'],
    ['1.50', '1.5'],
    ['0.00', '0'],
    ['100.0', '100'],
    ['999999999999999.999999999999', '999999999999999.999999999999'],
    ['1000000000000000', '1000000000000000'],
    ['1000000000000000.000', '1000000000000000'],
  ])('%s is read as its shortest text, %s', (text, shortest) => {
    expect(parseDecimal(text)).toBe(shortest);
  });

  test.each([
    '',
    '.5',
    '5.',
    '05',
    '+1',
    '1e3',
    '1a',
    '1.a5',
    '1,5',
    ' 1',
    '1\n',
    '1 ',
    '10/3',
    '0.0000000000001',
    '0.0000000000010',
    '1'.repeat(31),
  ])('is not %j', (text) => {
    expect(() => parseDecimal(text)).toThrow(faultCalled('invalid_decimal'));
  });

  test.each(['1000000000000000.1', '1000000000000001', '9999999999999999'])(
    'is not %s, which is too large',
    (text) => {
      expect(() => parseDecimal(text)).toThrow(faultCalled('decimal_out_of_range'));
    },
  );

  test('is not negative, unless it may have a sign', () => {
    expect(() => parseDecimal('-0.5')).toThrow(faultCalled('decimal_negative'));
    expect(parseSignedDecimal('-0.50')).toBe('-0.5');
    expect(parseSignedDecimal('0.5')).toBe('0.5');
    expect(parseSignedDecimal('-0.0')).toBe('0');
    expect(() => parseSignedDecimal('--1')).toThrow(faultCalled('decimal_negative'));
  });

  test('is more than zero where it has to be', () => {
    expect(parsePositiveDecimal('0.000000000001')).toBe('0.000000000001');
    expect(() => parsePositiveDecimal('0.0')).toThrow(faultCalled('decimal_not_positive'));
  });

  test.each([
    ['0.0025', '0.0025'],
    ['-12.50', '-12.5'],
    ['10/3', '10/3'],
    ['-1/7', '-1/7'],
  ])('that is stored as %s stands for %s', (text, shown) => {
    expect(fractionOf(text).toText()).toBe(shown);
  });
});
