import { describe, expect, it } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import {
  emailKey,
  parseCode,
  parseEmailAddress,
  parseName,
  parseOptionalText,
  parseText,
} from '#domain/shared/text.ts';

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidValue) return error.faults[0]?.code;
    throw error;
  }
  return undefined;
};

describe('a text', () => {
  it.each([
    ['  Ada Lovelace ', 'Ada Lovelace'],
    ['Zoë 漢字 👩🏽‍💻', 'Zoë 漢字 👩🏽‍💻'],
    ['12345678901234567890', '12345678901234567890'],
  ])('is kept without the space around it: %o', (given, expected) => {
    const text = parseText(given, 20);

    expect(text).toBe(expected);
  });

  it.each([
    ['nothing', '', 'too_short'],
    ['nothing but space', ' \t\n ', 'too_short'],
    ['one character too many', 'x'.repeat(21), 'too_long'],
    ['a null character', 'a\u0000b', 'invalid_characters'],
    ['an escape', 'a\u001bb', 'invalid_characters'],
    ['a delete', 'a\u007fb', 'invalid_characters'],
    ['half of a surrogate pair', 'a\ud83db', 'invalid_characters'],
    ['a second line', 'a\nb', 'invalid_characters'],
    ['a line separator', 'a\u2028b', 'invalid_characters'],
    ['a C1 control', 'a\u0085b', 'invalid_characters'],
    ['a mark that turns the direction', 'a\u202eb', 'invalid_characters'],
  ])('is refused with %s', (_, given, expected) => {
    const code = codeOf(() => parseText(given, 20));

    expect(code).toBe(expected);
  });

  it('that is optional may be empty, and is kept as it is', () => {
    const texts = ['', ' a ', 'a\nb'].map((text) => parseOptionalText(text, 3));

    expect(texts).toEqual(['', ' a ', 'a\nb']);
  });

  it('that is optional still holds no null character', () => {
    const code = codeOf(() => parseOptionalText('a\u0000b', 3));

    expect(code).toBe('invalid_characters');
  });

  it('that is a name has 200 characters at most', () => {
    const code = codeOf(() => parseName('x'.repeat(201)));

    expect(code).toBe('too_long');
    expect(parseName('x'.repeat(200))).toHaveLength(200);
  });
});

describe('a code', () => {
  it.each(['a', '0', 'team-monthly', 'Team.v2_EU', 'x'.repeat(64)])('is "%s"', (text) => {
    const code = parseCode(text);

    expect(code).toBe(text);
  });

  it.each(['', '-a', '.a', '_a', 'two words', 'naïve', 'a/b', 'a\n', 'x'.repeat(65)])(
    'is not "%s"',
    (text) => {
      const code = codeOf(() => parseCode(text));

      expect(code).toBe('invalid_code');
    },
  );
});

// 254 characters: 3, then 31 labels of 8 with their dots, then 3.
const longest = `ad@${'abcdefg.'.repeat(31)}com`;

describe('an e-mail address', () => {
  it.each([
    'ada@example.com',
    'Ada.Lovelace+billing@mail.example.co.uk',
    "o'hara@example.com",
    `${'x'.repeat(64)}@example.com`,
    'ada@xn--mnchen-3ya.de',
    longest,
  ])('is %s', (text) => {
    const address = parseEmailAddress(` ${text} `);

    expect(address).toBe(text);
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'ada@@example.com',
    'ada@example..com',
    'ada@-example.com',
    'ada@example-.com',
    'ada lovelace@example.com',
    'ada@example.com\nbcc: all@example.com',
    'zoë@example.com',
    `${'x'.repeat(65)}@example.com`,
    `ada@${'x'.repeat(64)}.com`,
    longest.replace('@', 'a@'),
  ])('is not "%s"', (text) => {
    const code = codeOf(() => parseEmailAddress(text));

    expect(code).toBe('invalid_email');
  });

  it('is the same in any case, and shown as its owner writes it', () => {
    const address = parseEmailAddress('Ada@Example.COM');

    expect(address).toBe('Ada@Example.COM');
    expect(emailKey(address)).toBe(emailKey(parseEmailAddress('aDA@example.com')));
  });
});
