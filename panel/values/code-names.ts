// Names of codes in the language of the reader. A browser that has none shows the code.

/** The name of a country of ISO 3166-1: `Austria` of `AT`. */
export const countryName = (code: string, language: string): string =>
  nameOf('region', code, language);

/** The name of a language tag: `French (Switzerland)` of `fr-CH`. */
export const languageName = (tag: string, language: string): string =>
  nameOf('language', tag, language);

/** The name of a currency of ISO 4217: `Swiss Franc` of `CHF`. */
export const currencyName = (code: string, language: string): string =>
  nameOf('currency', code, language);

const nameOf = (
  type: 'region' | 'language' | 'currency',
  code: string,
  language: string,
): string => {
  try {
    return new Intl.DisplayNames(language, { type, fallback: 'code' }).of(code) ?? code;
  } catch {
    // A tag that is well formed for us may be none for the browser.
    return code;
  }
};
