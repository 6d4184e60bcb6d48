import { createHash } from 'node:crypto';
import type { LogoReader } from '#application/tenants/ports.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { logoLimits } from '#domain/tenants/seller-look.ts';
import { readPng, writePng } from '#infrastructure/pdf/png-pixels.ts';

/**
 * Reads logos that are PNG. A logo is written anew, of its points alone: nothing else of the file
 * gets into a document, and what sets the pages reads no picture but our own.
 */
export const pngLogoReader: LogoReader = {
  read: (image) => {
    const file = Buffer.from(image, 'base64');
    const pixels = file.length <= logoLimits.bytes ? readPng(file, logoLimits) : undefined;
    const content = pixels && writePng(pixels);
    if (content === undefined || content.length > logoLimits.bytes) {
      throw InvalidValue.because('invalid_logo', refusal);
    }
    return { digest: createHash('sha256').update(content).digest('hex'), content };
  },
};

const refusal =
  `A logo is a PNG without interlacing, in base64: of at most ${logoLimits.bytes} bytes, also ` +
  `once it is packed anew, ${logoLimits.sideMax} points wide or high, and ` +
  `${logoLimits.pointsMax} points in all.`;
