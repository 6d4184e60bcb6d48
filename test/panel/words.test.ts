import { describe, expect, test } from 'vitest';
import { permissions } from '#domain/shared/permissions.ts';
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
});
