import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyCodes } from '#domain/shared/currency.ts';
import {
  amountText,
  decimalOf,
  moneyText,
  readAmount,
  typedAmount,
} from '../../panel/values/money-text.ts';

const languages = ['en', 'en-GB', 'de', 'de-AT', 'de-CH', 'fr', 'pl', 'pt-BR', 'ja', 'sv'];
const amounts = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });

describe('an amount that was checked', () => {
  test('is read as it was typed', () => {
    expect(typedAmount('1.234,5', 'EUR', 'de')).toEqual({ amount: 123_450, currency: 'EUR' });
  });

  test('is never taken for nothing where it is none', () => {
    expect(() => typedAmount('much', 'EUR', 'en')).toThrow(RangeError);
  });
});

describe('an amount', () => {
  test.each([
    [4900, 'EUR', 'en', 'EUR 49.00'],
    [123_456_789, 'EUR', 'de', 'EUR 1.234.567,89'],
    [4900, 'JPY', 'en', 'JPY 4,900'],
    [-1234, 'KWD', 'en', 'KWD −1.234'],
    [Number.MAX_SAFE_INTEGER, 'USD', 'en', 'USD 90,071,992,547,409.91'],
  ])('%i of %s in %s is %s', (amount, currency, language, text) => {
    expect(moneyText({ amount, currency }, language)).toBe(text);
  });

  test('reads back as it was written, in every currency and language', () => {
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom(...currencyCodes()),
        fc.constantFrom(...languages),
        (amount, currency, language) => {
          const written = amountText({ amount, currency }, language);

          expect(readAmount(written, currency, language)).toEqual({ kind: 'amount', amount });
        },
      ),
    );
  });

  test('reads back from its plain decimal', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom(...currencyCodes()), (amount, currency) => {
        const plain = decimalOf({ amount, currency });

        expect(readAmount(plain, currency, 'en')).toEqual({ kind: 'amount', amount });
      }),
    );
  });
});

describe('what people type', () => {
  test.each([
    ['49', 'EUR', 'en', 4900],
    ['49.9', 'EUR', 'de', 4990],
    ['49,9', 'EUR', 'en', 4990],
    ['1,234.50', 'EUR', 'de', 123_450],
    ['1.234,50', 'EUR', 'en', 123_450],
    ['1.234', 'EUR', 'de', 123_400],
    ['1,234', 'EUR', 'en', 123_400],
    ['1 234 567', 'JPY', 'en', 1_234_567],
    ["1'234.50", 'CHF', 'de-CH', 123_450],
    ['EUR 49', 'EUR', 'en', 4900],
    ['−3', 'EUR', 'en', -300],
    ['.5', 'EUR', 'en', 50],
    ['1.000', 'EUR', 'en', 100],
    ['0', 'EUR', 'en', 0],
    ['-0', 'EUR', 'en', 0],
  ])('%s of %s in %s is %i', (text, currency, language, amount) => {
    expect(readAmount(text, currency, language)).toEqual({ kind: 'amount', amount });
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['abc', 'not_a_number'],
    ['1e5', 'not_a_number'],
    ['1.2.3', 'not_a_number'],
    ['12,34,567.00', 'not_a_number'],
    ['--1', 'not_a_number'],
    ['90071992547409.92', 'too_large'],
  ])('"%s" is refused as %s', (text, kind) => {
    expect(readAmount(text, 'EUR', 'en').kind).toBe(kind);
  });

  test('surplus decimals are refused, never rounded', () => {
    expect(readAmount('10.025', 'EUR', 'en')).toEqual({ kind: 'too_many_digits', digits: 2 });
    expect(readAmount('10.5', 'JPY', 'en')).toEqual({ kind: 'too_many_digits', digits: 0 });
  });
});
