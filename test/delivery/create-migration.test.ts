import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMigration } from '../../scripts/create-migration.ts';

// In a copy of the project's sources.

const root = resolve(import.meta.dirname, '../..');
const migrations = 'src/infrastructure/typeorm/migrations';
let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'billing-migrations-'));
  for (const name of ['package.json', 'biome.json', 'scripts/create-migration.ts', 'src']) {
    await cp(join(root, name), join(project, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(project, 'node_modules'));
});
afterEach(() => rm(project, { recursive: true, force: true }));

const run = async (program: string, ...given: string[]): Promise<string> =>
  (await promisify(execFile)(program, given, { cwd: project })).stdout;

const create = (name: string, epochMilliseconds = 1_795_000_000_000) =>
  createMigration(pathToFileURL(`${project}/${migrations}/`), name, epochMilliseconds);

/** The content of the list for whoever imports it. */
const namesInOrder = async (): Promise<string[]> => {
  const source = `
    const { migrations } = await import('#infrastructure/typeorm/migrations/index.ts');
    console.log(migrations.map((migration) => new migration().name).join());`;
  const typed = ['--conditions=source', '--input-type=module', '--eval', source];
  return (await run(process.execPath, ...typed)).trim().split(',');
};

test('a new migration is a file of its own, and last in the list', async () => {
  const before = await namesInOrder();
  const script = 'scripts/create-migration.ts';

  const told = await run(process.execPath, '--conditions=source', script, 'add-invoices');

  const file = /^Wrote (\d{13}-add-invoices\.ts) and listed it/.exec(told)?.[1] ?? '';
  expect(await readdir(join(project, migrations))).toContain(file);
  expect(await namesInOrder()).toEqual([...before, `AddInvoices${file.slice(0, 13)}`]);
});

test('it is listed after many others, however the formatter has put them', async () => {
  const before = await namesInOrder();
  const names = ['add-invoices', 'add-a-table-with-a-very-long-name', 'add-payments'];
  const made: string[] = [];
  for (const [index, name] of names.entries()) {
    made.push(await create(name, 1_795_000_000_000 + index));
    await run(join(root, 'node_modules/.bin/biome'), 'check', '--write', '--vcs-enabled=false');
  }

  expect(await readFile(join(project, migrations, 'index.ts'), 'utf8')).toContain('= [\n');
  const expected = made.map((file) => file.slice(0, 13));
  const found = (await namesInOrder()).slice(before.length);
  expect(found.map((name) => name.slice(-13))).toEqual(expected);
});

test('a list that cannot be read is told, not passed over', async () => {
  await writeFile(join(project, migrations, 'index.ts'), 'export const migrations = all();\n');

  await expect(create('add-invoices')).rejects.toThrow('add it to index.ts by hand');
});

test.each(['', 'Add', 'add invoices', '../escape', 'add--x'])(
  '%j is no name for one',
  async (name) => {
    await expect(create(name)).rejects.toThrow('Usage');
  },
);
