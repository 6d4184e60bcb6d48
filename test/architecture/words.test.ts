import { describe, expect, test } from 'vitest';
import { findWhats, findWords, sourcesAround, wordedSources, wordRules } from './words.ts';

/** One violation for each word, in the order of the list. */
const planted: Readonly<Record<string, string>> = {
  fence: 'export const fencedRows = 1;',
  door: 'interface ReadDoor {}',
  wall: '/** The wall around a tenant. */\nexport const x = 1;',
  entrance: 'class Entrance { readonly entrance = 1; }',
  'to found': '// Founds a tenant.\nexport const x = 1;',
  'found as': 'const row = { foundAs: "ada" };',
  'to erase': 'class Rows { eraseAll() {} }',
  'to log in': 'export const logIn = () => 1;',
  'kept answer': '/**\n * Stores the kept\n * answers.\n */\nexport const x = 1;',
  answered: 'class AlreadyAnswered {}',
  'to keep once': 'function keepOnce() {}',
  refusing: 'export const refusing = 1;',
  ruled: 'export const ruledText = 1;',
  'in one write': 'import { inOneWrite } from "x"; inOneWrite();',
  equals: 'class Money { equals() {} }',
  'What …': '/** What is stored. */\nexport const x = 1;',
};

describe('each thing has one name, and a plain one', () => {
  test('in every source', () => {
    const findings = wordedSources().flatMap(([file, text]) => findWords(file, text));

    expect(findings).toEqual([]);
  });

  test('and no comment around the sources begins with "What"', () => {
    const findings = sourcesAround().flatMap(([file, text]) => findWhats(file, text));

    expect(findings).toEqual([]);
    expect(findWhats('planted.ts', planted['What …'] ?? '')).toHaveLength(1);
  });

  test.each(wordRules.map(({ word }) => word))(
    'a planted "%s" is found, and nothing else',
    (word) => {
      const findings = findWords('planted.ts', planted[word] ?? '');

      expect([...new Set(findings.map((finding) => finding.word))]).toEqual([word]);
    },
  );

  test('texts that are public are nobody’s business here', () => {
    const text = "export const operationId = 'logIn'; const sql = `select found_as from erased`;";

    expect(findWords('planted.ts', text)).toEqual([]);
  });

  test('a name in backticks is the name of something else', () => {
    expect(findWords('planted.ts', '/** Maps the column `found_as`. */')).toEqual([]);
  });
});
