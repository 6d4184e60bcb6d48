import { basename } from 'node:path';

/** A TypeScript file of ours, by its path from the root of the project. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One limit: what it asks for, and what in a file goes beyond it. */
export interface Limit {
  readonly name: string;
  readonly faults: (file: SourceFile) => readonly string[];
}

const linesMax = 300;
const columnsMax = 100;

/** Files that may be longer, and why. */
const mayBeLong: readonly RegExp[] = [
  // A migration is history: written once, by hand, never rewritten to be shorter.
  /^src\/infrastructure\/typeorm\/migrations\//,
  // ISO 4217 has as many lines as the world has currencies.
  /^src\/domain\/shared\/(currency|currencies|iso-4217)\.ts$/,
];

/** The package's faces, which re-export because that is what they are for. */
const mayReExport = [
  'src/index.ts',
  'src/storage.ts',
  'src/testing.ts',
  // Lists that are read whole, by what is made of all modules: nobody imports one name of them.
  'src/application/modules.ts',
  'src/infrastructure/memory/modules.ts',
  'src/infrastructure/typeorm/modules.ts',
  'src/interfaces/http/modules.ts',
];

/** The names that the package has of one module, as `billing-service/<module>`. */
const exportsFile = /^src\/application\/[a-z-]+\/exports\.ts$/;

const fileName = /^[a-z0-9]+(-[a-z0-9]+)*(\.(table|controller|contract|property|test|d))*\.tsx?$/;

// Words that say nothing of billing. `ServiceUnavailable` is the name of HTTP 503 (RFC 9110).
const emptyWords = ['Service', 'Manager', 'Helper', 'Util', 'Utils', 'Impl', 'Dto', 'DTO', 'Base'];
const namesByStandard = ['ServiceUnavailable'];

const lines = (text: string): readonly string[] => text.split('\n');

// An import of one name cannot be broken, and the formatter leaves it alone.
const unbreakable = /^(import|export) .* from '[^']+';$/;

const silencer = /^\s*(\/\/|\/\*).*(oxlint-disable|biome-ignore|@ts-(ignore|expect-error|nocheck))/;
const mock = /^[^'"`/]*\bvi\.(mock|doMock|fn|spyOn)\(/gm;
const wish = /^\s*(test|it|describe)(\.\w+)*\((\[.*\]\)\()?\s*['"`][^'"`]*\bshould\b/gm;

const isTest = ({ path }: SourceFile): boolean => path.startsWith('test/');

// Characters, not UTF-16 units: a sign beyond the basic plane is one column.
const columns = (line: string): number => Array.from(line).length;

const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map((match) => match[0].trim());

/** The text without comments that have a line to themselves; nearly all of ours do. */
const withoutComments = (text: string): string =>
  text.replaceAll(/^\s*\/\*[\s\S]*?\*\/\s*$/gm, '').replaceAll(/^\s*\/\/.*$/gm, '');

const declared = 'const|let|class|function\\*?|interface|type|enum';
const declaration = new RegExp(
  `^export (?:declare )?(?:abstract )?(?:async )?(?:${declared}) (?<name>\\w+)`,
);

/** Every name that a file exports by declaring it or by a list. */
const exportedNames = (text: string): readonly string[] => [
  ...lines(text).flatMap((line) => declaration.exec(line)?.groups?.['name'] ?? []),
  ...[...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap((match) =>
    (match[1] ?? '')
      .split(',')
      .map((item) => /(\w+)\s*$/.exec(item)?.[1] ?? '')
      .filter((name) => name !== ''),
  ),
];

const words = (name: string): readonly string[] =>
  name.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_/);

const saysNothing = (name: string): boolean =>
  !namesByStandard.some((phrase) => name.includes(phrase)) &&
  words(name).some((word) => emptyWords.includes(word.charAt(0).toUpperCase() + word.slice(1)));

const statement = /^export\s+(type\s+)?(\*|\{)[^;]*\bfrom\s/;

const isBarrel = (text: string): boolean => {
  const statements = withoutComments(text)
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return statements.length > 0 && statements.every((part) => statement.test(part));
};

// A migration is text: run years later it does what it did at first, whatever the code has become.
const aMigration = /^src\/infrastructure\/typeorm\/migrations\/(?!index\.ts$)/;
const migrationImport = /^import type \{[^}]*\} from 'typeorm';$/;
const reachesOut = /\b(import|require|getBuiltinModule)\b|\bfrom '/;

// Rules change, and what was stored under others stays usable: a store never asks them.
const aStore = /^src\/infrastructure\/(typeorm|memory)\//;
const judges =
  /^import [^;]*\bparse[A-Z]\w*[^;]*\bfrom '#domain\/|\b(Interval\.every|Trial\.ofDays)\(/gm;

/** Every limit. Each has a planted fault in limits.test.ts. */
export const limits: readonly Limit[] = [
  {
    name: `a file has at most ${linesMax} lines`,
    faults: ({ path, text }) => {
      const count = lines(text).length - (text.endsWith('\n') ? 1 : 0);
      const allowed = count <= linesMax || mayBeLong.some((pattern) => pattern.test(path));
      return allowed ? [] : [`${count} lines`];
    },
  },
  {
    name: `a line has at most ${columnsMax} columns`,
    faults: ({ text }) =>
      lines(text).flatMap((line, index) =>
        columns(line) > columnsMax && !unbreakable.test(line) ? [`line ${index + 1}`] : [],
      ),
  },
  {
    name: 'a file is kebab-case, with a suffix that we know',
    faults: ({ path }) => (fileName.test(basename(path)) ? [] : [basename(path)]),
  },
  {
    name: 'exports have names',
    faults: ({ text }) => matches(text, /^export default\b|^export \{[^}]*\bas default\b/gm),
  },
  {
    name: 'no file only passes on what others export',
    faults: ({ path, text }) =>
      isBarrel(text) && !mayReExport.includes(path) && !exportsFile.test(path)
        ? ['nothing but re-exports']
        : [],
  },
  {
    name: 'exported names say what a thing is in billing',
    faults: ({ text }) => exportedNames(text).filter(saysNothing),
  },
  {
    name: 'an interface has no I in front',
    faults: ({ text }) => exportedNames(text).filter((name) => /^I[A-Z][a-z]/.test(name)),
  },
  {
    name: 'a migration imports nothing but types of TypeORM',
    faults: ({ path, text }) =>
      aMigration.test(path)
        ? lines(withoutComments(text)).filter(
            (line) => reachesOut.test(line) && !migrationImport.test(line),
          )
        : [],
  },
  {
    name: 'a store does not judge what it loads',
    faults: ({ path, text }) => (aStore.test(path) ? matches(text, judges) : []),
  },
  {
    name: 'work to be done is an issue, not a comment',
    // In pieces, so that this file keeps its own rule.
    faults: ({ text }) =>
      matches(text, new RegExp(['\\bTO', 'DO\\b|\\bFIX', 'ME\\b'].join(''), 'g')),
  },
  {
    name: 'a rule is silenced only with a reason',
    faults: ({ text }) =>
      lines(text).filter((line) => silencer.test(line) && !/ -- \S|: \S/.test(line)),
  },
  {
    name: 'tests use no mocks',
    faults: (file) => (isTest(file) ? matches(file.text, mock) : []),
  },
  {
    name: 'a test states a fact',
    faults: (file) => (isTest(file) ? matches(file.text, wish) : []),
  },
];

const named = String.raw`^(?:export )?(?:abstract )?class (?<name>\w+)(?:<[^{]*?>)?`;
const anonymous = String.raw`^[^'"\`\n]*[=(,]\s*class(?: \w+)?`;
const inheritance = new RegExp(
  String.raw`${named} extends (?<parent>[\w.]+)|${anonymous} extends (?<other>[\w.]+)`,
  'gm',
);

/** Classes that extend what is in the end no error: `path: Child extends Parent`. */
export const inheritanceBeyondErrors = (files: readonly SourceFile[]): readonly string[] => {
  const pairs = files.flatMap(({ path, text }) =>
    [...text.matchAll(inheritance)].map(({ groups }) => ({
      path,
      child: groups?.['name'] ?? '(anonymous)',
      parent: groups?.['parent'] ?? groups?.['other'] ?? '',
    })),
  );
  const parents = new Map(pairs.map(({ child, parent }) => [child, parent]));
  const isError = (name: string, generations = 0): boolean => {
    // `refusal` gives a class of refusals.
    if (name === 'refusal' || /(^|\.)([A-Z]\w*)?Error$/.test(name)) return true;
    const parent = parents.get(name);
    return parent !== undefined && generations < 10 && isError(parent, generations + 1);
  };
  return pairs
    .filter(({ parent }) => !isError(parent))
    .map(({ path, child, parent }) => `${path}: ${child} extends ${parent}`);
};
