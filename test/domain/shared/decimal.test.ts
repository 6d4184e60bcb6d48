import { describe, expect, test } from 'vitest';
import {
  decimalPattern,
  parseDecimal,
  parseSignedDecimal,
  signedDecimalPattern,
} from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

const codeOfRefusal = (work: () => string): string => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults[0]?.code ?? '';
  }
};

describe('a decimal', () => {
  test.each([
    ['0', '0'],
    ['0.50', '0.5'],
    ['1000000000000000', '1000000000000000'],
    ['-0', 'decimal_negative'],
    ['-0.0', 'decimal_negative'],
    ['-1', 'decimal_negative'],
    ['--0', 'invalid_decimal'],
    ['+1', 'invalid_decimal'],
    ['1000000000000000.1', 'decimal_out_of_range'],
  ])('%j that is zero or more is read as %j', (text, read) => {
    expect(codeOfRefusal(() => parseDecimal(text))).toBe(read);
  });

  test.each([
    ['-0', '0'],
    ['-0.50', '-0.5'],
    ['--0', 'decimal_negative'],
    ['--1', 'decimal_negative'],
    ['-+1', 'invalid_decimal'],
  ])('%j with a sign is read as %j', (text, read) => {
    expect(codeOfRefusal(() => parseSignedDecimal(text))).toBe(read);
  });

  test('is written as the document says where it is read', () => {
    const texts = ['0', '-0', '--0', '01', '1.', '.5', '0.5', '-0.5', '1e3', ' 1', '٣'];

    const isRead = (parse: (text: string) => string) => (text: string) =>
      /^-?[0-9.]+$/.test(codeOfRefusal(() => parse(text)));

    const fits = (pattern: string) => (text: string) => new RegExp(pattern).test(text);
    expect(texts.map(isRead(parseDecimal))).toEqual(texts.map(fits(decimalPattern)));
    expect(texts.map(isRead(parseSignedDecimal))).toEqual(texts.map(fits(signedDecimalPattern)));
  });
});
