import { describe, expect, test } from 'vitest';
import type { LinkTokens } from '#application/identity/ports.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { later } from '#domain/shared/time.ts';
import { buildId, nextDay, someday } from '../../builders.ts';

/** The laws of `LinkTokens`. */
export const linkTokensContract = (name: string, open: () => LinkTokens): void => {
  describe(`LinkTokens: ${name}`, () => {
    const claims = {
      userId: buildId('usr'),
      email: 'ada@example.com' as EmailAddress,
      version: null,
    };

    test('law 1: a token says what it was issued for, until it is over', () => {
      const tokens = open();

      const token = tokens.issue('address-proof', claims, nextDay);

      expect(tokens.open('address-proof', token, someday)).toEqual(claims);
      expect(tokens.open('address-proof', token, later(nextDay, -1))).toEqual(claims);
      expect(tokens.open('address-proof', token, nextDay)).toBeUndefined();
    });

    test('law 2: one of another purpose says nothing', () => {
      const tokens = open();
      const token = tokens.issue('address-proof', claims, nextDay);

      expect(tokens.open('password-reset', token, someday)).toBeUndefined();
      expect(tokens.open('invitation', token, someday)).toBeUndefined();
      const [, rest = ''] = /^[a-z]+(_.*)$/.exec(token) ?? [];
      for (const purpose of ['password-reset', 'invitation'] as const) {
        const mark = tokens.issue(purpose, {} as never, nextDay).split('_')[0];
        expect(tokens.open(purpose, `${mark}${rest}`, someday)).toBeUndefined();
      }
    });

    test('law 2: a changed token, and any other text, say nothing', () => {
      const tokens = open();
      const token = tokens.issue('address-proof', claims, nextDay);
      const changed = Array.from(
        token,
        (each, index) =>
          `${token.slice(0, index)}${each === 'A' ? 'B' : 'A'}${token.slice(index + 1)}`,
      );

      for (const text of [
        ...changed,
        `${token}A`,
        `${token}=`,
        `${token}.`,
        ` ${token}`,
        '',
        '.',
      ]) {
        expect([text, tokens.open('address-proof', text, someday)]).toEqual([text, undefined]);
      }
    });

    test('law 2: one of another installation says nothing', () => {
      const token = open().issue('address-proof', claims, nextDay);

      expect(open().open('address-proof', token, someday)).toBeUndefined();
    });
  });
};
