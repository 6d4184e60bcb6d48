import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

// Each scenario of other engines is played by a test whose title names it, or docs/conformance.md
// says what is missing.

const root = resolve(import.meta.dirname, '../..');

const scenarios = [
  'L01 L03 L04b L05 L07 L12 L14a L15b L16 L18 L19 L26 L28 L29 L30 L31 L32 L33 L34 L35 L39 L40d',
  'L41 L42 L43 L44 L48 L49c L52 L53 L54 L55 L57 L58 L61 L62 L64 L65 L66 L67',
  'K01 K02 K03 K04 K05b K06 K08 K09 K10 K11 K12 K16 K18 K19 K20 K21',
  'P02 P03 P06 O02 O05 O06 O07 F03 F04 F07 M01 M04 D02 D04 D06 D07 D11',
].flatMap((line) => line.split(' '));

// The days of periods alone are not what a scenario comes to.
const amountsInDays = new Set(['L18', 'F04', 'D02']);

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b[LKPOFMD]\d\d[a-d]?\b/g)].map(([name]) => name);

/** The names in a file of tests, but for its comments. */
const playedIn = (file: string): readonly string[] => {
  const lines = readFileSync(join(import.meta.dirname, file), 'utf8').split('\n');
  return namesIn(lines.filter((line) => !line.trimStart().startsWith('//')).join('\n'));
};

const files = globSync('*.test.ts', { cwd: import.meta.dirname }).filter(
  (file) => file !== 'every-scenario.test.ts',
);
const played = new Set(
  files.flatMap((file) =>
    playedIn(file).filter((name) => file !== 'periods.test.ts' || amountsInDays.has(name)),
  ),
);
const named = new Set(files.flatMap(playedIn));

const [, section = ''] =
  /## Scenarios by name\n([^]*?)\n## /.exec(
    readFileSync(join(root, 'docs/conformance.md'), 'utf8'),
  ) ?? [];
const missing = [...section.matchAll(/^\| ([A-Z]\d\d[a-d]?) [^|]+ \| [^|]+ \|$/gm)].map(
  ([, name = '']) => name,
);

describe('the scenarios of other engines', () => {
  test.each(scenarios)('%s is played, or what is missing is told', (name) => {
    expect(played.has(name) || missing.includes(name)).toBe(true);
  });

  test('are told once each, where something is missing, and no others', () => {
    expect(missing.length).toBeGreaterThan(0);
    expect(new Set(missing).size).toBe(missing.length);
    expect(missing.filter((name) => !scenarios.includes(name))).toEqual([]);
  });

  test('are those that the titles name', () => {
    expect([...named].filter((name) => !scenarios.includes(name))).toEqual([]);
  });
});
