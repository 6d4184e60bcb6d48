import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { logoLimits, logoTextMax, parseLogoText } from '#domain/tenants/seller-look.ts';
import { pngLogoReader } from '#infrastructure/pdf/png-logo-reader.ts';
import { readPng } from '#infrastructure/pdf/png-pixels.ts';
import type { PngParts } from '../support/png.ts';
import { chunkOf, logoOfColor, pngFileOf, pngOf } from '../support/png.ts';

/** The points of the logo that is made of a picture, row by row. */
const pointsOf = (parts: PngParts): readonly number[] | undefined => {
  const { content } = pngLogoReader.read(pngOf(parts));
  const pixels = readPng(Buffer.from(content), logoLimits);
  return pixels && [...pixels.rgb];
};

const white = [255, 255, 255];
const [red, blue] = [
  [255, 0, 0],
  [0, 0, 255],
];

describe('a logo', () => {
  test.each<[string, PngParts, number[]]>([
    ['colors', { width: 2, height: 1, color: 2, rows: [0, ...red, ...blue] }, [...red, ...blue]],
    [
      'colors on white, where they are not opaque',
      { width: 3, height: 1, color: 6, rows: [0, ...red, 0, ...red, 255, ...blue, 51] },
      [...white, ...red, 204, 204, 255],
    ],
    [
      'grays of one bit',
      { width: 3, height: 1, depth: 1, color: 0, rows: [0, 0b0101_1111] },
      [0, 0, 0, ...white, 0, 0, 0],
    ],
    [
      'a gray of 16 bits',
      { width: 1, height: 1, depth: 16, color: 0, rows: [0, 128, 0] },
      [128, 128, 128],
    ],
    [
      'a gray that is half there',
      { width: 1, height: 1, color: 4, rows: [0, 0, 127] },
      [128, 128, 128],
    ],
    [
      'two bits of a palette, in part transparent',
      {
        width: 4,
        height: 1,
        depth: 2,
        color: 3,
        rows: [0, 0b00_01_10_11],
        before: [
          ['PLTE', [...red, ...blue, ...red]],
          ['tRNS', [255, 255, 0]],
        ],
      },
      [...red, ...blue, ...white, 0, 0, 0],
    ],
    [
      'a color that is not there',
      {
        width: 2,
        height: 1,
        color: 2,
        rows: [0, ...red, ...blue],
        before: [['tRNS', [0, 255, 0, 0, 0, 0]]],
      },
      [...white, ...blue],
    ],
    [
      'rows with each of the filters',
      {
        width: 2,
        height: 5,
        color: 0,
        rows: [0, 10, 20, 1, 10, 10, 2, 1, 1, 3, 5, 5, 4, 1, 1],
      },
      [10, 20, 10, 20, 11, 21, 10, 20, 11, 21].flatMap((gray) => [gray, gray, gray]),
    ],
  ])('may be a PNG of %s', (_, parts, points) => {
    expect(pointsOf(parts)).toEqual(points);
  });

  test('is the same for the same picture, and holds nothing but its points', () => {
    const plain = { width: 1, height: 1, color: 2, rows: [0, 1, 2, 3] };
    const talking = { ...plain, before: [['tEXt', Buffer.from('Author\0Eve <script>')] as const] };

    const [one, other] = [plain, talking].map((parts) => pngLogoReader.read(pngOf(parts)));

    expect(other).toEqual(one);
    expect(pngLogoReader.read(Buffer.from(one?.content ?? []).toString('base64'))).toEqual(one);
    expect(Buffer.from(other?.content ?? []).toString('latin1')).not.toContain('Eve');
  });
});

describe('a file that is no logo', () => {
  const good: PngParts = { width: 2, height: 2, color: 2, rows: Buffer.alloc(14) };
  const file = pngFileOf(good);
  const withByte = (at: number, byte: number): Buffer => {
    const changed = Buffer.from(file);
    changed[at] = byte;
    return changed;
  };
  const noise = (side: number): PngParts => ({
    width: side,
    height: side,
    color: 0,
    rows: Buffer.concat(
      Array.from({ length: side }, () => [Buffer.alloc(1), randomBytes(side)]).flat(),
    ),
  });
  const bomb = { ...good, rows: Buffer.alloc(50_000_000) };

  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('hello')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00')],
    ['a PNG with a false checksum', withByte(file.length - 14, 0x55)],
    ['a PNG cut off', file.subarray(0, file.length - 12)],
    ['a PNG whose length lies', withByte(8, 0xff)],
    ['a PNG without a width', pngFileOf({ ...good, width: 0 })],
    ['a PNG with too few rows', pngFileOf({ ...good, rows: Buffer.alloc(7) })],
    ['a PNG with too many rows', pngFileOf({ ...good, rows: Buffer.alloc(15) })],
    ['a PNG that unpacks to fifty megabytes', pngFileOf(bomb)],
    ['a PNG with an unknown filter', pngFileOf({ ...good, rows: Buffer.alloc(14, 9) })],
    ['a PNG with an unknown color', pngFileOf({ ...good, color: 5 })],
    ['a PNG with an impossible depth', pngFileOf({ ...good, depth: 4 })],
    ['a PNG with interlacing', pngFileOf({ ...good, interlace: 1 })],
    ['a PNG that is too wide', pngFileOf({ ...good, width: 2001, height: 1 })],
    ['a PNG of too many points', pngFileOf({ ...good, width: 1001, height: 500 })],
    [
      'a PNG without points',
      Buffer.concat([file.subarray(0, 33), chunkOf('IEND', Buffer.alloc(0))]),
    ],
    [
      'a PNG whose points are not packed',
      Buffer.concat([
        file.subarray(0, 33),
        chunkOf('IDAT', Buffer.from('hello')),
        chunkOf('IEND', Buffer.alloc(0)),
      ]),
    ],
    ['a PNG that is larger once it is packed anew', pngFileOf(noise(400))],
    ['a PNG of too many bytes', Buffer.concat([file, Buffer.alloc(logoLimits.bytes)])],
  ])('is refused: %s', (_, bytes) => {
    expect(() => pngLogoReader.read(bytes.toString('base64'))).toThrow(InvalidValue);
  });

  test('is refused whatever is changed of a good one, or it is read', () => {
    const refusal = (work: () => unknown): boolean => {
      try {
        work();
        return true;
      } catch (error) {
        return error instanceof InvalidValue;
      }
    };
    const bytes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });

    fc.assert(
      fc.property(bytes, fc.nat(file.length), (changes, length) => {
        const changed = Buffer.from(file);
        for (const [at, byte] of changes) changed[at] = byte;
        return [changed, changed.subarray(0, length)].every((each) =>
          refusal(() => pngLogoReader.read(each.toString('base64'))),
        );
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    '',
    'a',
    'ab c',
    'abc=d',
    'a===',
    'data:image/png;base64,AAAA',
    'A'.repeat(logoTextMax + 4),
  ])('is refused as a text that is no base64: %j', (text) => {
    expect(() => parseLogoText(text)).toThrow(InvalidValue);
  });

  test('is told from one by its text alone only where that is base64', () => {
    const image = logoOfColor([1, 2, 3]);

    expect(parseLogoText(image)).toBe(image);
  });
});
