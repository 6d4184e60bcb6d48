import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import {
  malformedBody,
  unpacksToTooMuch,
  unsupportedEncoding,
} from '#interfaces/http/request/protocol-error.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';

// Lines of events come to a tenth or a twentieth of their size. Beyond this a sender has us work
// for nearly nothing of their own.
const timesMax = 100;
const freeBytes = 1_048_576;

const unpackers: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * The bytes of a request as they come, unpacked where its `Content-Encoding` says that they are
 * packed. No more is read than is asked for.
 * @throws {ProtocolError} 415 at once, where they are packed by anything else; 400 or 413 while
 * they are read, of a body that is broken or unpacks to more than a hundred times its size
 */
export const unpackedBytesOf = (request: IncomingMessage): AsyncIterable<Uint8Array> => {
  const encoding = (headerOf(request, 'content-encoding') ?? 'identity').toLowerCase();
  if (encoding === 'identity') return request;
  const unpacker = unpackers.get(encoding);
  if (unpacker === undefined) throw unsupportedEncoding();
  return unpack(request, unpacker());
};

async function* unpack(request: IncomingMessage, unpacker: Transform): AsyncGenerator<Uint8Array> {
  let bytesMax = freeBytes;
  // The request is left open, as it is answered what is wrong with it.
  async function* packed() {
    const chunks: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks) {
      bytesMax += chunk.length * timesMax;
      yield chunk;
    }
  }
  const bytes: AsyncIterable<Uint8Array> = pipeline(packed, unpacker, () => undefined);
  let count = 0;
  try {
    for await (const chunk of bytes) {
      count += chunk.length;
      if (count > bytesMax) throw unpacksToTooMuch(timesMax);
      yield chunk;
    }
  } catch (error) {
    throw isOfUnpacking(error) ? malformedBody('The body could not be unpacked.') : error;
  }
}

// `Z_DATA_ERROR` and others of zlib, `ERR__ERROR_FORMAT_PADDING_1` and others of Brotli.
const isOfUnpacking = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(?:Z_|ERR_?_)/.test(String(error.code));
