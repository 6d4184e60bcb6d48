import { expect, test } from 'vitest';
import { logoLimits } from '#domain/tenants/seller-look.ts';
import { base64Of, logoFault } from '../../panel/values/logo-file.ts';
import { pngFileOf } from '../support/png.ts';

/** A PNG that claims a size, in a file of some length. */
const png = (width: number, height: number, { interlace = 0, length = 0 } = {}): Uint8Array => {
  const file = pngFileOf({ width, height, color: 2, interlace, rows: [0] });
  return new Uint8Array(Buffer.concat([file, Buffer.alloc(Math.max(0, length - file.length))]));
};

const { bytes, sideMax } = logoLimits;

test.each([
  ['as wide as may be', png(sideMax, 250), undefined],
  ['as long as may be', png(10, 10, { length: bytes }), undefined],
  ['of too many bytes', png(10, 10, { length: bytes + 1 }), 'too_many_bytes'],
  ['too wide', png(sideMax + 1, 1), 'too_large'],
  ['too high', png(1, sideMax + 1), 'too_large'],
  ['of too many points', png(sideMax, 251), 'too_large'],
  ['interlaced', png(10, 10, { interlace: 1 }), 'interlaced'],
  ['a JPEG', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...new Uint8Array(40)]), 'no_png'],
  ['cut off', png(10, 10).slice(0, 20), 'no_png'],
  ['empty', new Uint8Array(), 'no_png'],
])('a logo is judged by its first bytes: %s', (_case, file, fault) => {
  expect(logoFault(file)).toBe(fault);
});

test('bytes of any number are the base64 that the API takes', () => {
  for (const length of [0, 1, 2, 3, 8192, 8193, 100_000]) {
    const given = Uint8Array.from({ length }, (_each, index) => (index * 31) % 256);
    expect(base64Of(given)).toBe(Buffer.from(given).toString('base64'));
  }
});
