/**
 * What two texts have in common that are the same but for their case and for how their characters
 * are composed (NFC, Unicode Standard Annex 15). For keys that are stored and compared by bytes, so
 * that no database's locale has a say in who is who.
 *
 * - `toLowerCase` asks no locale: `I` is `i` in Turkey too, and `İ` is neither.
 * - Compatible characters stay apart (no NFKC): `ａ` is not `a`. Nobody's mailbox becomes another's
 *   by a look-alike.
 * - NFC comes last again, since lower case can take a character apart.
 */
export const comparisonKey = (text: string): string =>
  text.normalize('NFC').toLowerCase().normalize('NFC');
