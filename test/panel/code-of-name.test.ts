import { expect, test } from 'vitest';
import { codeAfter, codeOfName } from '../../panel/values/code-of-name.ts';

test.each([
  ['Team, monthly', 'team-monthly'],
  ['  API (v2) ', 'api-v2'],
  ['Größe – São', 'gro-e-sao'],
  ['名前', ''],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
])('the code of %j is %j', (name, code) => {
  expect(codeOfName(name)).toBe(code);
});

test('a code follows the name until somebody types one', () => {
  expect(codeAfter('', '', 'Team')).toBe('team');
  expect(codeAfter('team', 'Team', 'Team monthly')).toBe('team-monthly');
  expect(codeAfter('tm', 'Team', 'Team monthly')).toBe('tm');
});
