/**
 * The common key of texts that differ only in case and in how their characters are composed (NFC,
 * Unicode Standard Annex 15). Keys are stored and compared by bytes, so no locale of a database
 * decides which texts are the same.
 *
 * - `toLowerCase` asks no locale: `I` is `i` in Turkey too, and `İ` is neither.
 * - Compatible characters stay apart (no NFKC): `ａ` is not `a`. Nobody's mailbox becomes another's
 *   by a look-alike.
 * - NFC comes last again, since lower case can take a character apart.
 */
export const comparisonKey = (text: string): string =>
  text.normalize('NFC').toLowerCase().normalize('NFC');
