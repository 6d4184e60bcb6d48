import { describe, expect, it } from 'vitest';
import { parsePassword, preparePassword } from '#domain/identity/password.ts';

describe('a password', () => {
  it.each(['12345678', ' spaces count ', 'пароль漢字👩🏽‍💻', 'x'.repeat(256)])(
    'may be "%s"',
    (text) => {
      const password = parsePassword(text);

      expect(password).toBe(text);
    },
  );

  it.each([
    ['Kaffee-cre\u0300me', 'Kaffee-crème'],
    ['\u1112\u1161\u11ab'.repeat(8), '한'.repeat(8)],
    ['drei\u00a0Worte\u3000mehr ', 'drei Worte mehr '],
    ['e\u0301'.repeat(256), 'é'.repeat(256)],
  ])('is the same from every keyboard: %j', (typed, prepared) => {
    expect(preparePassword(typed)).toBe(prepared);
    expect(parsePassword(typed)).toBe(prepared);
  });

  it('tells letters apart that only look alike, and counts once it is composed', () => {
    expect(preparePassword('ｐassword')).not.toBe(preparePassword('password'));
    expect(preparePassword('Straße')).not.toBe(preparePassword('STRASSE'));
    expect(() => parsePassword('e\u0301'.repeat(7))).toThrow('8 to 256');
    expect(preparePassword('e\u0301'.repeat(100_000))).toHaveLength(200_000);
  });

  it.each([
    ['too short', '1234567'],
    ['too long', 'x'.repeat(257)],
    ['not well formed', '1234567\ud83d'],
  ])('is refused when it is %s, and never told back', (_, text) => {
    const parsing = () => parsePassword(text);

    expect(parsing).toThrow(
      expect.objectContaining({
        message: 'A password has 8 to 256 characters.',
        faults: [expect.objectContaining({ code: 'invalid_password' })],
      }),
    );
  });
});
