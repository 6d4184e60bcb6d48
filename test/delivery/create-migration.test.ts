import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMigration } from '../../scripts/create-migration.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'billing-migrations-'));
  const index = '../../src/infrastructure/typeorm/migrations/index.ts';
  await copyFile(new URL(index, import.meta.url), join(directory, 'index.ts'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const create = (name: string) =>
  createMigration(pathToFileURL(`${directory}/`), name, 1_795_000_000_000);

test('a new migration is a file of its own, and last in the list', async () => {
  const file = await create('add-invoices');

  const written = await readFile(join(directory, file), 'utf8');
  const index = await readFile(join(directory, 'index.ts'), 'utf8');
  expect(file).toBe('1795000000000-add-invoices.ts');
  expect(written).toContain('export class AddInvoices1795000000000 implements MigrationInterface');
  expect(index).toContain(`from '#infrastructure/typeorm/migrations/${file}';`);
  expect(index).toMatch(/, AddInvoices1795000000000\];/);
});

test.each(['', 'Add', 'add invoices', '../escape', 'add--x'])(
  '%j is no name for one',
  async (name) => {
    await expect(create(name)).rejects.toThrow('Usage');
  },
);
