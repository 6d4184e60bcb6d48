import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

// All that goes into a build: its own sources, what it imports of ours, and what it is built with.
const directories = ['panel', 'src/domain'];
const files = ['package.json', 'package-lock.json', 'tsconfig.json'];

/** A name for the sources of the panel as they are now: another one where any of them differs. */
export const hashOfPanelSources = async (root: string): Promise<string> => {
  const found = await Promise.all(directories.map((name) => filesBelow(join(root, name))));
  const hash = createHash('sha256');
  for (const path of [...found.flat(), ...files.map((name) => join(root, name))].toSorted()) {
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined)
      hash.update(`${relative(root, path)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
};

const filesBelow = async (directory: string): Promise<readonly string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
};
