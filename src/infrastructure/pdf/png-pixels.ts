import { deflateSync, inflateSync } from 'node:zlib';
import type { Chunk } from '#infrastructure/pdf/png-chunks.ts';
import { chunksOf, fileOf, uint32 } from '#infrastructure/pdf/png-chunks.ts';

// Own code, as the libraries for it trust their input: see decision 46.

/** A picture in opaque colours: red, green and blue of each point, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;
}

/** The header of a PNG (W3C PNG, 11.2.1). */
interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly color: keyof typeof depthsOf;
}

const depthsOf = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
} as const;

const samplesPerPoint = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** The bounds of a picture, in points. */
export interface PixelBounds {
  readonly sideMax: number;
  readonly pointsMax: number;
}

/**
 * Reads a PNG whose points come in one pass, and lays it on white. No more is unpacked than its
 * header announces, and that is bounded. Undefined where it is none, or larger than the bounds.
 */
export const readPng = (file: Buffer, bounds: PixelBounds): Pixels | undefined => {
  const [first, ...chunks] = chunksOf(file) ?? [];
  const header = first && headerOf(first);
  if (header === undefined) return undefined;
  const { width, height } = header;
  if (Math.max(width, height) > bounds.sideMax || width * height > bounds.pointsMax) {
    return undefined;
  }
  const rows = rowsOf(header, chunks);
  return rows && { width, height, rgb: onWhite(header, rows, colorsOf(chunks)) };
};

/** Writes a PNG of nothing but its points. */
export const writePng = ({ width, height, rgb }: Pixels): Buffer => {
  const lines = Array.from({ length: height }, (_, row) => [
    Buffer.alloc(1),
    rgb.subarray(row * width * 3, (row + 1) * width * 3),
  ]);
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 2, 0, 0, 0])]);
  const packed = deflateSync(Buffer.concat(lines.flat()), { level: 9 });
  return fileOf([
    { type: 'IHDR', data: header },
    { type: 'IDAT', data: packed },
  ]);
};

const headerOf = ({ type, data }: Chunk): Header | undefined => {
  if (type !== 'IHDR' || data.length !== 13) return undefined;
  const [depth = 0, color = -1, compression, filter, interlace] = data.subarray(8);
  if (compression !== 0 || filter !== 0 || interlace !== 0) return undefined;
  if (!isColor(color) || !depthsOf[color].some((allowed) => allowed === depth)) return undefined;
  const [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
  return width > 0 && height > 0 ? { width, height, depth, color } : undefined;
};

const isColor = (color: number): color is Header['color'] => Object.hasOwn(depthsOf, color);

/** The rows with their filters undone (W3C PNG, 9). */
const rowsOf = (header: Header, chunks: readonly Chunk[]): readonly Buffer[] | undefined => {
  const bits = header.depth * samplesPerPoint[header.color];
  const rowBytes = Math.ceil((header.width * bits) / 8);
  const size = (rowBytes + 1) * header.height;
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const data = inflated(Buffer.concat(packed), size);
  if (data?.length !== size) return undefined;
  const rows: Buffer[] = [];
  let above: Buffer = Buffer.alloc(rowBytes);
  for (let at = 0; at < size; at += rowBytes + 1) {
    const row = data.subarray(at + 1, at + 1 + rowBytes);
    if (!unfilter(data[at] ?? 0, row, above, Math.max(1, bits / 8))) return undefined;
    rows.push(row);
    above = row;
  }
  return rows;
};

const inflated = (packed: Buffer, maxOutputLength: number): Buffer | undefined => {
  try {
    return inflateSync(packed, { maxOutputLength });
  } catch {
    return undefined;
  }
};

/** Undoes the filter of a row in its place. @returns whether there is such a filter */
const unfilter = (filter: number, row: Buffer, above: Buffer, step: number): boolean => {
  const predict = predictors[filter];
  if (predict === undefined) return false;
  for (let index = 0; index < row.length; index += 1) {
    const left = index < step ? 0 : (row[index - step] ?? 0);
    const upLeft = index < step ? 0 : (above[index - step] ?? 0);
    row[index] = (row[index] ?? 0) + predict(left, above[index] ?? 0, upLeft);
  }
  return true;
};

const predictors: readonly ((left: number, up: number, upLeft: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, upLeft) => {
    const [toLeft, toUp] = [Math.abs(up - upLeft), Math.abs(left - upLeft)];
    const toUpLeft = Math.abs(left + up - 2 * upLeft);
    if (toLeft <= toUp && toLeft <= toUpLeft) return left;
    return toUp <= toUpLeft ? up : upLeft;
  },
];

interface Colors {
  readonly palette: Buffer;
  /** How opaque each color of the palette is, or the one color that is not there at all. */
  readonly transparency: Buffer;
}

const colorsOf = (chunks: readonly Chunk[]): Colors => {
  const dataOf = (name: string) => chunks.find(({ type }) => type === name)?.data;
  return { palette: dataOf('PLTE') ?? Buffer.alloc(0), transparency: dataOf('tRNS') ?? none };
};

const none = Buffer.alloc(0);

const onWhite = (header: Header, rows: readonly Buffer[], given: Colors): Buffer => {
  const rgb = Buffer.alloc(header.width * header.height * 3);
  const count = samplesPerPoint[header.color];
  const readPoint = pointReaders[header.color](header.depth, given);
  // Red, green, blue and how opaque, each 0 to 255. One for all points: there may be a million.
  const point: Point = [0, 0, 0, 255];
  let at = 0;
  for (const row of rows) {
    const samples = samplesOf(row, header.depth);
    for (let x = 0; x < header.width; x += 1) {
      readPoint(samples, x * count, point);
      const [red, green, blue, alpha] = point;
      rgb[at] = laidOnWhite(red, alpha);
      rgb[at + 1] = laidOnWhite(green, alpha);
      rgb[at + 2] = laidOnWhite(blue, alpha);
      at += 3;
    }
  }
  return rgb;
};

type Point = [red: number, green: number, blue: number, alpha: number];

const laidOnWhite = (value: number, alpha: number): number =>
  Math.round((value * alpha + 255 * (255 - alpha)) / 255);

const samplesOf = (row: Buffer, depth: number): Uint8Array | Uint16Array => {
  if (depth === 8) return row;
  if (depth === 16) {
    return Uint16Array.from({ length: row.length / 2 }, (_, index) => row.readUInt16BE(index * 2));
  }
  const perByte = 8 / depth;
  return Uint8Array.from({ length: row.length * perByte }, (_, index) => {
    const byte = row[Math.floor(index / perByte)] ?? 0;
    return (byte >> (8 - depth * ((index % perByte) + 1))) & ((1 << depth) - 1);
  });
};

type Samples = Uint8Array | Uint16Array;
type ReadPoint = (samples: Samples, at: number, point: Point) => void;

const grays =
  (hasAlpha: boolean) =>
  (depth: number, { transparency }: Colors): ReadPoint => {
    const scale = 255 / (2 ** depth - 1);
    const missing = transparency.length === 2 ? transparency.readUInt16BE() : -1;
    return (samples, at, point) => {
      const gray = samples[at] ?? 0;
      point.fill(Math.round(gray * scale), 0, 3);
      if (hasAlpha) point[3] = Math.round((samples[at + 1] ?? 0) * scale);
      else point[3] = gray === missing ? 0 : 255;
    };
  };

const colors =
  (hasAlpha: boolean) =>
  (depth: number, { transparency }: Colors): ReadPoint => {
    const scale = 255 / (2 ** depth - 1);
    const missing =
      transparency.length === 6 ? [0, 2, 4].map((at) => transparency.readUInt16BE(at)) : undefined;
    return (samples, at, point) => {
      for (let part = 0; part < 3; part += 1) {
        point[part] = Math.round((samples[at + part] ?? 0) * scale);
      }
      if (hasAlpha) point[3] = Math.round((samples[at + 3] ?? 0) * scale);
      else if (missing === undefined) point[3] = 255;
      else point[3] = missing.every((part, index) => part === samples[at + index]) ? 0 : 255;
    };
  };

const ofPalette =
  (_: number, { palette, transparency }: Colors): ReadPoint =>
  (samples, at, point) => {
    const index = samples[at] ?? 0;
    for (let part = 0; part < 3; part += 1) point[part] = palette[index * 3 + part] ?? 0;
    point[3] = transparency[index] ?? 255;
  };

const pointReaders = {
  0: grays(false),
  2: colors(false),
  3: ofPalette,
  4: grays(true),
  6: colors(true),
} as const;
