import { describe, expect, test } from 'vitest';
import { inMajorUnits } from '#domain/catalog/pricing/words.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import { explain } from '#domain/charging/words.ts';
import { charged, credited, flat, span } from './builders.ts';

const january = span('2026-01-01', '2026-01-31');
const april = span('2026-04-01', '2026-05-01');
const unused = span('2026-04-21', '2026-05-01');

const texts = (...given: Parameters<typeof explain>): readonly string[] =>
  explain(...given).map(({ text }) => text);

describe('the explanation of a charge', () => {
  test('says price, share and rounding, and gives the numbers beside the words', () => {
    const derivation = charged(january, span('2026-01-19', '2026-01-31'));

    expect(explain(flat(4900n), derivation)).toEqual([
      { text: '1 × EUR 49.00', quantity: '1', unitAmount: '49', amount: '49' },
      { text: '12 of 30 days (2026-01-19 to 2026-01-31)', amount: '19.6' },
      { text: 'EUR 19.60, rounded half up from 19.6', amount: '19.6' },
    ]);
  });

  test('gives what no decimal says exactly as a fraction', () => {
    const derivation = charged(april, unused, { rounding: 'half_even' });

    expect(explain(flat(5000n), derivation)).toEqual([
      { text: '1 × EUR 50.00', quantity: '1', unitAmount: '50', amount: '50' },
      { text: '10 of 30 days (2026-04-21 to 2026-05-01)', amount: '50/3' },
      { text: 'EUR 16.67, rounded half to even from 50/3', amount: '16.67' },
    ]);
    const { exact } = evaluate(flat(5000n), derivation);
    expect(inMajorUnits(flat(5000n), exact)).toBe('50/3');
  });

  test.each([
    ['JPY', '1 × JPY 4901', 'JPY 1634, rounded half up from 4901/3'],
    ['EUR', '1 × EUR 49.01', 'EUR 16.34, rounded half up from 4901/300'],
    ['KWD', '1 × KWD 4.901', 'KWD 1.634, rounded half up from 4901/3000'],
    ['CLF', '1 × CLF 0.4901', 'CLF 0.1634, rounded half up from 4901/30000'],
  ])('writes amounts with the digits of %s', (currency, price, rounded) => {
    const [first, , last] = texts(flat(4901n, currency), charged(april, unused));

    expect([first, last]).toEqual([price, rounded]);
  });

  test.each([
    ['day', '20 of 30 days (2026-04-11 to 2026-05-01)'],
    ['second', '1728000 of 2592000 seconds (2026-04-11T00:00:00.000Z to 2026-05-01T00:00:00.000Z)'],
    ['month_30', '20 of 30 days in months of 30 days (2026-04-11 to 2026-05-01)'],
    ['none', 'the whole amount (2026-04-11 to 2026-05-01), as it is not prorated'],
  ] as const)('says how a part was counted: by %s', (countedBy, text) => {
    const derivation = charged(april, span('2026-04-11', '2026-05-01'), { countedBy });

    expect(texts(flat(4900n), derivation)[1]).toBe(text);
  });

  test.each([
    ['half_up', 'half up'],
    ['half_even', 'half to even'],
    ['half_down', 'half down'],
    ['up', 'up'],
    ['down', 'down'],
  ] as const)('names the rounding %s', (rounding, name) => {
    const [, , last] = texts(flat(4900n), charged(april, april, { rounding }));

    expect(last).toBe(`EUR 49.00, rounded ${name} from 49`);
  });

  test('says a whole period as its days, one day as a day', () => {
    const day = span('2026-04-11', '2026-04-12');

    expect(texts(flat(4900n), charged(april))[1]).toBe('30 of 30 days (2026-04-01 to 2026-05-01)');
    expect(texts(flat(4900n), charged(day))[1]).toBe('1 of 1 day (2026-04-11 to 2026-04-12)');
    expect(texts(flat(4900n), charged(april, day))[1]).toBe(
      '1 of 30 days (2026-04-11 to 2026-04-12)',
    );
  });

  test('says that a flat price does not ask for the quantity', () => {
    const [first] = explain(flat(4900n), charged(april, april, { quantity: '3' }));

    expect(first).toEqual({
      text: 'EUR 49.00, whatever the quantity (3)',
      quantity: '3',
      unitAmount: '49',
      amount: '49',
    });
  });
});

describe('the explanation of a credit', () => {
  test('counts what was not used, and turns the sign in the end', () => {
    const credit = credited(charged(april), unused, { left: 5000n });

    expect(explain(flat(5000n), credit)).toEqual([
      { text: '1 × EUR 50.00', quantity: '1', unitAmount: '50', amount: '50' },
      { text: '10 of 30 days unused (2026-04-21 to 2026-05-01)', amount: '50/3' },
      { text: 'EUR 16.67, rounded half up from 50/3', amount: '16.67' },
      { text: 'EUR -16.67 as a credit', amount: '-16.67' },
    ]);
  });

  test('says where no more was left', () => {
    const credit = credited(charged(april), unused, { left: 1000n });

    expect(texts(flat(5000n), credit).slice(2)).toEqual([
      'EUR 16.67, rounded half up from 50/3',
      'EUR 10.00, as no more is left of the charge',
      'EUR -10.00 as a credit',
    ]);
  });

  test('says where it takes all that is left', () => {
    const credit = credited(charged(april), unused, { left: 1668n, takesRest: true });

    expect(texts(flat(5000n), credit).slice(2)).toEqual([
      'EUR 16.67, rounded half up from 50/3',
      'EUR 16.68, all that is left of the charge, as nothing of it stays used',
      'EUR -16.68 as a credit',
    ]);
  });

  test('says where the whole charge is taken back, and where nothing is', () => {
    const full = credited(charged(april), unused, { left: 5000n, share: 'full' });
    const of = charged(april, april, { countedBy: 'none' });
    const nothing = credited(of, unused, { left: 5000n });

    expect(explain(flat(5000n), full)[1]).toEqual({
      text: 'EUR 50.00, the whole charge, whatever was used of it',
      amount: '50',
    });
    expect(explain(flat(5000n), nothing)[1]).toEqual({
      text: 'nothing for the part unused (2026-04-21 to 2026-05-01), as the charge is not prorated',
      amount: '0',
    });
  });
});
