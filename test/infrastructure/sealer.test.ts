import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { newEncryptionKey, Sealer } from '#infrastructure/security/sealer.ts';

const purpose = 'webhook-secret/whk_1';
const secret = 'whsec_ümlaut and 🔑';
const refused = 'What was sealed has been changed, or is something else.';
const unknown = 'No encryption key that we have opens this.';

/** The sealed text with its bytes changed by `change`, under the same key's name. */
const altered = (sealed: string, change: (bytes: Buffer) => Buffer): string => {
  const [id, body = ''] = sealed.split('.');
  return `${id}.${change(Buffer.from(body, 'base64url')).toString('base64url')}`;
};

describe('what is sealed', () => {
  test('opens for what it was sealed for', () => {
    const sealer = new Sealer([randomBytes(32)]);

    expect(sealer.open(sealer.seal(secret, purpose), purpose)).toBe(secret);
    expect(sealer.open(sealer.seal('', ''), '')).toBe('');
  });

  test.each(['webhook-secret/whk_2', 'webhook-secret/whk_', 'signing-key/whk_1', ''])(
    'does not open for %j',
    (other) => {
      const sealer = new Sealer([randomBytes(32)]);
      const sealed = sealer.seal(secret, purpose);

      expect(() => sealer.open(sealed, other)).toThrow(refused);
    },
  );

  test('does not open when any bit of any byte is another', () => {
    const sealer = new Sealer([randomBytes(32)]);
    const sealed = sealer.seal(secret, purpose);
    const length = 12 + Buffer.byteLength(secret) + 16;

    const opened = Array.from({ length: length * 8 }, (_, bit) => bit).filter((bit) => {
      const forged = altered(sealed, (bytes) => {
        const at = Math.floor(bit / 8);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit % 8)), at);
        return bytes;
      });
      return opens(sealer, forged);
    });

    expect(altered(sealed, (bytes) => bytes)).toBe(sealed);
    expect(altered(sealed, (bytes) => bytes.subarray(0, length))).toBe(sealed);
    expect(opened).toEqual([]);
  });

  test('does not open when it is cut short or made longer', () => {
    const sealer = new Sealer([randomBytes(32)]);
    const sealed = sealer.seal(secret, purpose);
    const { length } = Buffer.from(sealed.split('.')[1] ?? '', 'base64url');

    for (let kept = 0; kept < length; kept += 1) {
      const cut = altered(sealed, (bytes) => bytes.subarray(0, kept));
      expect(() => sealer.open(cut, purpose)).toThrow(refused);
    }
    const longer = altered(sealed, (bytes) => Buffer.concat([bytes, Buffer.alloc(1)]));
    expect(() => sealer.open(longer, purpose)).toThrow(refused);
  });

  test('tells nothing of the text, and is another each time', () => {
    const sealer = new Sealer([randomBytes(32)]);

    const [one, two] = [sealer.seal(secret, purpose), sealer.seal(secret, purpose)];

    expect(one).not.toBe(two);
    expect(Buffer.from(one.split('.')[1] ?? '', 'base64url').includes('whsec_')).toBe(false);
  });

  test.each(['', '.', 'nonsense', 'nonsense.AAAA'])('%j was never sealed', (text) => {
    expect(() => new Sealer([randomBytes(32)]).open(text, purpose)).toThrow(unknown);
  });
});

describe('keys', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];

  test('another key opens nothing, even under the name of the right one', () => {
    const sealed = new Sealer([older]).seal(secret, purpose);
    const other = new Sealer([newer]);
    const [id] = other.seal('', '').split('.');

    expect(() => other.open(sealed, purpose)).toThrow(unknown);
    expect(() => other.open(`${id}.${sealed.split('.')[1]}`, purpose)).toThrow(refused);
  });

  test('an old key opens what it sealed, and the first seals', () => {
    const before = new Sealer([older]);
    const ring = new Sealer([newer, older]);
    const after = new Sealer([newer]);

    expect(ring.open(before.seal(secret, purpose), purpose)).toBe(secret);
    expect(after.open(ring.seal(secret, purpose), purpose)).toBe(secret);
    expect(() => before.open(ring.seal(secret, purpose), purpose)).toThrow(unknown);
  });

  test('derive others, the same each time, one for each use and each first key', () => {
    const derived = new Sealer([older]).derive('one');

    expect(derived).toHaveLength(32);
    expect(new Sealer([older, newer]).derive('one')).toEqual(derived);
    expect(new Sealer([older]).derive('two')).not.toEqual(derived);
    expect(new Sealer([newer]).derive('one')).not.toEqual(derived);
  });

  test('make a fingerprint that is known again under each of them, and under no other', () => {
    const [before, ring] = [new Sealer([older]), new Sealer([newer, older])];
    const fingerprint = before.fingerprint('text', 'one');

    expect(fingerprint).toHaveLength(32);
    expect(ring.isFingerprint(fingerprint, 'text', 'one')).toBe(true);
    expect(ring.fingerprint('text', 'one')).not.toEqual(fingerprint);
    expect(ring.isFingerprint(fingerprint, 'text', 'two')).toBe(false);
    expect(ring.isFingerprint(fingerprint, 'texts', 'one')).toBe(false);
    expect(ring.isFingerprint(fingerprint.subarray(1), 'text', 'one')).toBe(false);
    expect(new Sealer([newer]).isFingerprint(fingerprint, 'text', 'one')).toBe(false);
  });

  test('that are new are 32 bytes, and never the same', () => {
    const [one, two] = [newEncryptionKey(), newEncryptionKey()];

    expect(Buffer.from(one, 'base64')).toHaveLength(32);
    expect(one).not.toBe(two);
  });
});

const opens = (sealer: Sealer, sealed: string): boolean => {
  try {
    sealer.open(sealed, purpose);
    return true;
  } catch {
    return false;
  }
};
