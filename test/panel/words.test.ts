import { describe, expect, test } from 'vitest';
import { passwordLength } from '#domain/identity/password.ts';
import { permissions } from '#domain/shared/permissions.ts';
import { account } from '../../panel/texts/account.ts';
import { languages } from '../../panel/texts/bilingual.ts';
import { rights } from '../../panel/texts/rights.ts';

// The form of an API key shows the areas of all permissions; one without words shows its code.
const areas = [
  ...new Set(
    permissions
      .filter((permission) => permission !== 'self:read' && permission !== 'account:manage')
      .map((permission) => permission.split(':')[0] ?? ''),
  ),
];

describe('the words of the panel', () => {
  test.each(languages)('name the areas of all permissions in %s', (language) => {
    const named = Object.keys(rights[language].areas);

    expect(areas.filter((area) => !named.includes(area))).toEqual([]);
  });

  test.each(languages)('say in %s how long a password has to be', (language) => {
    const numbers = account[language].passwordHint.match(/\d+/gu);

    expect(numbers).toEqual([String(passwordLength.min)]);
  });
});
