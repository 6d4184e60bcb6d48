import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { priceAmountMax } from '#domain/catalog/pricing/amounts.ts';
import { isOfLevels, previewLevels } from '#domain/charging/level-preview.ts';
import { levelsMax } from '#domain/charging/level-time.ts';
import { later, parseInstant } from '#domain/shared/time.ts';
import { faultsOf } from '../catalog/builders.ts';
import { cents } from '../catalog/pricing/builders.ts';
import {
  exactOf,
  fromOf,
  held,
  inAdvance,
  june,
  levelsOf,
  preview,
  seats,
  tiered,
} from './level-builders.ts';

/** The rows of the table in docs/billing.md whose first column has this name. */
const guideRows = (name: string): readonly string[] => {
  const guide = readFileSync(new URL('../../../docs/billing.md', import.meta.url), 'utf8');
  const [rows = ''] = guide.split(`| ${name} | amount |\n|---|---|\n`)[1]?.split('\n\n') ?? [];
  return rows.split('\n');
};

const rowsOf = ({ steps }: ReturnType<typeof preview>): readonly string[] =>
  steps.map(({ text, amount }) => `| ${text} | ${amount} |`);

const firstToMid = levelsOf(['2026-06-01', '2'], ['2026-06-16', '5']);

describe('levels that are held', () => {
  test('come to what the guide bills, by the same steps', () => {
    const shown = preview(tiered, firstToMid);

    expect(rowsOf(shown)).toEqual(guideRows('step of seats that are held'));
    expect([shown.exact, shown.amount, shown.currency]).toEqual(['36', cents(3600), 'EUR']);
  });

  test('are nothing before the first of them, and go on until the period ends', () => {
    expect(exactOf(held, levelsOf(['2026-06-16', '2']))).toBe('10');
    expect(exactOf(held, levelsOf(['2026-06-01', '2'], ['2026-06-16', '0']))).toBe('10');
    expect(exactOf(held, [])).toBe('0');
  });

  test('are measured as the policy counts', () => {
    const noon = levelsOf(['2026-06-01', '1'], ['2026-06-30T12:00:00Z', '2']);
    const exactBy = (countedBy: 'day' | 'month_30' | 'none' | 'second') =>
      exactOf(held, noon, { countedBy });
    const march = { period: { start: '2026-03-01', end: '2026-04-01' } };
    const last = levelsOf(['2026-03-31', '30']);

    expect((['day', 'month_30', 'none', 'second'] as const).map(exactBy)).toEqual([
      '31/3',
      '31/3',
      '20',
      '61/6',
    ]);
    // In a month of 30 days the 31st takes no time.
    expect(exactOf(held, last, { ...march, countedBy: 'month_30' })).toBe('0');
    expect(exactOf(held, last, march)).toBe('300/31');
  });

  test('begin with the days of their time zone', () => {
    const late = levelsOf(['2026-06-30T22:30:00Z', '30']);
    const day = levelsOf(['2026-06-30', '30']);

    expect(exactOf(held, levelsOf(['2026-06-30T21:30:00Z', '30']))).toBe('10');
    expect(exactOf(held, day, { timeZone: 'Europe/Vienna' })).toBe('10');
    expect(faultsOf(() => preview(held, late, { timeZone: 'Europe/Vienna' }))).toEqual([
      '/levels/0/from outside_period',
    ]);
  });

  test('are bounded by the minimum and maximum of the period', () => {
    const bounds = { minimum: cents(5000), maximum: cents(6000) };

    expect(exactOf({ ...held, ...bounds }, firstToMid)).toBe('50');
    expect(exactOf({ ...held, ...bounds }, levelsOf(['2026-06-01', '9']))).toBe('60');
  });
});

describe('levels that are charged in advance', () => {
  const guide = levelsOf(
    ['2026-06-06', '10'],
    ['2026-06-07', '5'],
    ['2026-06-08', '12'],
    ['2026-06-20', '8'],
  );

  test('come to their peak, whatever fell between', () => {
    const shown = preview(inAdvance, guide);

    expect(rowsOf(shown)).toEqual(guideRows('step of more seats').slice(0, 3));
    expect(exactOf(inAdvance, [])).toBe('0');
  });

  test('come to each peak from when it was reached, where they are prorated', () => {
    const shown = preview({ ...inAdvance, isProrated: true }, guide);

    expect(rowsOf(shown)).toEqual(guideRows('step of more seats for some days').slice(0, 3));
    expect(shown.amount).toEqual(cents(9867));
  });

  test('need no proration: packages and flat prices have peaks, too', () => {
    const packages = { packageSize: '10', amount: cents(100), freeUnits: '2' } as const;

    expect(
      exactOf({ ...packages, kind: 'usage', model: 'package', billed: 'in_advance' }, guide),
    ).toBe('1');
    expect(exactOf({ kind: 'usage', amount: cents(700), billed: 'in_advance' }, guide)).toBe('7');
  });
});

describe('a preview of levels is refused', () => {
  const faults = (given: object) =>
    faultsOf(() =>
      previewLevels({ currency: 'EUR', price: held, levels: firstToMid, period: june, ...given }),
    );
  const level = (from: string, quantity = '1') => ({ from: fromOf(from), quantity });

  test.each<readonly [string, object, readonly string[]]>([
    ['of no level', { levels: undefined }, ['/levels required']],
    ['in no period', { period: undefined }, ['/period required']],
    [
      'in a period of no dates',
      { period: { start: '2026-06-31', end: 'x' } },
      ['/period/start invalid_date', '/period/end invalid_date'],
    ],
    [
      'in a period that ends as it begins',
      { period: { start: '2026-06-01', end: '2026-06-01' } },
      ['/period/end period_without_length'],
    ],
    [
      'in a period that ends before it begins',
      { period: { start: '2026-06-02', end: '2026-06-01' }, countedBy: 'none', levels: [] },
      ['/period/end period_without_length'],
    ],
    [
      'in a day that its zone left out',
      { period: { start: '2011-12-30', end: '2011-12-31' }, timeZone: 'Pacific/Apia', levels: [] },
      ['/period/end period_without_length'],
    ],
    [
      'in a period that is counted as nothing',
      { period: { start: '2026-03-31', end: '2026-04-01' }, countedBy: 'month_30', levels: [] },
      ['/period/end period_without_length'],
    ],
    [
      'in a period of years',
      { period: { start: '2026-06-01', end: '2029-06-02' } },
      ['/period/end out_of_range'],
    ],
    ['in a zone that is none', { timeZone: 'Mars' }, ['/timeZone invalid_time_zone']],
    ['counted by nothing known', { countedBy: 'moon' }, ['/countedBy invalid_choice']],
    [
      'in a currency that is none, once',
      { currency: 'XXY', price: { ...held, minimum: cents(1) } },
      ['/currency currency_unknown'],
    ],
    [
      'in two currencies',
      { currency: 'USD', price: { ...held, minimum: cents(1) } },
      ['/price/minimum/currency currency_mismatch'],
    ],
    [
      'before and after its period',
      { levels: [level('2026-05-31'), level('2026-07-01')] },
      ['/levels/0/from outside_period', '/levels/1/from outside_period'],
    ],
    [
      'out of order',
      { levels: [level('2026-06-02'), level('2026-06-02'), level('2026-06-01T00:00:00Z')] },
      ['/levels/1/from levels_not_ascending', '/levels/2/from levels_not_ascending'],
    ],
    [
      'below zero, and of no number',
      { levels: [level('2026-06-01', '-1'), level('2026-06-02', 'x')] },
      ['/levels/0/quantity decimal_negative', '/levels/1/quantity invalid_decimal'],
    ],
    [
      'of more than it takes',
      { levels: Array.from({ length: levelsMax + 1 }, () => level('2026-06-01')) },
      ['/levels too_many'],
    ],
    [
      'beside what other prices are computed of',
      { quantity: '1', events: [], quantities: {} },
      ['/quantity unknown_field', '/events unknown_field', '/quantities unknown_field'],
    ],
    [
      'of a price that recurs',
      { price: { ...held, kind: 'recurring' } },
      ['/price/kind only_usage'],
    ],
    [
      'of a price of no kind',
      { price: { model: 'flat' } },
      ['/price/kind only_usage', '/price/amount required'],
    ],
    ['of a price in arrears', { price: seats }, ['/levels unknown_field']],
    [
      'of a model that is not prorated',
      { price: { kind: 'usage', amount: cents(1), isProrated: true } },
      ['/price/isProrated not_prorated'],
    ],
    [
      'of single events',
      { price: { kind: 'usage', model: 'percentage', rate: '0.01', billed: 'in_advance' } },
      ['/levels unknown_field'],
    ],
    [
      'that comes to more than can be billed',
      { price: { ...held, unitAmount: '1000000000000000' } },
      ['/levels amount_out_of_range'],
    ],
  ])('%s', (_name, given, expected) => {
    expect(faults(given)).toEqual(expected);
  });

  test('with the moments between which they lie', () => {
    expect(() => preview(held, levelsOf(['2026-07-01', '1']))).toThrow(
      'from 2026-06-01T00:00:00.000Z to before 2026-07-01T00:00:00.000Z',
    );
  });

  test('once for each fault, of the price and of the time together', () => {
    const price = { kind: 'recurring', model: 'per_unit', unitAmount: 'x' };

    expect(faults({ price, period: undefined, timeZone: 'Mars', quantity: '1' })).toEqual([
      '/price/kind only_usage',
      '/price/unitAmount invalid_decimal',
      '/quantity unknown_field',
      '/period required',
      '/timeZone invalid_time_zone',
    ]);
  });
});

test('levels, periods and amounts may be as many, long and high as the most', () => {
  const start = parseInstant('2026-06-01T00:00:00Z');
  const many = Array.from({ length: levelsMax }, (_, at) => ({
    from: later(start, at * 1000),
    quantity: String(at % 7),
  }));
  const most = cents(priceAmountMax);

  expect(exactOf(inAdvance, many)).toBe('60');
  expect(
    exactOf(held, levelsOf(['2026-06-01', '1']), { period: { ...june, end: '2029-06-01' } }),
  ).toBe('10');
  expect(preview({ kind: 'usage', amount: most, billed: 'in_advance' }, []).amount).toEqual(most);
});

test('any field of levels makes it a preview of them', () => {
  const price = { currency: 'EUR', price: seats, quantity: '1' };
  const fields = { levels: [], period: june, timeZone: 'UTC', countedBy: 'day' } as const;

  expect(isOfLevels(price)).toBe(false);
  expect(
    Object.entries(fields).map(([name, given]) => isOfLevels({ ...price, [name]: given })),
  ).toEqual([true, true, true, true]);
});
