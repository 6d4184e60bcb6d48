import { describe, expect, test } from 'vitest';
import {
  decimalPattern,
  fractionOf,
  parseDecimal,
  parsePositiveDecimal,
  parseSignedDecimal,
  signedDecimalPattern,
} from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

const faultCalled = (code: string) =>
  expect.objectContaining({ faults: [expect.objectContaining({ code })] });

const isRead = (parse: (text: string) => string, text: string): boolean => {
  try {
    parse(text);
    return true;
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return false;
  }
};

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

  test.each(['-0', '-0.0'])('of zero or more is not %s', (text) => {
    expect(() => parseDecimal(text)).toThrow(faultCalled('decimal_negative'));
  });

  test('is written as the document says where it is read', () => {
    const texts = ['0', '-0', '--0', '01', '1.', '.5', '0.5', '-0.5', '1e3', ' 1', '٣', '-+1'];

    const plain = texts.filter((text) => isRead(parseDecimal, text));
    const signed = texts.filter((text) => isRead(parseSignedDecimal, text));

    const fitting = (pattern: string) => texts.filter((text) => new RegExp(pattern).test(text));
    expect(plain).toEqual(fitting(decimalPattern));
    expect(signed).toEqual(fitting(signedDecimalPattern));
  });
});
