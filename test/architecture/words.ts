import { globSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';

/** A word that STYLE.md gives up for another. */
export interface WordRule {
  readonly word: string;
  /** Matches the words of a comment or of an identifier: small letters, spaces between. */
  readonly pattern: RegExp;
  readonly instead: string;
  /** Where the word has another meaning that stays. */
  readonly allowedIn?: RegExp;
}

/** A word of the list that a source uses. */
export interface WordFinding {
  readonly word: string;
  readonly place: string;
}

/** Each thing has one name. These had another, or were pictures of it. */
export const wordRules: readonly WordRule[] = [
  { word: 'fence', pattern: /\b(?:un)?fence[sd]?\b/, instead: 'tenant isolation, tenantScoped' },
  { word: 'door', pattern: /\bdoors?\b/, instead: 'port, access, factory' },
  { word: 'wall', pattern: /\bwalls?\b/, instead: 'tenant, isolation' },
  { word: 'entrance', pattern: /\bentrances?\b/, instead: 'authentication' },
  {
    word: 'to found',
    pattern: /\b(?:founds|founded|founding|founders?|found tenant)\b/,
    instead: 'to create',
  },
  { word: 'found as', pattern: /\bfound as\b/, instead: 'search text' },
  { word: 'to erase', pattern: /\beras(?:e[sd]?|ing)\b/, instead: 'to delete' },
  { word: 'to log in', pattern: /\blog(?:s|ged|ging)?[ -]ins?\b/, instead: 'to sign in' },
  { word: 'kept answer', pattern: /\bkept answers?\b/, instead: 'stored response' },
  { word: 'answered', pattern: /\balready answered\b/, instead: 'replayed' },
  { word: 'to keep once', pattern: /\bkeep once\b/, instead: 'to write once' },
  { word: 'refusing', pattern: /^refusing$/, instead: 'mapConstraintErrors' },
  { word: 'ruled', pattern: /\bruled\b/, instead: 'validated by' },
  { word: 'in one write', pattern: /\bin one write\b/, instead: 'pipelined' },
  {
    word: 'equals',
    pattern: /^equals$/,
    instead: 'isEqual',
    // A filter of a meter has a field of this name.
    allowedIn: /\/metering\/|meter\.contract|panel\/\w+\/meter/,
  },
  { word: 'What …', pattern: /^what /, instead: 'a noun, or a verb' },
];

interface Node {
  readonly type?: string;
  readonly value?: unknown;
}

const nodesIn = (tree: unknown): readonly Node[] => {
  if (tree === null || typeof tree !== 'object') return [];
  const within = Object.values(tree).flatMap(nodesIn);
  return Array.isArray(tree) ? within : [tree, ...within];
};

/** `isFoundAs` as `is found as`. */
const wordsOf = (identifier: string): string =>
  identifier
    .replaceAll(/[_$#]+/g, ' ')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toLowerCase();

const identifiersIn = (file: string, text: string): ReadonlySet<string> =>
  new Set(
    nodesIn(parseSync(text, { syntax: 'typescript', tsx: file.endsWith('.tsx') }))
      .filter(({ type }) => type === 'Identifier' || type === 'PrivateName')
      .map(({ value }) => String(value))
      // Those are columns, which keep their names.
      .filter((name) => !/[a-z]_[a-z]/.test(name)),
  );

// A comment has its lines to itself, so sentences that run over several are joined.
const commentsIn = (text: string): readonly string[] => {
  const comments = text.match(/^ *(?:\/\*\*?[^]*?\*\/|\/\/.*(?:\n *\/\/.*)*)/gm) ?? [];
  return comments.map((comment) =>
    comment
      .replaceAll(/^ *(?:\/\*\*?|\*\/|\*|\/\/)|\*\/$/gm, ' ')
      .replaceAll(/`[^`]*`/g, '`')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .toLowerCase(),
  );
};

/** The words of the list that a source uses, in its names or in its comments. */
export const findWords = (file: string, text: string): readonly WordFinding[] => {
  const names = [...identifiersIn(file, text)].map(
    (name) => [wordsOf(name), `${file}: ${name}`] as const,
  );
  const comments = commentsIn(text).map((each) => [each, `${file}: ${each.slice(0, 80)}`] as const);
  return wordRules
    .filter(({ allowedIn }) => allowedIn?.test(file) !== true)
    .flatMap(({ word, pattern }) =>
      [...names, ...comments]
        .filter(([words]) => pattern.test(words))
        .map(([, place]) => ({ word, place })),
    );
};

/** Comments that begin with "What" instead of the thing that they are about. */
export const findWhats = (file: string, text: string): readonly string[] =>
  commentsIn(text)
    .filter((comment) => comment.startsWith('what '))
    .map((comment) => `${file}: ${comment.slice(0, 80)}`);

const root = new URL('../../', import.meta.url).pathname;

/** Sources around the product, whose names are free: tests, scripts, benchmarks and examples. */
export const sourcesAround = (): readonly (readonly [string, string])[] =>
  globSync('{test,scripts,bench,examples}/**/*.{ts,tsx,js,mjs}', {
    cwd: root,
    exclude: ['**/node_modules/**'],
  }).map((file) => [file, readFileSync(`${root}${file}`, 'utf8')] as const);

/** Every source; the names of operations are public, and so are those of frozen migrations. */
export const wordedSources = (): readonly (readonly [string, string])[] =>
  globSync(['src/**/*.ts', 'panel/**/*.{ts,tsx}'], { cwd: root })
    .filter((file) => !/\/migrations\/\d|-docs\.ts$|^panel\/(wire|texts)\//.test(file))
    .map((file) => [file, readFileSync(`${root}${file}`, 'utf8')] as const);
