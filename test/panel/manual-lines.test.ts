import { describe, expect, test } from 'vitest';
import {
  lineBody,
  lineFieldOf,
  readSignedDecimal,
  unreadableFields,
} from '../../panel/values/manual-lines.ts';
import {
  decimalRate,
  percentText,
  rateOfPercent,
  typedPercent,
} from '../../panel/values/percent-text.ts';

describe('a number that somebody types into a line', () => {
  test.each([
    ['12.50', 'en', '12.50'],
    ['12,50', 'de', '12.50'],
    ['1.234,5', 'de', '1234.5'],
    ['0,0025', 'de', '0.0025'],
    ['-50', 'en', '-50'],
    ['−50,00', 'de', '-50.00'],
    ['+3', 'en', '3'],
    ['-0', 'en', '0'],
    ['', 'en', undefined],
    ['-', 'en', undefined],
    ['--5', 'en', undefined],
    ['5-', 'en', undefined],
    ['1e3', 'en', undefined],
    ['twelve', 'en', undefined],
  ])('%j in %s is %j', (typed, language, read) => {
    expect(readSignedDecimal(typed, language)).toBe(read);
  });
});

describe('the rows of an invoice by hand', () => {
  const values = {
    rows: 'a b',
    'a.description': ' Consulting ',
    'a.quantity': '2,5',
    'a.unitAmount': '133,333',
    'b.description': '',
    'b.quantity': '-1',
    'b.unitAmount': 'much',
  };

  test('are sent as decimals with a point', () => {
    expect(lineBody(values, 'a', 'de')).toEqual({
      description: 'Consulting',
      quantity: '2.5',
      unitAmount: '133.333',
    });
  });

  test('name the fields that hold no number; a quantity has no sign', () => {
    expect(unreadableFields(values, ['a', 'b'], 'de')).toEqual(['b.quantity', 'b.unitAmount']);
  });

  test('show the faults of the server at their own row', () => {
    expect(lineFieldOf('lines.1.unitAmount', values)).toBe('b.unitAmount');
    expect(lineFieldOf('lines.0', values)).toBe('a.description');
    expect(lineFieldOf('memo', values)).toBe('memo');
  });
});

describe('a rate', () => {
  test.each([
    ['0.20', 'en', '20%'],
    ['0.055', 'de', '5,5\u00a0%'],
    ['0.0825', 'en', '8.25%'],
    ['0', 'en', '0%'],
  ])('%s in %s reads %s', (rate, language, text) => {
    expect(percentText(rate, language)).toBe(text);
  });

  test.each([
    ['20', 'en', '0.20'],
    ['5,5 %', 'de', '0.055'],
    ['0.25', 'en', '0.0025'],
    ['100', 'en', '1.00'],
    ['1.250', 'de', '12.50'],
    ['much', 'en', undefined],
    ['-5', 'en', undefined],
  ])('typed as %s percent in %s is %s', (typed, language, rate) => {
    expect(rateOfPercent(typed, language)).toBe(rate);
  });

  test.each([
    ['0.2', 'en', '20'],
    ['0.0125', 'de', '1,25'],
    ['0.000000000001', 'en', '0.0000000001'],
    ['1', 'en', '100'],
    ['12.5', 'de', '1250'],
    ['0', 'en', '0'],
    ['0.1', 'de', '10'],
  ])('%s is typed in %s as %s percent, and read again', (rate, language, typed) => {
    expect(typedPercent(rate, language)).toBe(typed);
    expect(decimalRate(typed, language)).toBe(rate);
  });

  test('that is no number stays none', () => {
    expect(typedPercent('', 'en')).toBe('');
    expect(decimalRate('much', 'en')).toBeUndefined();
  });
});
