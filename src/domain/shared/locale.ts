import { InvalidValue } from '#domain/shared/errors.ts';

declare const brand: unique symbol;

/** A language, perhaps with a script and a region, by a tag of RFC 5646: `de`, `de-AT`. */
export type Locale = string & { readonly [brand]: 'Locale' };

/** The longest text that documents allow; no locale is as long. */
export const localeLengthMax = 15;

/** The regular form of a locale in any case, for documents. */
export const localePattern = '^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$';

/**
 * Reads a tag in any case, and gives it in its usual one. Variants and extensions are refused, as
 * nothing here could tell them apart.
 * @throws {InvalidValue} `invalid_locale`
 */
export const parseLocale = (text: string): Locale => {
  if (!localeForm.test(text)) {
    throw InvalidValue.because(
      'invalid_locale',
      'A locale is a language, perhaps with a script and a region: de, de-AT or zh-Hant-TW.',
    );
  }
  const subtags = text.toLowerCase().split('-');
  return subtags.map((tag, place) => (place === 0 ? tag : inUsualCase(tag))).join('-') as Locale;
};

const localeForm = new RegExp(localePattern);

// RFC 5646, 2.1.1: scripts begin with a capital letter, regions are capitals.
const inUsualCase = (subtag: string): string =>
  subtag.length === 4
    ? `${subtag.charAt(0).toUpperCase()}${subtag.slice(1)}`
    : subtag.toUpperCase();

/** The language of a locale: ISO 639, in small letters. */
export const languageSubtagOf = (locale: Locale): string => locale.split('-')[0] ?? locale;
