import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allMigrations as migrations } from '#infrastructure/typeorm/schema/all-migrations.ts';
import { projectRoot } from './cruise.ts';
import { faultsOfMigrations, migrationsFolder } from './frozen-migrations.ts';

test('every migration is as it was when it was frozen', () => {
  expect(faultsOfMigrations(projectRoot).join('\n\n')).toBe('');
});

test('every migration file is listed, in the order of its name', () => {
  const files = readdirSync(join(projectRoot, migrationsFolder)).filter((f) => /^\d/.test(f));
  const timestamps = files.toSorted().map((file) => file.slice(0, 13));

  expect(migrations.map((migration) => new migration().name.slice(-13))).toEqual(timestamps);
  expect(new Set(timestamps).size).toBe(timestamps.length);
});

describe('in a project of one frozen migration', () => {
  const baseline = '1764900000000-baseline.ts';
  let root: string;
  const path = (file: string): string => join(root, migrationsFolder, file);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'billing-frozen-'));
    mkdirSync(join(root, migrationsFolder), { recursive: true });
    writeFileSync(path('index.ts'), 'export const migrations = [Baseline];\n');
    writeFileSync(path(baseline), 'export class Baseline {}\n');
    // As printed by `sha256sum`.
    const sum = '72f0092c70afc3d05dcff868b4c67a561ae1a131dab8af00258ee7493a3f2653';
    writeFileSync(path('checksums.txt'), `${sum}  ${baseline}\n`);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('nothing is wrong', () => {
    expect(faultsOfMigrations(root)).toEqual([]);
  });

  test('a frozen migration that was changed is found, with what to do instead', () => {
    appendFileSync(path(baseline), '// One word more.\n');

    expect(faultsOfMigrations(root)).toEqual([
      expect.stringMatching(
        new RegExp(`^${baseline} was changed, and it is frozen.*npm run migration:create`),
      ),
    ]);
  });

  test('the checksum that the fixtures of a resource hold counts like the others', () => {
    writeFileSync(path('1799000000000-add-taxes.ts'), 'export class AddTaxes {}\n');
    const checksum = '189411e05e2bbe06ea2e9f0486c323bb1a8e4ec9504841213748b3c9f1050e86';
    const fixtures = `migrations: {\n    '1799000000000-add-taxes.ts':\n      '${checksum}' }`;
    mkdirSync(join(root, 'test/modules'), { recursive: true });
    writeFileSync(join(root, 'test/modules/taxes.ts'), fixtures);

    expect(faultsOfMigrations(root)).toEqual([]);
    appendFileSync(path('1799000000000-add-taxes.ts'), '// One word more.\n');
    expect(faultsOfMigrations(root)).toEqual([expect.stringContaining('was changed')]);
  });

  test('a frozen migration that was removed is found, with how to bring it back', () => {
    rmSync(path(baseline));

    expect(faultsOfMigrations(root)).toEqual([
      expect.stringMatching(new RegExp(`^${baseline} is gone.*git checkout main -- `)),
    ]);
  });

  test('a new migration without a checksum is found, and the line that it needs is enough', () => {
    writeFileSync(path('1799000000000-add-taxes.ts'), 'export class AddTaxes {}\n');

    const [fault = '', ...others] = faultsOfMigrations(root);
    expect(fault).toMatch(/^1799000000000-add-taxes\.ts has no checksum\..*checksums\.txt:\n/);
    expect(others).toEqual([]);
    appendFileSync(path('checksums.txt'), `${fault.split('\n').at(-1)}\n`);
    expect(faultsOfMigrations(root)).toEqual([]);
  });

  test.each(['not a checksum', `${'0'.repeat(64)} ${baseline}`])(
    'a line that cannot be read is told: %s',
    (line) => {
      appendFileSync(path('checksums.txt'), `${line}\n`);

      expect(faultsOfMigrations(root)).toEqual([expect.stringContaining(`"${line}"`)]);
    },
  );

  test('a second checksum cannot take the place of the first', () => {
    appendFileSync(path('checksums.txt'), `${'0'.repeat(64)}  ${baseline}\n`);

    expect(faultsOfMigrations(root)).toEqual([expect.stringContaining('has two lines')]);
  });

  test('other ends of lines, as Git on Windows writes them, are no change', () => {
    for (const file of [baseline, 'checksums.txt']) {
      writeFileSync(path(file), readFileSync(path(file), 'utf8').replaceAll('\n', '\r\n'));
    }

    expect(faultsOfMigrations(root)).toEqual([]);
  });
});
