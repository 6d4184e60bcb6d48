import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secrets } from '#application/identity/ports.ts';

/** 256 random bits need no slow hash: SHA-256 keeps a leaked table from being used. */
export class Sha256Secrets implements Secrets {
  readonly #key: Buffer;

  /** @param key what only we know, for `successorOf` */
  constructor(key: Buffer = randomBytes(32)) {
    this.#key = key;
  }

  next(): string {
    return randomBytes(32).toString('base64url');
  }

  hash(secret: string): string {
    return createHash('sha256').update(secret).digest('base64url');
  }

  matches(secret: string, hash: string): boolean {
    const given = Buffer.from(this.hash(secret));
    const kept = Buffer.from(hash);
    return given.length === kept.length && timingSafeEqual(given, kept);
  }

  successorOf(secret: string): string {
    return createHmac('sha256', this.#key).update(secret).digest('base64url');
  }
}
