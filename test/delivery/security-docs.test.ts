import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const documents = ['docs/security/threat-model.md', 'docs/security/asvs.md'];

const paths =
  /`((?:src|test|docs|\.github)\/[^`\s]+|[\w.-]+\.(?:json|yml)|\.[a-z][\w.]+|Dockerfile)`/g;
// `test/path/file.test.ts` › "a name"; "another name", over the ends of lines too.
const references = /`((?:test|src)\/[^`\s]+\.(?:test|contract)\.ts)` › ("[^"]+"(?:; "[^"]+")*)/g;

const flowing = (text: string): string => text.replaceAll(/\s+/g, ' ');
const isText = (name: string, text: string): boolean =>
  ["'", '"', '`'].some((quote) => text.includes(`${quote}${name}${quote}`));

/** Names in a document of things that there are not. */
const faultsIn = (document: string): readonly string[] => {
  const text = flowing(document);
  const missing = [...text.matchAll(paths)]
    .map(([, path = '']) => path)
    .filter((path) => !existsSync(new URL(path, root)));
  const unproved = [...text.matchAll(references)].flatMap(([, path = '', quoted = '']) =>
    missing.includes(path)
      ? []
      : [...quoted.matchAll(/"([^"]+)"/g)]
          .map(([, name = '']) => name)
          .filter((name) => !isText(name, read(path)))
          .map((name) => `${path} › ${name}`),
  );
  // A name that stands behind no path would be checked by nobody.
  const malformed = [...text.replaceAll(references, '').matchAll(/›.{0,30}/g)].map(String);
  return [...missing, ...unproved, ...malformed];
};

describe.each(documents)('%s', (path) => {
  test('names only files and tests that there are', () => {
    expect(faultsIn(read(path))).toEqual([]);
  });

  test('names tests at all', () => {
    expect([...flowing(read(path)).matchAll(references)].length).toBeGreaterThan(30);
  });
});

test('what is not there is found', () => {
  const planted = `It holds (\`src/nothing.ts\`): \`test/delivery/delivery.test.ts\` ›
    "has the defaults that count"; "has what it has not", \`test/nothing.test.ts\` › "nothing",
    and alone › "a name".`;

  expect(faultsIn(planted)).toEqual([
    'src/nothing.ts',
    'test/nothing.test.ts',
    'test/delivery/delivery.test.ts › has what it has not',
    '› "a name".',
  ]);
});

// How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has: in every section they
// come first. Of chapters 5, 10 and 17 none applies.
const sections = `
  1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3
  4.2:1 4.3:2 4.4:4 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2
  7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3
  12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1
  16.2:5 16.3:4 16.4:3 16.5:3
`;

describe('the table of ASVS requirements', () => {
  const idsIn = (text: string): readonly string[] =>
    [...text.matchAll(/v5\.0\.0-(\d+\.\d+\.\d+)/g)].map(([, id = '']) => id);
  const rows = read('docs/security/asvs.md')
    .split('\n')
    .filter((line) => line.startsWith('| v5.0.0-'))
    .map((line) => line.split(' | '))
    .map(([ids = '', level = '', , state = '', how = '']) => ({
      ids: idsIn(ids),
      level,
      state,
      how,
    }));

  test('has each of levels 1 and 2 once', () => {
    const all = [...sections.matchAll(/([\d.]+):(\d+)/g)].flatMap(([, section, count]) =>
      Array.from({ length: Number(count) }, (_, index) => `${section}.${index + 1}`),
    );

    expect(rows.flatMap(({ ids }) => ids).toSorted()).toEqual(all.toSorted());
  });

  test('says of each how it stands, and of each that is met by what', () => {
    const states = new Set(rows.map(({ state }) => state));
    const bare = rows.filter(({ state, how }) => state === 'yes' && !how.includes('`'));

    expect([...states].toSorted()).toEqual(['gap', 'n/a', 'part', 'site', 'yes']);
    expect(bare.flatMap(({ ids }) => ids)).toEqual([]);
  });

  test('tells on top what is not met at level 1', () => {
    const told = /^Not met at level 1: (.*)$/m.exec(read('docs/security/asvs.md'))?.[1] ?? '';
    const gaps = rows.filter(({ level, state }) => level === '1' && state === 'gap');

    expect(idsIn(told)).toEqual(gaps.flatMap(({ ids }) => ids));
  });
});
