import { InvalidValue } from '#domain/shared/errors.ts';

// How a seller's documents look.

/** A color of sRGB, `#rrggbb` in small letters. */
export const colorPattern = '^#[0-9A-Fa-f]{6}$';

export const colorLength = 7;

/** @throws {InvalidValue} `invalid_color` */
export const parseColor = (text: string): string => {
  if (colorForm.test(text)) return text.toLowerCase();
  throw InvalidValue.because('invalid_color', 'A color is # and six hexadecimal digits: #0b7285.');
};

const colorForm = new RegExp(colorPattern);

/** Bounds of a logo: of its file in bytes, given or packed anew, and of the picture in points. */
export const logoLimits = { bytes: 262_144, sideMax: 2000, pointsMax: 500_000 } as const;

/** The length of the largest logo in base64 (RFC 4648). */
export const logoTextMax = Math.ceil(logoLimits.bytes / 3) * 4;

/** The regular form of base64, for documents. */
export const base64Pattern = '^[A-Za-z0-9+/]*={0,2}$';

/**
 * Reads the text of a logo, and knows nothing of the picture in it.
 * @throws {InvalidValue} `invalid_logo`
 */
export const parseLogoText = (text: string): string => {
  if (text.length > 0 && text.length <= logoTextMax && text.length % 4 === 0) {
    if (base64Form.test(text)) return text;
  }
  throw InvalidValue.because(
    'invalid_logo',
    `A logo is a PNG of at most ${logoLimits.bytes} bytes, in base64 (RFC 4648).`,
  );
};

const base64Form = new RegExp(base64Pattern);
