import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Declared } from './declarations.ts';
import { Declarations } from './declarations.ts';

const projectRoot = resolve(import.meta.dirname, '../..');

/** Writes the declarations of the sources below `root`, and answers where they are. */
export const declare = async (root = projectRoot): Promise<string> => {
  const target = await mkdtemp(join(tmpdir(), 'billing-service-declarations-'));
  const compiler = join(projectRoot, 'node_modules/.bin/tsc');
  const options = ['--emitDeclarationOnly', '--sourceMap', 'false', '--outDir', target];
  await promisify(execFile)(compiler, ['-p', join(root, 'tsconfig.build.json'), ...options]);
  return target;
};

/** The entries of the package by its package.json, as far as there are files of them. */
const entriesOf = (root: string): readonly string[] => {
  const manifest = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  const { exports: entries } = JSON.parse(manifest) as {
    readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  const patterns = Object.values(entries).flatMap((entry) =>
    typeof entry === 'string' ? [] : [entry.types.replace('./dist/', '')],
  );
  return globSync(patterns, { cwd: root }).toSorted();
};

/** These are for who writes adapters and tests: a caller of the facade need not know of them. */
const ofAdapters = ['storage.d.ts', 'testing.d.ts'];

// Errors that a caller of the facade meets. Who reads HTTP sees statuses instead.
const throwing = '{domain,application,interfaces/facade}/**/*.d.ts';

/**
 * Names that the entries leave out, as `file: name`: each type and class mentioned by something
 * exported, however deep; and, of the package and its modules, each refusal that a call can throw,
 * as a value, to ask for by `instanceof`. The own tools for types of the facade and the suites are
 * followed, and need no name.
 */
export const leftOut = (root: string): readonly string[] => {
  const declarations = new Declarations(root);
  const exportedBy = (entry: string) => [...declarations.exportsOf(entry).values()];
  const entries = entriesOf(root);
  const exported = entries.flatMap(exportedBy);
  const ofCallers = entries.filter((entry) => !ofAdapters.includes(entry)).flatMap(exportedBy);
  const values = new Set(ofCallers.filter(({ isTypeOnly }) => !isTypeOnly).map(nameOf));
  const named = new Set(exported.map(nameOf));
  const mentioned = closureOf(exported, declarations).filter((each) => {
    const isOwn = ownPlaces.test(each.file) && !isExported(each, declarations);
    return declarations.isType(each) && !isOwn;
  });
  const thrown = thrownBelow(root, declarations);
  const missing = [
    ...mentioned.map(nameOf).filter((name) => !named.has(name)),
    ...thrown.map(nameOf).filter((name) => !values.has(name)),
  ];
  return [...new Set(missing)].toSorted();
};

// Names that the facade, the suites and the lists of all modules spell out for themselves.
const ownPlaces =
  /^(interfaces\/facade\/|testing\/|application\/(billing-use-cases|storage)\.d\.ts$)/;

const nameOf = ({ file, name }: Declared): string => `${file}: ${name}`;

const isExported = ({ file, name }: Declared, declarations: Declarations): boolean =>
  declarations.exportsOf(file).has(name);

const closureOf = (roots: readonly Declared[], declarations: Declarations): readonly Declared[] => {
  const found = new Map(roots.map((each) => [nameOf(each), each]));
  // Entries that are added to a map while it is walked are walked too.
  for (const each of found.values()) {
    for (const mention of declarations.mentionedBy(each)) {
      if (!found.has(nameOf(mention))) found.set(nameOf(mention), mention);
    }
  }
  return [...found.values()];
};

/** Every refusal (`DomainError`) there is, and every class of ours that a `@throws` names. */
const thrownBelow = (root: string, declarations: Declarations): readonly Declared[] => {
  const files = globSync(throwing, { cwd: root });
  const classes = files.flatMap((file) => declarations.classesOf(file));
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  const documented = new Set(
    [...texts.matchAll(/@throws \{([^}]*)\}/g)].flatMap(([, names = '']) =>
      names.split(/\s*\|\s*/),
    ),
  );
  return classes.filter((each) => documented.has(each.name) || isRefusal(each, declarations));
};

const isRefusal = (given: Declared, declarations: Declarations): boolean => {
  if (given.name === 'DomainError') return true;
  const parent = declarations.parentOf(given);
  return parent !== undefined && isRefusal(parent, declarations);
};
