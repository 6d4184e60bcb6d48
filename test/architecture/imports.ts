import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A module as dependency-cruiser sees it, as far as we need it. */
interface SeenModule {
  readonly source: string;
  readonly dependencies: readonly { readonly module: string }[];
}

const quoted = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/.source;
const stringOrComment = new RegExp(
  `(${quoted})|(?<!/)//(?!/\\s*<reference)[^\\n]*|/\\*[^]*?\\*/`,
  'g',
);

/**
 * Modules that are named: in an import, an export, a type, an augmentation. A field that is named
 * 'from' is in quotes.
 */
const specifier =
  /(?<!['"])(?:\bfrom|\bimport|\bdeclare\s+module)\s*\(?\s*(['"`])(?<name>[^'"`$\n]+)\1/g;

/** Code that loads a module without naming it where a parser looks; data of a package is none. */
const loaders = [
  /\b(?<![#.\w])(?:import|require)\s*\(\s*(?!['"])(?!`[^`$]*`)[^)\s]+/g,
  /\bcreateRequire\([^)]*\)(?!\.resolve\(|\(\s*'[^']*package\.json')/g,
  /\bgetBuiltinModule\s*\(/g,
  /\/\/\/\s*<reference\b/g,
  /\bnew URL\([^)]*\bimport\.meta\.url/g,
];

/** Every module that a TypeScript text names or loads, read as text. */
const importsIn = (text: string): readonly string[] => {
  const code = text.replace(stringOrComment, (_, string: string | undefined) => string ?? ' ');
  const named = [...code.matchAll(specifier)].map((match) => match.groups?.['name'] ?? '');
  return [...named, ...loaders.flatMap((loader) => code.match(loader) ?? [])];
};

/** The imports that stand in a source below `root` but were not seen, as `file: specifier`. */
export const unseenImports = async (
  root: string,
  modules: readonly SeenModule[],
): Promise<readonly string[]> => {
  const sources = modules.filter(({ source }) => /^(src|panel)\//.test(source));
  const unseen = await Promise.all(
    sources.map(async ({ source, dependencies }) => {
      const seen = new Set(dependencies.map(({ module }) => module));
      const text = await readFile(join(root, source), 'utf8');
      return importsIn(text)
        .filter((name) => !seen.has(name.replace(/^node:/, '')))
        .map((name) => `${source}: ${name}`);
    }),
  );
  return unseen.flat();
};
