import { crc32, deflateSync } from 'node:zlib';

/** The parts of a PNG, as bytes that need not fit each other. */
export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  /** 0 gray, 2 colors, 3 of a palette, 4 gray with alpha, 6 colors with alpha. */
  readonly color: number;
  readonly interlace?: number;
  /** Rows, each behind the number of its filter. */
  readonly rows: readonly number[] | Buffer;
  /** Chunks before the points. */
  readonly before?: readonly (readonly [type: string, data: readonly number[] | Buffer])[];
}

/** A PNG, in base64. */
export const pngOf = (parts: PngParts): string => pngFileOf(parts).toString('base64');

export const pngFileOf = (parts: PngParts): Buffer => {
  const { width, height, depth = 8, color, interlace = 0, rows, before = [] } = parts;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, color, 0, 0, interlace], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunkOf('IHDR', header),
    ...before.map(([type, data]) => chunkOf(type, Buffer.from(data))),
    chunkOf('IDAT', deflateSync(Buffer.from(rows))),
    chunkOf('IEND', Buffer.alloc(0)),
  ]);
};

export const chunkOf = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const bytes = Buffer.alloc(named.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  named.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(named), named.length + 4);
  return bytes;
};

/** A logo of one color, twice as wide as high, in base64. */
export const logoOfColor = (rgb: readonly [number, number, number]): string => {
  const row = [0, ...rgb, ...rgb];
  return pngOf({ width: 2, height: 1, color: 2, rows: row });
};
