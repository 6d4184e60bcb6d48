import { parseText } from '#domain/shared/text.ts';

export const taxIdLengthMax = 50;

/** @throws {InvalidValue} as `parseText`. */
export const parseTaxId = (text: string): string => parseText(text, taxIdLengthMax);
