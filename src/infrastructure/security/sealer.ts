import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** A sealed text cannot be opened: its key is missing, or it was changed. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
}

/** How long an encryption key is, in bytes. */
export const encryptionKeyBytes = 32;

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
  /** The keys that were derived from it, by their use. */
  readonly derived: Map<string, Buffer>;
}

/**
 * Seals secrets that must be read again (webhook secrets, signing keys, stored responses) in the
 * database: AES-256-GCM (NIST SP 800-38D), bound to the purpose that each was sealed for.
 */
export class Sealer {
  readonly #keys: readonly [Key, ...Key[]];

  /** @param keys of 32 bytes each: the first seals, all open. */
  constructor(keys: readonly [Buffer, ...Buffer[]]) {
    const [first, ...others] = keys;
    this.#keys = [keyOf(first), ...others.map(keyOf)];
  }

  /** @param purpose what it is and whose, such as `webhook-secret/whk_…`: needed to open it */
  seal(text: string, purpose: string): string {
    const [key] = this.#keys;
    const iv = randomBytes(ivBytes);
    const sealing = createCipheriv(cipher, key.bytes, iv).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([iv, sealing.update(text, 'utf8'), sealing.final()]);
    return `${key.id}.${Buffer.concat([sealed, sealing.getAuthTag()]).toString('base64url')}`;
  }

  /** @throws {CannotOpen} */
  open(sealed: string, purpose: string): string {
    const [id, body = ''] = sealed.split('.');
    const key = this.#keys.find((each) => each.id === id);
    if (key === undefined) throw new CannotOpen('No encryption key that we have opens this.');
    const bytes = Buffer.from(body, 'base64url');
    try {
      const iv = bytes.subarray(0, ivBytes);
      const decipher = createDecipheriv(cipher, key.bytes, iv, { authTagLength: tagBytes })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(-tagBytes));
      const text = decipher.update(bytes.subarray(ivBytes, -tagBytes));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      throw new CannotOpen('What was sealed has been changed, or is something else.');
    }
  }

  /**
   * The same, sealed by the first key, where another sealed it: how an old key falls out of use.
   * A text that cannot be opened stays as it is.
   */
  renew(sealed: string, purpose: string): string {
    const [id] = sealed.split('.');
    if (id === this.#keys[0].id) return sealed;
    try {
      return this.seal(this.open(sealed, purpose), purpose);
    } catch (error) {
      if (error instanceof CannotOpen) return sealed;
      throw error;
    }
  }

  /** A key for another use, derived from the first: HKDF-SHA256 (RFC 5869). */
  derive(use: string): Buffer {
    return derivedFrom(this.#keys[0], use);
  }

  /** The fingerprint of a text, which cannot be guessed without a key: HMAC-SHA256. */
  fingerprint(text: string, use: string): Buffer {
    return fingerprintUnder(this.#keys[0], text, use);
  }

  /** Whether a fingerprint is the text's, under any key that we have. */
  isFingerprint(fingerprint: Buffer, text: string, use: string): boolean {
    return this.#keys.some((key) => {
      const own = fingerprintUnder(key, text, use);
      return own.length === fingerprint.length && timingSafeEqual(own, fingerprint);
    });
  }
}

// Each is derived once: there are a handful of uses.
const derivedFrom = ({ bytes, derived }: Key, use: string): Buffer => {
  const info = `billing-service/${use}`;
  const known = derived.get(use);
  const key = known ?? Buffer.from(hkdfSync('sha256', bytes, '', info, encryptionKeyBytes));
  derived.set(use, key);
  return key;
};

const fingerprintUnder = (key: Key, text: string, use: string): Buffer =>
  createHmac('sha256', derivedFrom(key, use)).update(text).digest();

// The id names a key without telling anything of it.
const keyOf = (bytes: Buffer): Key => ({
  id: createHash('sha256').update(bytes).digest('hex').slice(0, 8),
  bytes,
  derived: new Map(),
});

/** A new key, as text: base64 of 32 random bytes. */
export const newEncryptionKey = (): string => randomBytes(encryptionKeyBytes).toString('base64');
