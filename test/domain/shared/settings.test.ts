import { describe, expect, test } from 'vitest';
import {
  decimalPattern,
  fractionOf,
  parseDecimal,
  parsePositiveDecimal,
  parseSignedDecimal,
  signedDecimalPattern,
} from '#domain/shared/decimal.ts';
import { InvalidValue, refusal, VersionMismatch } from '#domain/shared/errors.ts';
import { InvariantViolation, invariant } from '#domain/shared/invariant.ts';
import { choiceOf, flag, orStandard, wholeBetween, wholeUpTo } from '#domain/shared/settings.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';
import { refused } from '../refused.ts';

describe('a setting', () => {
  test('is a whole number within its bounds', () => {
    const parse = wholeBetween({ min: 2, max: 4 });

    expect([2, 3, 4].map(parse)).toEqual([2, 3, 4]);
    for (const given of [1, 5, 2.5, Number.NaN, '3' as never]) {
      expect(refused(() => parse(given))).toEqual([' out_of_range']);
    }
    expect([0, 4].map(wholeUpTo(4))).toEqual([0, 4]);
    expect(refused(() => wholeUpTo(4)(-1))).toEqual([' out_of_range']);
  });

  test('is one of a few words, or true or false', () => {
    expect(choiceOf(['a', 'b'])('b')).toBe('b');
    expect(refused(() => choiceOf(['a', 'b'])('c'))).toEqual([' invalid_choice']);
    expect([true, false].map(flag)).toEqual([true, false]);
    expect(refused(() => flag('true' as never))).toEqual([' invalid_flag']);
  });

  test('is what holds where nobody says anything, if it is null', () => {
    const parse = orStandard(7, (given: number) => given + 1);

    expect([parse(null), parse(0)]).toEqual([7, 1]);
  });
});

describe('a decimal', () => {
  test.each([
    ['0', '0'],
    ['1.50', '1.5'],
    ['250', '250'],
    ['0.000000000001', '0.000000000001'],
    ['1000000000000000', '1000000000000000'],
    ['1000000000000000.000000000000', '1000000000000000'],
  ])('%s is read as %s', (text, read) => {
    expect(parseDecimal(text)).toBe(read);
    expect(parseSignedDecimal(text)).toBe(read);
  });

  test.each([
    ['', 'invalid_decimal'],
    ['1,5', 'invalid_decimal'],
    ['01', 'invalid_decimal'],
    ['.5', 'invalid_decimal'],
    ['1e3', 'invalid_decimal'],
    ['0.0000000000001', 'invalid_decimal'],
    [`0.${'0'.repeat(30)}`, 'invalid_decimal'],
    ['-0.1', 'decimal_negative'],
    ['1000000000000001', 'decimal_out_of_range'],
    ['1000000000000000.000000000001', 'decimal_out_of_range'],
  ])('"%s" is refused as %s', (text, code) => {
    expect(refused(() => parseDecimal(text))).toEqual([` ${code}`]);
  });

  test('may have to be more than zero, or may be less', () => {
    expect(parsePositiveDecimal('0.10')).toBe('0.1');
    expect(refused(() => parsePositiveDecimal('0.00'))).toEqual([' decimal_not_positive']);
    expect(parseSignedDecimal('-0.10')).toBe('-0.1');
    expect(parseSignedDecimal('-0.0')).toBe('0');
    expect(refused(() => parseSignedDecimal('--1'))).toEqual([' decimal_negative']);
    const form = new RegExp(signedDecimalPattern);
    expect(['-1.5', '1.5', '--1', '1.', '+1'].map((text) => form.test(text))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('is written as documents say it is', () => {
    const form = new RegExp(decimalPattern);
    const good = ['0', '1', '0.5', '250.000000000001', '1000000000000000'];
    const bad = ['', '-1', '01', '1.', '.5', '1.0000000000001', '10000000000000000', 'x1', '1x'];

    expect(good.filter((text) => !form.test(text))).toEqual([]);
    expect(bad.filter((text) => form.test(text))).toEqual([]);
  });

  test('that is stored may be a fraction, and is a number', () => {
    const texts = ['10/3', '-7/2', '0.5/2', '1.25', '-3'].map((text) => fractionOf(text).toText());

    expect(texts).toEqual(['10/3', '-3.5', '0.25', '1.25', '-3']);
    expect(fractionOf('0.'.padEnd(80, '0')).isZero()).toBe(true);
    expect(() => fractionOf('0.'.padEnd(81, '0'))).toThrow(InvariantViolation);
    expect(() => fractionOf('x')).toThrow(InvariantViolation);
  });
});

describe('a version that was seen', () => {
  const found = { facts: { version: 3 } };
  class NotFound extends refusal('notFound', 'thing_not_found', 'There is no such thing.') {}
  const faultsOf = (seen: SeenVersion, thing: typeof found | undefined = found) =>
    refused(() => expect(requireVersion(thing, seen, NotFound)).toBe(thing));

  test('is the one that there is, one of several, or any', () => {
    expect([faultsOf(3), faultsOf([1, 3]), faultsOf('any')]).toEqual([[], [], []]);
  });

  test('is refused where it is another one', () => {
    expect([faultsOf(2), faultsOf([1, 2]), faultsOf([])]).toEqual([
      ['version_mismatch'],
      ['version_mismatch'],
      ['version_mismatch'],
    ]);
    expect(new VersionMismatch()).toMatchObject({ kind: 'preconditionFailed', isTemporary: false });
  });

  test('is of nothing where nothing was found', () => {
    expect(refused(() => requireVersion(undefined, 'any', NotFound))).toEqual(['thing_not_found']);
  });
});

describe('a refusal', () => {
  const fault = (nth: number) => ({ pointer: `/${nth}`, code: 'bad', detail: `Fault ${nth}.` });

  test('names its class, and has details where there are some', () => {
    class Full extends refusal('conflict', 'full', 'It is full.') {}
    const full = new Full();

    expect(full).toMatchObject({ name: 'Full', message: 'It is full.', details: {} });
    expect([Full.kind, Full.code, full.kind, full.code]).toEqual([
      'conflict',
      'full',
      'conflict',
      'full',
    ]);
  });

  test('of a value names ten faults in its message, and all of them in its details', () => {
    const faults = Array.from({ length: 12 }, (_, nth) => fault(nth));
    const invalid = new InvalidValue(faults);

    expect(invalid.message).toBe(
      `${faults
        .slice(0, 10)
        .map(({ detail }) => detail)
        .join(' ')} And 2 more.`,
    );
    expect(invalid.details).toEqual({ errors: faults });
    expect(invalid.faults).toEqual(faults);
    expect(new InvalidValue(faults.slice(0, 10)).message).toMatch(/Fault 9\.$/);
    expect([InvalidValue.kind, InvalidValue.code]).toEqual(['validation', 'invalid_request']);
  });

  test('of one value has one fault, where its reader says', () => {
    expect(InvalidValue.because('bad', 'It is bad.').faults).toEqual([
      { pointer: '', code: 'bad', detail: 'It is bad.' },
    ]);
    expect(InvalidValue.because('bad', 'It is bad.', '/a').faults[0]?.pointer).toBe('/a');
  });

  test('is none of ours: what must be true is thrown otherwise', () => {
    expect(() => invariant(false, 'It is true.')).toThrow(InvariantViolation);
    expect(() => invariant(true, 'It is true.')).not.toThrow();
    expect(new InvariantViolation('x').name).toBe('InvariantViolation');
  });
});
