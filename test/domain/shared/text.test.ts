import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import {
  composeAnyText,
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
    ['Zoë Sharp {C}', 'Zoë Sharp {C}'],
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
    ['an isolate that turns the direction', 'a\u2067b', 'invalid_characters'],
    ['no character at all', 'a\uffffb', 'invalid_characters'],
    ['none beyond the first plane', 'a\u{1fffe}b', 'invalid_characters'],
  ])('is refused with %s', (_, given, expected) => {
    const code = codeOf(() => parseText(given, 20));

    expect(code).toBe(expected);
  });

  it.each([
    ['Zoe\u0308', 'Zoë'],
    ['\u1112\u1161\u11ab', '한'],
    ['\u212b', 'Å'],
    ['ﬁ Ⅷ ａ', 'ﬁ Ⅷ ａ'],
    ['\u200bcrm-1\ufeff\u2060 ', 'crm-1'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['❤\ufe0f', '❤\ufe0f'],
  ])('is composed, and nothing unseen is around it: %j', (given, expected) => {
    expect(parseText(given, 20)).toBe(expected);
    expect(parseOptionalText(given.trim(), 20)).toBe(given.trim().normalize('NFC'));
  });

  it.each([
    ['a zero-width space', '\u200b'],
    ['joiners', '\u200d\u200c'],
    ['a byte order mark', '\ufeff'],
    ['soft hyphens', '\u00ad\u00ad'],
    ['marks without a letter', '\u0301\u0323'],
    ['Hangul fillers', '\u3164\u115f\u1160\uffa0'],
    ['a blank of Braille', '\u2800'],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['tags', '\u{e0041}\u{e007f}'],
    ['marks of direction', '\u200e\u200f\u061c'],
    ['spaces of all kinds', '\u00a0\u2003\u3000'],
    ['a null notehead', '\u{1d159}'],
    ['a blank of Egyptian', '\u{13441}'],
    ['a vowel that is not seen', '\u17b4'],
    ['a Mongolian separator', '\u180e'],
    ['an invisible operator', '\u2062'],
  ])('of nothing but %s has nothing to see', (_, given) => {
    expect(codeOf(() => parseText(given, 20))).toBe('too_short');
    expect(codeOf(() => parseText(`\u200b ${given} \u3164`, 20))).toBe('too_short');
    expect(parseText(`${given}x${given}`, 99)).toContain('x');
  });

  it('is measured once it is composed, and one that is far too long is not composed', () => {
    expect(parseText('e\u0301'.repeat(20), 20)).toBe('é'.repeat(20));
    expect(codeOf(() => parseText('e\u0301'.repeat(21), 20))).toBe('too_long');
    // Composed it is longer.
    expect(codeOf(() => parseText('\u0958'.repeat(11), 20))).toBe('too_long');
    expect(codeOf(() => parseText('\u1fb7\u1fb7'.normalize('NFD'), 2))).toBeUndefined();
    // Nothing takes more room before it is composed than this: four times as much.
    expect(parseText('\u1fa7'.normalize('NFD').repeat(20), 20)).toBe('\u1fa7'.repeat(20));
  });

  it('may have any amount of nothing around it', () => {
    const nothing = ' \u200b\u2060'.repeat(50_000);

    expect(parseText(`${nothing}crm-1${nothing}`, 20)).toBe('crm-1');
    expect(codeOf(() => parseText(nothing, 20))).toBe('too_short');
  });

  it('reads itself again, however it is composed', () => {
    const drawn = fc.string({ unit: 'binary', maxLength: 30 });
    const said = (text: string) => {
      try {
        return parseText(text, 60);
      } catch (error) {
        if (error instanceof InvalidValue) return error.faults[0]?.code;
        throw error;
      }
    };
    fc.assert(
      fc.property(drawn, (given) => {
        const read = said(given);
        expect(said(read ?? '')).toBe(read);
        expect(said(given.normalize('NFD'))).toBe(read);
        expect(said(given.normalize('NFC'))).toBe(read);
      }),
      { numRuns: 500 },
    );
  });

  it('that is optional may be empty, and is kept as it is', () => {
    const texts = ['', ' a ', 'a\nb'].map((text) => parseOptionalText(text, 3));

    expect(texts).toEqual(['', ' a ', 'a\nb']);
  });

  it('that is optional still holds no null character', () => {
    const code = codeOf(() => parseOptionalText('a\u0000b', 3));

    expect(code).toBe('invalid_characters');
  });

  it('that is refused says of what it must be free, and whether it must be one line', () => {
    const what =
      'control characters, marks that turn the direction of writing, or broken characters.';

    expect(() => parseText('a\nb', 3)).toThrow(`It must be one line without ${what}`);
    expect(() => parseOptionalText('a\u0000b', 3)).toThrow(`It must not contain ${what}`);
  });

  it('that is a name has 200 characters at most', () => {
    const code = codeOf(() => parseName('x'.repeat(201)));

    expect(code).toBe('too_long');
    expect(parseName('x'.repeat(200))).toHaveLength(200);
  });
});

describe('a text of others', () => {
  it.each([
    ['', ''],
    [' plain\n', ' plain\n'],
    ['Zoe\u0308', 'Zoë'],
    ['Zoë', 'Zoë'],
    [`e${'\u0301'.repeat(30)}`, `é${'\u0301'.repeat(29)}`],
  ])('is composed, and else stays as it is: %j', (given, composed) => {
    expect(composeAnyText(given)).toBe(composed);
  });

  it('is not composed where a pile of marks stands on one letter', () => {
    const pile = `Zoe\u0308 e${'\u0301'.repeat(31)}`;

    expect(composeAnyText(pile)).toBe(pile);
  });
});

describe('a code', () => {
  it.each(['a', '0', 'team-monthly', 'Team.v2_EU', 'x'.repeat(64)])('is "%s"', (text) => {
    const code = parseCode(text);

    expect(code).toBe(text);
  });

  it.each([
    '',
    '-a',
    '.a',
    '_a',
    'two words',
    'naïve',
    'ａ',
    'а',
    '１',
    'a\u200b',
    '\u212a',
    'a/b',
    'a\n',
    'x'.repeat(65),
  ])('is not "%s"', (text) => {
    const code = codeOf(() => parseCode(text));

    expect(code).toBe('invalid_code');
  });
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
    'ａda@example.com',
    '\u212aate@example.com',
    'ada＠example.com',
    'ada@exam\u200bple.com',
    'ada@münchen.de',
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
    expect(emailKey(address)).not.toBe(emailKey(parseEmailAddress('ida@example.com')));
  });
});
