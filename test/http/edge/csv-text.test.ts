import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { csvColumnsOf } from '#interfaces/http/response/csv-columns.ts';
import { csvHead, csvLines } from '#interfaces/http/response/csv-text.ts';
import { moneyWire } from '#interfaces/http/wire/wire.ts';

const oneColumn = csvColumnsOf(z.strictObject({ name: z.string() }));
const lineOf = (name: string): string => csvLines(oneColumn, [{ name }]);

describe('a cell', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+43 1 234', "'+43 1 234"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', '"\'\tx"'],
    ['\rx', '"\'\rx"'],
    ['\nx', '"\'\nx"'],
    ['  =1+1', "'  =1+1"],
    ['\uFF1D1+1', "'\uFF1D1+1"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['-', "'-"],
    ['+1', "'+1"],
    ['-1e5', "'-1e5"],
    ['-1.', "'-1."],
  ])('that begins like a formula has an apostrophe in front: %j', (given, cell) => {
    expect(lineOf(given)).toBe(`${cell}\r\n`);
  });

  test.each(['-12', '-12.50', '0', '12.5', 'a=b', 'a-b', 'Ø', '', "'=1", '2026-01-31'])(
    'that does not is left as it is: %j',
    (given) => {
      expect(lineOf(given)).toBe(`${given}\r\n`);
    },
  );

  test.each([
    ['a,b', '"a,b"'],
    ['a;b', '"a;b"'],
    ['a "b"', '"a ""b"""'],
    ['a\r\nb', '"a\r\nb"'],
  ])('that holds what separates cells is quoted: %j', (given, cell) => {
    expect(lineOf(given)).toBe(`${cell}\r\n`);
  });
});

describe('columns', () => {
  const money = { total: moneyWire, due: moneyWire.nullable().meta({ description: 'Left.' }) };
  const titles = (view: z.ZodType): string => csvHead(csvColumnsOf(view));

  test('follow the view, with the fields of objects under both names', () => {
    const address = z.strictObject({ city: z.string().nullable(), country: z.string() }).nullable();
    const view = z.strictObject({ id: z.string(), address: address.optional(), n: z.int() });
    const things = [
      { id: 'a', address: { city: null, country: 'AT' }, n: 1 },
      { id: 'b', address: null, n: -2 },
      { id: 'c', n: 3 },
    ];

    expect(titles(view)).toBe('\uFEFFid,address.city,address.country,n\r\n');
    expect(csvLines(csvColumnsOf(view), things)).toBe('a,,AT,1\r\nb,,,-2\r\nc,,,3\r\n');
  });

  test('have amounts in major units, with the currency that the thing has', () => {
    const view = z.strictObject({ currency: z.string(), ...money });
    const amount = (of: number, currency: string) => ({ amount: of, currency });
    const things = [
      { currency: 'EUR', total: amount(-4905, 'EUR'), due: null },
      { currency: 'JPY', total: amount(4900, 'JPY'), due: amount(0, 'JPY') },
      { currency: 'KWD', total: amount(1, 'KWD'), due: amount(12_345, 'KWD') },
    ];

    expect(titles(view)).toBe('\uFEFFcurrency,total,due\r\n');
    expect(csvLines(csvColumnsOf(view), things)).toBe(
      'EUR,-49.05,\r\nJPY,4900,0\r\nKWD,0.001,12.345\r\n',
    );
  });

  test('or a column for the currency behind each amount', () => {
    const view = z.strictObject(money);
    const things = [{ total: { amount: 1, currency: 'EUR' }, due: null }];

    expect(titles(view)).toBe('\uFEFFtotal,total.currency,due,due.currency\r\n');
    expect(csvLines(csvColumnsOf(view), things)).toBe('0.01,EUR,,\r\n');
  });

  test('join lists of texts, and show everything else as JSON', () => {
    const view = z.strictObject({
      tags: z.array(z.string()),
      metadata: z.record(z.string(), z.string()),
      either: z.union([z.string(), z.strictObject({ day: z.int() })]),
    });
    const things = [
      { tags: ['a', 'b'], metadata: { k: 'v' }, either: { day: 3 } },
      { tags: [], metadata: {}, either: 'calendar' },
    ];

    expect(csvLines(csvColumnsOf(view), things)).toBe(
      '"a; b","{""k"":""v""}","{""day"":3}"\r\n,{},calendar\r\n',
    );
  });
});
