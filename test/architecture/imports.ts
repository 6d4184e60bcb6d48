import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a module looks like to dependency-cruiser, as far as we need it. */
interface SeenModule {
  readonly source: string;
  readonly dependencies: readonly { readonly module: string }[];
}

const comment = /^\s*(\/\/|\/\*|\*)/;
const specifier = /(?:\bfrom|\bimport)\s*\(?\s*(['"`])(?<name>[^'"`\n]+)\1/g;

/** Every module that a TypeScript text names in an import, an export or a type, read as text. */
const importsIn = (text: string): readonly string[] => {
  const code = text
    .split('\n')
    .filter((line) => !comment.test(line))
    .join('\n');
  return [...code.matchAll(specifier)].map((match) => match.groups?.['name'] ?? '');
};

/** The imports that stand in a source below `root` but were not seen, as `file: specifier`. */
export const unseenImports = async (
  root: string,
  modules: readonly SeenModule[],
): Promise<readonly string[]> => {
  const sources = modules.filter(({ source }) => source.startsWith('src/'));
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
