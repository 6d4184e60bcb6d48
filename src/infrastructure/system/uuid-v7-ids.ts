import { randomFillSync } from 'node:crypto';
import type { IdGenerator } from '#application/shared/ports.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

// `crypto.randomUUIDv7` takes no instant, and an id must carry the one that its thing was made at.
const poolBytes = 16 * 256;

/**
 * Ids from 48 bits of time, 26 that count within it, and 48 random ones (UUIDv7; RFC 9562, sections
 * 5.7 and 6.2, method 1). The count starts at random in each millisecond, low enough to go up for
 * long, so ids tell nothing of how many were made.
 */
export class UuidV7Ids implements IdGenerator {
  readonly #pool = Buffer.alloc(poolBytes);
  #used = poolBytes;
  #latest = -1;
  #count = 0;

  next<Prefix extends IdPrefix>(prefix: Prefix, at: Instant): Id<Prefix> {
    const bytes = this.#random();
    this.#count = at === this.#latest ? this.#count + 1 : bytes.readUInt32BE(6) >>> 7;
    this.#latest = at;
    bytes.writeUIntBE(at, 0, 6);
    // 12 bits of the count beside the version, 14 beside the variant.
    bytes.writeUInt16BE(0x7000 | ((this.#count >>> 14) & 0xfff), 6);
    bytes.writeUInt16BE(0x8000 | (this.#count & 0x3fff), 8);
    return idFromUuid(prefix, bytes.toString('hex'));
  }

  #random(): Buffer {
    if (this.#used === poolBytes) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    this.#used += 16;
    return this.#pool.subarray(this.#used - 16, this.#used);
  }
}
