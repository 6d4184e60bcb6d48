import { describe, expect, it } from 'vitest';
import { parsePassword } from '#domain/identity/password.ts';

describe('a password', () => {
  it.each(['12345678', ' spaces count ', 'пароль漢字👩🏽‍💻', 'x'.repeat(256)])(
    'may be "%s"',
    (text) => {
      const password = parsePassword(text);

      expect(password).toBe(text);
    },
  );

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
