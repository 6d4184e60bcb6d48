import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { passwordLength } from '#domain/identity/password.ts';
import { permissions } from '#domain/shared/permissions.ts';
import { account } from '../../panel/texts/account.ts';
import { languages } from '../../panel/texts/bilingual.ts';
import { rights } from '../../panel/texts/rights.ts';
import { projectRoot } from '../architecture/cruise.ts';

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

// The catalogue itself needs a browser: its parts are read one by one.
const catalogue = readFileSync(join(projectRoot, 'panel/texts/catalogue.ts'), 'utf8');
// States are said by the codes of the server.
const parts = [...catalogue.matchAll(/^ {2}(?<part>\w+): \w+\[language\],$/gmu)]
  .map(({ groups }) => groups?.['part'] ?? '')
  .filter((part) => part !== 'statuses');

describe('each text of the catalogue', () => {
  const code = globSync('panel/**/*.{ts,tsx}', { cwd: projectRoot })
    .filter((path) => !path.includes('/texts/') && !path.includes('/wire/'))
    .map((path) => readFileSync(join(projectRoot, path), 'utf8'))
    .join('\n');

  test.each(parts)(
    'of %s stands on a page: the start of the panel loads none in vain',
    async (part) => {
      const file = new RegExp(`import \\{ ${part} \\} from './(?<file>[\\w-]+).ts'`, 'u').exec(
        catalogue,
      );
      const module = await import(`../../panel/texts/${file?.groups?.['file']}.ts`);

      const names = Object.keys(module[part].en);

      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !isRead(code, part, name))).toEqual([]);
    },
  );
});

/** Whether code reads a text: by its name, taken out of its part, or by a name that it chooses. */
const isRead = (code: string, part: string, name: string): boolean =>
  [
    `\\b${part}\\??\\.${name}\\b`,
    `\\{[^{}]*\\b${name}\\b[^{}]*\\} = [^;]*\\b${part}\\b`,
    `'${name}'`,
  ].some((pattern) => new RegExp(pattern, 'u').test(code));
