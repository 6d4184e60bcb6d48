import { describe, expect, test } from 'vitest';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { amountLengthMax, CurrencyMismatch, Money, withinRange } from '#domain/shared/money.ts';
import { parseRate } from '#domain/shared/rate.ts';

const euro = (minor: bigint): Money => Money.of(minor, parseCurrencyCode('EUR'));
const yen = (minor: bigint): Money => Money.of(minor, parseCurrencyCode('JPY'));

const faultCalled = (code: string) =>
  expect.objectContaining({ faults: [expect.objectContaining({ code })] });

describe('an amount', () => {
  test('adds, subtracts and turns its sign', () => {
    expect(euro(4900n).plus(euro(105n))).toEqual(euro(5005n));
    expect(euro(4900n).minus(euro(5000n))).toEqual(euro(-100n));
    expect(euro(4900n).negated()).toEqual(euro(-4900n));
    expect(euro(0n).negated()).toEqual(Money.zero(parseCurrencyCode('EUR')));
  });

  test('stays exact beyond what a JavaScript number holds', () => {
    const large = euro(2n ** 80n);

    expect(large.plus(euro(1n)).minus(large)).toEqual(euro(1n));
  });

  test('times a whole number needs no rounding', () => {
    expect(euro(333n).times(3n)).toEqual(euro(999n));
    expect(euro(333n).times(-1n)).toEqual(euro(-333n));
  });

  test.each([
    [250n, '0.19', 'half_even', 48n],
    [250n, '0.19', 'half_down', 47n],
    [350n, '0.19', 'half_even', 66n],
    [350n, '0.19', 'half_up', 67n],
    [-350n, '0.19', 'half_up', -67n],
    [-350n, '0.19', 'floor', -67n],
    [-350n, '0.19', 'ceiling', -66n],
    [1n, '0.000000000000000001', 'down', 0n],
    [1n, '0.000000000000000001', 'up', 1n],
    [100n, '1.5', 'down', 150n],
  ] as const)('of %d cents times %s, rounded %s, is %d cents', (minor, rate, rounding, rounded) => {
    expect(euro(minor).times(parseRate(rate), rounding)).toEqual(euro(rounded));
  });

  test('times a rate names its rounding, even where types were lost', () => {
    const unnamed = undefined as unknown as 'down';

    expect(() => euro(1n).times(parseRate('2'), unnamed)).toThrow(InvariantViolation);
  });

  test.each([
    [-1n, { isZero: false, isNegative: true, isPositive: false }],
    [0n, { isZero: true, isNegative: false, isPositive: false }],
    [1n, { isZero: false, isNegative: false, isPositive: true }],
  ])('of %d cents has one sign', (minor, signs) => {
    const money = euro(minor);

    expect({
      isZero: money.isZero(),
      isNegative: money.isNegative(),
      isPositive: money.isPositive(),
    }).toEqual(signs);
  });

  test('sorts by compare', () => {
    const sorted = [euro(1000n), euro(-5n), euro(900n)].toSorted((one, other) =>
      one.compare(other),
    );

    expect(sorted).toEqual([euro(-5n), euro(900n), euro(1000n)]);
    expect(euro(900n).compare(euro(900n))).toBe(0);
  });

  test('equals only the same amount in the same currency', () => {
    expect(euro(100n).isEqual(euro(100n))).toBe(true);
    expect(euro(100n).isEqual(euro(101n))).toBe(false);
    expect(euro(0n).isEqual(yen(0n))).toBe(false);
  });

  test.each([
    ['plus', () => euro(1n).plus(yen(1n))],
    ['minus', () => euro(1n).minus(yen(1n))],
    ['compare', () => euro(0n).compare(yen(0n))],
  ])('does not go with another currency in %s', (_name, mix) => {
    expect(mix).toThrow(CurrencyMismatch);
    expect(mix).toThrow(
      expect.objectContaining({
        kind: 'validation',
        code: 'currency_mismatch',
        details: { expected: 'EUR', actual: 'JPY' },
      }),
    );
  });

  test('cannot be compared by an operator, which would compare texts', () => {
    expect(() => euro(900n) > euro(1000n)).toThrow(InvariantViolation);
  });

  test('does not slip into JSON by itself', () => {
    expect(() => JSON.stringify({ total: euro(4900n) })).toThrow(TypeError);
  });
});

describe('an amount as a decimal', () => {
  test.each([
    ['EUR', 4900n, '49.00'],
    ['EUR', 5n, '0.05'],
    ['EUR', -5n, '-0.05'],
    ['EUR', 0n, '0.00'],
    ['EUR', -123456n, '-1234.56'],
    ['JPY', 4900n, '4900'],
    ['JPY', -1n, '-1'],
    ['KWD', 4900n, '4.900'],
    ['CLF', -4900n, '-0.4900'],
  ])('in %s, %d minor units are %s', (code, minor, decimal) => {
    const currency = parseCurrencyCode(code);

    const money = Money.of(minor, currency);

    expect(money.toDecimal()).toBe(decimal);
    expect(money.toString()).toBe(`${code} ${decimal}`);
    expect(Money.fromDecimal(decimal, currency)).toEqual(money);
  });

  test.each([
    ['49', 4900n],
    ['49.5', 4950n],
    ['-0', 0n],
    ['-0.00', 0n],
    ['-7', -700n],
    ['1'.repeat(amountLengthMax), BigInt(`${'1'.repeat(amountLengthMax)}00`)],
  ])('%s may leave out digits', (text, minor) => {
    expect(Money.fromDecimal(text, parseCurrencyCode('EUR'))).toEqual(euro(minor));
  });

  test.each([
    ['EUR', '49.001'],
    ['EUR', '49.000'],
    ['JPY', '49.0'],
    ['KWD', '0.0005'],
    ['CLF', '0.00005'],
  ])('in %s is not %s, which would need rounding', (code, text) => {
    expect(() => Money.fromDecimal(text, parseCurrencyCode(code))).toThrow(
      faultCalled('amount_too_precise'),
    );
  });

  test.each([
    '',
    '.50',
    '49.',
    '+1',
    '1e3',
    '049',
    '1,50',
    '1_000',
    '€ 5',
    ' 5',
    'Infinity',
    '0x10',
    '1'.repeat(amountLengthMax + 1),
  ])('is not %j', (text) => {
    expect(() => Money.fromDecimal(text, parseCurrencyCode('EUR'))).toThrow(
      faultCalled('invalid_amount'),
    );
  });
});

describe('an amount of a line, a document or a balance', () => {
  const most = BigInt(Number.MAX_SAFE_INTEGER);

  test.each([0n, most, -most])('may be %d minor units', (minor) => {
    expect(withinRange(euro(minor))).toEqual(euro(minor));
  });

  test.each([most + 1n, -most - 1n, 10n ** 30n])('may not be %d minor units', (minor) => {
    expect(() => withinRange(euro(minor))).toThrow(faultCalled('amount_out_of_range'));
  });
});

describe('an amount that is split', () => {
  test.each([
    ['evenly', 100n, [1n, 1n], [50n, 50n]],
    ['with the rest to the earlier of equals', 100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    ['with two left', 101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    ['with the rest to the largest fraction', 100n, [1n, 2n], [33n, 67n]],
    ['by days of a month', 4900n, [17n, 14n], [2687n, 2213n]],
    ['with nothing for a weight of zero', 100n, [0n, 3n, 0n, 3n, 3n], [0n, 34n, 0n, 33n, 33n]],
    ['into fewer cents than parts', 2n, [1n, 1n, 1n, 1n], [1n, 1n, 0n, 0n]],
    ['negative as if positive', -100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    ['when there is nothing', 0n, [1n, 2n], [0n, 0n]],
    ['into one part', 99n, [7n], [99n]],
    ['by weights beyond numbers', 10n, [2n ** 70n, 2n ** 70n], [5n, 5n]],
  ])('%s', (_case, minor, weights, parts) => {
    expect(euro(minor).allocate(weights)).toEqual(parts.map(euro));
  });

  test.each([
    ['no weights', [], 'weights_zero'],
    ['nothing but zeros', [0n, 0n], 'weights_zero'],
    ['a negative weight', [3n, -1n], 'weight_negative'],
    ['negative weights only', [-1n], 'weight_negative'],
  ])('is refused for %s', (_case, weights, code) => {
    expect(() => euro(100n).allocate(weights)).toThrow(faultCalled(code));
  });
});
