import { crc32 } from 'node:zlib';

// The container of PNG (W3C Portable Network Graphics, third edition, 5): a signature, and chunks
// of a length, a type, data and a checksum.

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** The chunks of a file up to its end chunk; undefined where it is not made of whole ones. */
export const chunksOf = (file: Buffer): readonly Chunk[] | undefined => {
  if (signature.compare(file.subarray(0, signature.length)) !== 0) return undefined;
  const chunks: Chunk[] = [];
  let at = signature.length;
  while (at + 12 <= file.length) {
    const end = at + 8 + file.readUInt32BE(at);
    if (end + 4 > file.length) return undefined;
    if (crc32(file.subarray(at + 4, end)) !== file.readUInt32BE(end)) return undefined;
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') return chunks;
    chunks.push({ type, data: file.subarray(at + 8, end) });
    at = end + 4;
  }
  return undefined;
};

/** A file of these chunks, and of the one that ends it. */
export const fileOf = (chunks: readonly Chunk[]): Buffer =>
  Buffer.concat([
    signature,
    ...[...chunks, { type: 'IEND', data: Buffer.alloc(0) }].map(({ type, data }) => {
      const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
      return Buffer.concat([uint32(data.length), named, uint32(crc32(named))]);
    }),
  ]);

export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
