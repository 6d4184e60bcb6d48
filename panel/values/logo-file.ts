import { logoLimits } from '#domain/tenants/seller-look.ts';

/** Why a file cannot be a logo, as far as its first bytes tell; the server reads it whole. */
export type LogoFault = 'no_png' | 'too_many_bytes' | 'too_large' | 'interlaced';

// W3C PNG, 5.2 and 11.2.1: a signature of eight bytes, the length and type of the header, and in it
// the width and the height; its last byte tells of interlacing.
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const [widthAt, heightAt, interlaceAt] = [16, 20, 28];

/** The fault of a file that somebody chose as a logo; undefined where there is none. */
export const logoFault = (file: Uint8Array): LogoFault | undefined => {
  if (file.length <= interlaceAt || signature.some((byte, index) => file[index] !== byte)) {
    return 'no_png';
  }
  if (file.length > logoLimits.bytes) return 'too_many_bytes';
  const header = new DataView(file.buffer, file.byteOffset, file.length);
  const [width, height] = [header.getUint32(widthAt), header.getUint32(heightAt)];
  const { sideMax, pointsMax } = logoLimits;
  if (Math.max(width, height) > sideMax || width * height > pointsMax) return 'too_large';
  return file[interlaceAt] === 0 ? undefined : 'interlaced';
};

/** Bytes in base64 (RFC 4648). */
export const base64Of = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  // A call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += partBytes) {
    parts.push(String.fromCharCode(...bytes.subarray(from, from + partBytes)));
  }
  return btoa(parts.join(''));
};

const partBytes = 8192;
