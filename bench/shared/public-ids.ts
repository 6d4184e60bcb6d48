import { randomBytes } from 'node:crypto';

// The product's ids (`cus_` and a UUID in Crockford's base32), for the two that are compared to it.

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const valueOf = new Uint8Array(128);
for (let value = 0; value < alphabet.length; value += 1) {
  valueOf[alphabet.charCodeAt(value)] = value;
}

/** `cus_01m83ebrp2eww9q2pn3f09b908` of a UUID with dashes. */
export const publicId = (prefix: string, uuid: string): string => {
  let text = '';
  let bits = 0;
  let width = 2;
  for (let at = 0; at < uuid.length; at += 1) {
    const code = uuid.charCodeAt(at);
    if (code === 45) continue;
    bits = (bits << 4) | (code <= 57 ? code - 48 : (code | 32) - 87);
    width += 4;
    if (width < 5) continue;
    width -= 5;
    text += alphabet.charAt((bits >> width) & 31);
    bits &= (1 << width) - 1;
  }
  return `${prefix}_${text}`;
};

const shape = /^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** The UUID within an id; undefined when it is no id with this prefix. */
export const uuidIn = (prefix: string, id: string): string | undefined => {
  if (!id.startsWith(`${prefix}_`) || !shape.test(id)) return undefined;
  let hex = '';
  let bits = 0;
  let width = -2;
  for (let at = id.length - 26; at < id.length; at += 1) {
    bits = (bits << 5) | (valueOf[id.charCodeAt(at)] ?? 0);
    width += 5;
    while (width >= 4) {
      width -= 4;
      hex += ((bits >> width) & 15).toString(16);
      bits &= (1 << width) - 1;
    }
  }
  return dashed(hex);
};

/** A UUIDv7 (RFC 9562) of this moment. */
export const newUuid = (): string => {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = randomBytes(10).toString('hex');
  return dashed(`${time}7${random.slice(0, 3)}8${random.slice(3, 18)}`);
};

const dashed = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  );
