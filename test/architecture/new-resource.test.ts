import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { declare, leftOut } from '../exports/public-surface.ts';
import { cruiseSources, projectRoot } from './cruise.ts';
import { faultsOfMigrations } from './frozen-migrations.ts';
import { addResource, centralLines, lists, ownFiles } from './new-resource.ts';

// A new resource costs its own files and a line in each list, as CONTRIBUTING.md says: here it is
// done, in a copy of the sources.

const run = async (root: string, command: string, ...given: readonly string[]): Promise<string> => {
  const program = join(projectRoot, 'node_modules/.bin', command);
  const { FORCE_COLOR: _color, VITEST: _vitest, ...env } = process.env;
  return promisify(execFile)(program, given, { cwd: root, env: { ...env, NO_COLOR: '1' } }).then(
    ({ stdout }) => stdout,
    (error: { stdout?: string; stderr?: string }) => `${error.stdout}\n${error.stderr}\nFAILED`,
  );
};

describe('a resource that is added by the list', () => {
  let root = '';
  beforeAll(async () => {
    root = await addResource();
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('takes a line in each list, and none elsewhere', async () => {
    const lines = await centralLines(root);

    expect(lines.map((line) => line.split(':')[0])).toEqual([...lists].toSorted());
  });

  test('has its migration frozen', () => {
    expect(faultsOfMigrations(root)).toEqual([]);
  });

  test('is exported by the package, type by type', { timeout: 400_000 }, async () => {
    const declarations = await declare(root);
    onTestFinished(() => rm(declarations, { recursive: true }));

    expect(leftOut(declarations)).toEqual([]);
    const exported = join(declarations, 'application/suppliers/exports.d.ts');
    expect(await readFile(exported, 'utf8')).toContain('SupplierUseCases');
  });

  test('compiles, and is documented', { timeout: 400_000 }, async () => {
    const faults = await run(root, 'tsc', '-p', '.', '--noEmit');
    const told = await run(root, 'node', '--conditions=source', 'scripts/write-docs.ts');

    expect([faults, told]).toEqual(['', '']);
    const document = await readFile(join(root, 'docs/openapi.json'), 'utf8');
    expect(document).toContain('"/v1/suppliers/{supplierId}"');
  });

  test('keeps the layers', { timeout: 300_000 }, async () => {
    const { summary } = await cruiseSources(root);

    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual(
      [],
    );
  });

  test('keeps its laws, and is found by the walks', { timeout: 300_000 }, async () => {
    const files = ['test/contract/memory.test.ts', 'test/http/document/every-endpoint.test.ts'];
    const told = await run(root, 'vitest', 'run', ...files, '-t', 'upplier|has a fixture');

    expect(told).not.toContain('FAILED');
    const [, passed] = /Tests\s+(\d+) passed/.exec(told) ?? [];
    expect(Number(passed)).toBeGreaterThan(20);
  });
});

test('CONTRIBUTING.md names every list and every file that it takes', async () => {
  const told = await readFile(join(projectRoot, 'CONTRIBUTING.md'), 'utf8');
  const missing = [...lists, ...ownFiles.map((path) => path.replace('*', ''))].filter(
    (path) => !told.includes(path),
  );

  expect(missing).toEqual([]);
});
