import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/** A small source tree that breaks one rule. Imports are the whole of it: nothing here is run. */
export interface PlantedTree {
  /** The file that the rule must name. */
  readonly culprit: string;
  readonly files: Readonly<Record<string, string>>;
}

const anything = 'export type Anything = string;\n';

/** A culprit that says one thing, beside the files that it speaks of. */
export const plant = (
  culprit: string,
  says: string,
  ...others: readonly string[]
): PlantedTree => ({
  culprit,
  files: {
    [culprit]: `${says}\n`,
    ...Object.fromEntries(others.map((path) => [path, anything])),
  },
});

const projectRoot = resolve(import.meta.dirname, '../..');
const borrowed = ['package.json', 'tsconfig.json', '.oxlintrc.json'];

/**
 * Writes the files as a project of its own, under our settings and with our packages, and answers
 * where. It is gone when the test ends.
 */
export const plantTree = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'planted-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const path of borrowed) await cp(join(projectRoot, path), join(root, path));
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
};
