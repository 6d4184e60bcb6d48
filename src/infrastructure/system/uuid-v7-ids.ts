import { randomFillSync } from 'node:crypto';
import type { IdGenerator } from '#application/shared/ports.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

// `crypto.randomUUIDv7` takes no instant, and an id must carry the one that its thing was made at.
const poolBytes = 16 * 256;

/** Ids from 48 bits of time and 74 random ones (UUIDv7, RFC 9562, section 5.7). */
export class UuidV7Ids implements IdGenerator {
  readonly #pool = Buffer.alloc(poolBytes);
  #used = poolBytes;

  next<Prefix extends IdPrefix>(prefix: Prefix, at: Instant): Id<Prefix> {
    if (this.#used === poolBytes) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const bytes = this.#pool.subarray(this.#used, this.#used + 16);
    this.#used += 16;
    bytes.writeUIntBE(at, 0, 6);
    bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
    return idFromUuid(prefix, bytes.toString('hex'));
  }
}
