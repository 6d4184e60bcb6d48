import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisonKey } from '#domain/shared/comparison-key.ts';

describe('a comparison key', () => {
  test.each([
    ['INFO@X.TEST', 'info@x.test'],
    ['é', 'e\u0301'],
    ['É', 'e\u0301'],
    // The Kelvin sign is canonically a K.
    ['\u212a', 'k'],
    ['Å', '\u212b'],
  ])('is one for %j and %j', (one, other) => {
    expect(comparisonKey(one)).toBe(comparisonKey(other));
  });

  test.each([
    // The Turkish letters are two, and neither is the Latin one.
    ['İ', 'i'],
    ['ı', 'i'],
    ['ı', 'I'],
    ['ａ', 'a'],
    ['＠', '@'],
    ['ﬀ', 'ff'],
    ['ß', 'ss'],
    ['а', 'a'],
    ['a\u200b', 'a'],
  ])('tells %j and %j apart', (one, other) => {
    expect(comparisonKey(one)).not.toBe(comparisonKey(other));
  });

  test('is its own key, and the same for each form of a text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(
      fc.property(text, (given) => {
        const key = comparisonKey(given);
        expect(comparisonKey(key)).toBe(key);
        expect(comparisonKey(given.normalize('NFD'))).toBe(key);
        expect(key.isWellFormed()).toBe(true);
      }),
    );
  });
});
