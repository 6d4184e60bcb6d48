import { createHash } from 'node:crypto';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the migrations lie, and beside them their checksums, as `sha256sum` writes them. */
export const migrationsFolder = 'src/infrastructure/typeorm/migrations';
const checksums = `${migrationsFolder}/checksums.txt`;

/**
 * Faults of the migrations of this project, and what to do about them. A database that has
 * run a migration never runs it again, so a change of its file reaches new databases only, and
 * from then on two installations of one release differ.
 */
export const faultsOfMigrations = (root: string): readonly string[] => {
  const folder = join(root, migrationsFolder);
  const files = readdirSync(folder).filter((file) => /^\d.*\.ts$/.test(file));
  const recorded = [
    ...readFileSync(join(root, checksums), 'utf8').split(/\r?\n/).filter(Boolean),
    ...recordedByModules(root),
  ];
  const known = new Map<string, string>();
  const faults: string[] = [];
  for (const line of recorded) {
    const [, checksum, file] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
    if (checksum === undefined || file === undefined) faults.push(unreadable(line));
    else if (known.has(file)) faults.push(`${file} has two lines in ${checksums}: keep the first.`);
    else known.set(file, checksum);
  }
  for (const file of new Set([...known.keys(), ...files].toSorted())) {
    const actual = files.includes(file) ? checksumOf(join(folder, file)) : undefined;
    const expected = known.get(file);
    if (actual === undefined) faults.push(removed(file));
    else if (expected === undefined) faults.push(unrecorded(file, actual));
    else if (expected !== actual) faults.push(changed(file, actual));
  }
  return faults;
};

/** Those of the tables of resources, whose fixtures hold them, in the form of the others. */
const recordedByModules = (root: string): readonly string[] =>
  globSync('test/modules/*.ts', { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const entries = text.matchAll(/'(\d{13}-[a-z0-9-]+\.ts)':\s*'([0-9a-f]{64})'/g);
    return [...entries].map(([, name, checksum]) => `${checksum}  ${name}`);
  });

// Git on Windows may have given the lines other ends.
const checksumOf = (path: string): string =>
  createHash('sha256').update(readFileSync(path, 'utf8').replaceAll('\r\n', '\n')).digest('hex');

const unreadable = (line: string): string =>
  `${checksums} has a line that is no checksum: "${line}". A line is the SHA-256 in hexadecimal, ` +
  'two spaces, and the name of the file.';

const unrecorded = (file: string, actual: string): string =>
  `${file} has no checksum. When it does what it should, add this line to ${checksums}:\n` +
  `${actual}  ${file}`;

const changed = (file: string, actual: string): string =>
  `${file} was changed, and it is frozen: a database that has run it never runs it again. Take ` +
  `the change back (git checkout main -- ${migrationsFolder}/${file}) and write what you want as ` +
  'a migration of its own: npm run migration:create -- <name>. Only when the file is not on main ' +
  `yet, replace its line in ${checksums} by:\n${actual}  ${file}`;

const removed = (file: string): string =>
  `${file} is gone, and it is frozen: databases have run it. Bring it back (git checkout main -- ` +
  `${migrationsFolder}/${file}). Only when the file was never on main, remove its line from ` +
  `${checksums}.`;
