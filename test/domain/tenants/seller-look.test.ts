import { describe, expect, test } from 'vitest';
import { logoLimits, logoTextMax, parseLogoText } from '#domain/tenants/seller-look.ts';
import { refused } from '../refused.ts';

describe('the text of a logo', () => {
  test('is long enough for the largest file', () => {
    const largest = Buffer.alloc(logoLimits.bytes).toString('base64');

    expect(largest).toHaveLength(logoTextMax);
    expect(parseLogoText(largest)).toBe(largest);
    expect(refused(() => parseLogoText(`${largest}AAAA`))).toEqual([' invalid_logo']);
  });

  test.each(['AAAA', 'abc/', 'a0+Z', 'AAA=', 'AA==', 'AAAAAAA='])('may be %s', (text) => {
    expect(parseLogoText(text)).toBe(text);
  });

  test.each(['', 'A', 'AAA', 'AAAAA', 'A===', '=AAA', 'AA=A', 'AA-_', ' AAA', 'AAA\n', 'AAAA AAA'])(
    'is not %j',
    (text) => {
      expect(refused(() => parseLogoText(text))).toEqual([' invalid_logo']);
    },
  );
});
