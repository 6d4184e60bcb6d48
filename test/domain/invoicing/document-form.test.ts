import { describe, expect, test } from 'vitest';
import { languageOf, paperOf } from '#domain/invoicing/document-form.ts';
import { parseLocale } from '#domain/shared/locale.ts';

describe('an invoice of which nobody says how it is printed', () => {
  test.each([
    ['de-AT', 'US', 'de'],
    ['es-419', 'DE', 'es'],
    ['EN-gb', 'FR', 'en'],
    ['nl', 'FR', 'fr'],
    ['nl-BE', 'US', 'en'],
    [null, 'LI', 'de'],
    [null, 'MX', 'es'],
    [null, 'BE', 'en'],
    ['pl', null, 'en'],
    [null, null, 'en'],
  ])('of a buyer with %j and a seller in %j is in %j', (locale, country, language) => {
    const address = country === null ? null : { country };

    expect(languageOf(locale === null ? null : parseLocale(locale), address)).toBe(language);
  });

  test('is on the paper of the country of its seller', () => {
    const papers = ['US', 'CA', 'AT'].map((country) => paperOf({ country }));

    expect([...papers, paperOf(null)]).toEqual(['letter', 'letter', 'a4', 'a4']);
  });
});
