import { expect, test } from 'vitest';
import { suggestedCurrency, suggestedTimeZone } from '../../panel/values/tenant-start.ts';

test.each([
  [['de-AT'], 'EUR'],
  [['de', 'de-CH'], 'CHF'],
  [['en-US', 'fr-FR'], 'USD'],
  [['fr-FR', 'en-US'], 'EUR'],
  [['not a tag', 'en-GB'], 'GBP'],
  [[], 'EUR'],
])('languages %j suggest %s', (languages, currency) => {
  expect(suggestedCurrency(languages)).toBe(currency);
});

test('the time zone is one that the form offers', () => {
  expect([...Intl.supportedValuesOf('timeZone'), 'UTC']).toContain(suggestedTimeZone());
});
