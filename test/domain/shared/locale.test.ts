import { describe, expect, test } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { languageSubtagOf, parseLocale } from '#domain/shared/locale.ts';

describe('a locale', () => {
  test.each([
    ['de', 'de', 'de'],
    ['DE-at', 'de-AT', 'de'],
    ['ZH-hANT-tw', 'zh-Hant-TW', 'zh'],
    ['es-419', 'es-419', 'es'],
    ['gsw', 'gsw', 'gsw'],
    ['uz-cyrl', 'uz-Cyrl', 'uz'],
  ])('is read in any case: %s is %s', (text, usual, language) => {
    expect(parseLocale(text)).toBe(usual);
    expect(languageSubtagOf(parseLocale(text))).toBe(language);
    expect(parseLocale(usual)).toBe(usual);
  });

  test.each([
    '',
    'd',
    'german',
    'de_AT',
    'de-',
    '-de',
    'de-AUT',
    'de-AT-1996',
    'de-u-co-phonebk',
    ' de',
    'de\n',
    'dé',
    'de-AT'.repeat(9),
  ])('%j is none', (text) => {
    expect(() => parseLocale(text)).toThrow(InvalidValue);
  });
});
