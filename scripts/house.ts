import { globSync, readFileSync } from 'node:fs';
import process from 'node:process';

// Prints the size of each module: its files in `src` and their lines that are not blank.

/** A module is known by its folder, or in a folder of several by how its files are called. */
const folders = globSync('src/domain/*/')
  .map((path) => path.replace(/^src\/domain\/|\/$/g, ''))
  .filter((name) => name !== 'shared')
  .toSorted();

const several: Readonly<Record<string, readonly string[]>> = {
  catalog: ['product', 'plan'],
  identity: ['user', 'invitation', 'api-key', 'session'],
  webhooks: ['endpoint', 'deliver'],
};

interface Cost {
  readonly module: string;
  readonly files: number;
  readonly lines: number;
}

const linesOf = (path: string): number =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '').length;

const costOf = (module: string, files: readonly string[]): Cost => ({
  module,
  files: files.length,
  lines: files.reduce((sum, path) => sum + linesOf(path), 0),
});

const own = (folder: string): readonly string[] =>
  globSync([`src/*/${folder}/*.ts`, `src/*/*/${folder}/*.ts`]).toSorted();

const costs = folders.flatMap((folder) => {
  const files = own(folder);
  const parts = (several[folder] ?? []).map((part) => {
    const named = files.filter((path) => path.split('/').at(-1)?.includes(part) === true);
    return costOf(`  ${folder}: ${part}…`, named);
  });
  return [costOf(folder, files), ...parts];
});

for (const { module, files, lines } of costs) {
  process.stdout.write(
    `${module.padEnd(26)}${String(files).padStart(4)} files${String(lines).padStart(7)} lines\n`,
  );
}
