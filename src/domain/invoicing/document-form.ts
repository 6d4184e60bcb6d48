import type { Address } from '#domain/shared/address.ts';
import type { Locale } from '#domain/shared/locale.ts';
import { languageSubtagOf } from '#domain/shared/locale.ts';

/** The papers that a document is printed on. */
export const papers = ['a4', 'letter'] as const;
export type Paper = (typeof papers)[number];

/** The languages of a document's labels (ISO 639-1). */
export const documentLanguages = ['en', 'de', 'fr', 'es'] as const;
export type DocumentLanguage = (typeof documentLanguages)[number];

const countriesOf: Readonly<Record<Exclude<DocumentLanguage, 'en'>, readonly string[]>> = {
  de: ['AT', 'DE', 'LI'],
  fr: ['FR', 'MC'],
  es: ['AR', 'CL', 'CO', 'CR', 'DO', 'EC', 'ES', 'GT', 'HN', 'MX', 'NI', 'PA', 'PE', 'PY', 'SV'],
};

/**
 * The language where nobody chose one: the buyer's; that of the seller's country where the buyer
 * has none, or one without labels; else English.
 */
export const languageOf = (
  locale: Locale | null,
  address: Pick<Address, 'country'> | null,
): DocumentLanguage => {
  const ofBuyer = locale && languageSubtagOf(locale);
  return (
    documentLanguages.find((language) => language === ofBuyer) ??
    documentLanguages.find(
      (language) => language !== 'en' && countriesOf[language].includes(address?.country ?? ''),
    ) ??
    'en'
  );
};

/** The paper where nobody chose one: Letter for sellers in the USA and Canada, else A4. */
export const paperOf = (address: Pick<Address, 'country'> | null): Paper =>
  address !== null && ['US', 'CA'].includes(address.country) ? 'letter' : 'a4';
