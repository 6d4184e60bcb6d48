import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import {
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from './support/database.ts';

const root = resolve(import.meta.dirname, '..');
const binaries = join(root, 'node_modules/.bin');
const example = join(root, 'examples/in-process');
const ownStorage = join(root, 'examples/own-storage');
const database = freshDatabase();
let project = '';
let sources = '';

// The environment that this run gave to its children would mislead theirs.
const misleading = /^(npm_(package|lifecycle|config_local_prefix)|VITEST|NODE_ENV$|NODE_OPTIONS$)/;
const inherited = Object.entries(process.env).filter(([name]) => !misleading.test(name));

/** Runs a program as a stranger's project would, with our own Node first; gives what it printed. */
const run = async (program: string, given: readonly string[], environment = {}) => {
  const env = {
    ...Object.fromEntries(inherited),
    PATH: `${binaries}${delimiter}${process.env['PATH'] ?? ''}`,
    ...environment,
  };
  const cwd = given[0] === 'pack' ? sources : project;
  const ran = promisify(execFile)(program, given, { cwd, env, maxBuffer: 2 ** 26 });
  const { stdout } = await ran.catch((error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error(`${error.message}\n${error.stdout ?? ''}\n${error.stderr ?? ''}`);
  });
  return stdout;
};

// An empty project somewhere else, with the packed package in it and nothing of this repository but
// the tools that any TypeScript project has.
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'billing-service-package-'));
  sources = await mkdtemp(join(tmpdir(), 'billing-service-sources-'));
  // Packed from a copy, so that no dist is left here for other tools to stumble over.
  for (const name of [
    'src',
    'docs',
    'scripts',
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ]) {
    await cp(join(root, name), join(sources, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(sources, 'node_modules'));
  await run('npm', ['pack', '--pack-destination', project]);
  const tarball = (await readdir(project)).find((name) => name.endsWith('.tgz')) ?? '';
  const manifest = JSON.parse(await readFile(join(example, 'package.json'), 'utf8')) as object;
  const dependencies = { 'billing-service': `file:./${tarball}` };
  const own = JSON.stringify({ ...manifest, dependencies, devDependencies: {} });
  await writeFile(join(project, 'package.json'), own);
  for (const name of ['main.ts', 'tsconfig.json']) {
    await copyFile(join(example, name), join(project, name));
  }
  await cp(ownStorage, join(project, 'own-storage'), { recursive: true });
  for (const name of ['package.json', 'tsconfig.json']) {
    await rm(join(project, 'own-storage', name));
  }
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--omit=optional'];
  await run('npm', ['install', ...flags]);
  await mkdir(join(project, 'node_modules/@types'), { recursive: true });
  for (const name of ['@types/node', 'vitest']) {
    const target = join(project, 'node_modules', name);
    await rm(target, { recursive: true, force: true });
    await symlink(join(root, 'node_modules', name), target);
  }
}, 120_000);

afterAll(async () => {
  for (const directory of [project, sources]) {
    await rm(directory, { recursive: true, force: true });
  }
});

const printed = `Acme bills in EUR.
Analytics, monthly is active: Seat at EUR 49.00.
The newest two: Umbrella, Initech; more: true.
Found Initech <billing@initech.example>.
Refused: customer_email_taken (conflict).
EUR 100.00 in three: EUR 33.34 + EUR 33.33 + EUR 33.33.
`;

describe('the package, installed by somebody else', () => {
  test('the example runs as it is, in memory', async () => {
    expect(await run('node', ['main.ts'], { DATABASE_URL: undefined })).toBe(printed);
  });

  test('the example runs as it is, on PostgreSQL', async () => {
    const url = database.url();
    expect(await run('node', ['main.ts'], { DATABASE_URL: url })).toBe(printed);
  });

  test('the example type-checks under strict, with every declaration that it meets', async () => {
    await expect(run(join(binaries, 'tsc'), ['-p', '.'])).resolves.toBe('');
  });

  test('nobody is led to sources that are not packed, whatever their conditions', async () => {
    const given = ['--conditions=source', 'main.ts'];
    expect(await run('node', given, { DATABASE_URL: undefined })).toBe(printed);

    const packed = await readFile(join(project, 'node_modules/billing-service/package.json'));
    expect(packed.toString()).not.toContain('"source"');
    // Here, where the sources are, all is as it was.
    expect(await readFile(join(sources, 'package.json'), 'utf8')).toBe(
      await readFile(join(root, 'package.json'), 'utf8'),
    );
  });

  test('a storage of somebody’s own gives a billing that works', async () => {
    const given = [join('own-storage', 'main.ts')];
    expect(await run('node', given)).toBe('Globex Ltd\ncustomer.created, customer.updated\n');
  });

  test('what a module exports is imported by its name', async () => {
    const asking = `import { createBilling } from 'billing-service';
import type { CustomerView } from 'billing-service/customers';
import { CustomerNotFound } from 'billing-service/customers';
import { parseId } from 'billing-service';
await using billing = await createBilling({ storage: 'memory' });
const person = { name: 'Ada', email: 'a@acme.example', password: 'correct horse' };
const { tenant } = await billing.signUp({ tenantName: 'Acme', ...person });
const { customers } = billing.tenant(tenant.id, { actor: 'x' });
const made: CustomerView = await customers.create({ name: 'Globex', email: 'b@globex.example' });
const customerId = parseId('cus', made.id.replace(/.$/, made.id.endsWith('0') ? '1' : '0'));
await customers.get({ customerId }).catch((error: unknown) => {
  console.log(error instanceof CustomerNotFound);
});
`;
    await writeFile(join(project, 'asking.ts'), asking);

    const told = await run('node', ['asking.ts']);
    const checked = await run(join(binaries, 'tsc'), ['-p', '.']);

    await rm(join(project, 'asking.ts'));
    expect([told, checked]).toEqual(['true\n', '']);
    const modules = globSync('src/application/*/exports.ts', { cwd: root }).map(
      (path) => path.split('/')[2],
    );
    const load = modules.map((module) => `await import('billing-service/${module}');`).join('\n');
    await expect(run('node', ['--input-type=module', '-e', load])).resolves.toBe('');
    expect(modules).toContain('customers');
  });

  test('a wrong input is found by its type', async () => {
    const wrong = `import { createBilling, Money, parseId } from 'billing-service';
const billing = await createBilling({ storage: 'memory' });
const acme = billing.tenant(parseId('ten', 'x'), { actor: 'x' });
await acme.customers.create({ name: 'No address' });
await acme.plans.get({ planId: parseId('cus', 'x') });
billing.tenant(parseId('ten', 'x'), {});
Money.of(1, 'EUR');
`;
    await writeFile(join(project, 'wrong.ts'), wrong);

    const failed = await run(join(binaries, 'tsc'), ['-p', '.']).catch(String);

    await rm(join(project, 'wrong.ts'));
    const lines = [...failed.matchAll(/wrong\.ts\((\d+),/g)].map(([, line]) => Number(line));
    expect([...new Set(lines)]).toEqual([4, 5, 6, 7]);
  });

  test('the contract suites and fakes run in a project of its own', async () => {
    const suite = `import { clockContract, FixedClock, openMemoryStorage, someday,
  storageContracts } from 'billing-service/testing';
import { createBilling } from 'billing-service';
import { expect, test } from 'vitest';
storageContracts('memory', openMemoryStorage);
clockContract('fixed', async () => new FixedClock(someday));
const encryptionKeys = [Buffer.alloc(32, 1).toString('base64')];
test('a storage from outside, the one that the suites prove, makes a whole billing', async () => {
  const storage = await openMemoryStorage();
  await using billing = await createBilling({ storage, clock: storage.clock, encryptionKeys });
  const person = { name: 'Ada', email: 'a@acme.example', password: 'correct horse' };
  const { tenant } = await billing.signUp({ tenantName: 'Acme', ...person });
  const acme = billing.tenant(tenant.id, { actor: 'import' });
  const made = await acme.customers.create({ name: 'Globex', email: 'b@globex.example' });
  expect((await acme.customers.list({ search: 'glob' })).data).toEqual([made]);
  expect((await billing.signIn(person)).tenant.id).toBe(tenant.id);
  const { data } = await acme.events.read({ types: ['customer.created'] });
  expect(data.map(({ subjectId }) => subjectId)).toEqual([made.id]);
  expect((await acme.audit.verify()).isIntact).toBe(true);
  expect((await storage.eventsOf(tenant.id)).map(({ type }) => type)).toContain('customer.created');
});
test('the clock of the tests is the clock of the billing', async () => {
  await using billing = await createBilling({ storage: 'memory', clock: new FixedClock(someday) });
  const password = 'correct horse';
  const person = { tenantName: 'Acme', name: 'Ada', email: 'a@acme.example', password };
  expect((await billing.signUp(person)).tenant.createdAt).toBe(someday);
});
`;
    await writeFile(join(project, 'kit.test.ts'), suite);
    await writeFile(join(project, 'vitest.config.ts'), 'export default {};\n');

    const file = join(project, 'report.json');
    await run(join(binaries, 'vitest'), ['run', '--reporter=json', `--outputFile=${file}`]);

    const report = await readFile(file, 'utf8');
    const { numFailedTests, numPassedTests } = JSON.parse(report) as Record<string, number>;
    expect(numFailedTests).toBe(0);
    // The suites over our adapters, and over those of examples/own-storage.
    expect(numPassedTests).toBeGreaterThan(400);
    await expect(run(join(binaries, 'tsc'), ['-p', '.'])).resolves.toBe('');
  });

  test('nothing is packed but what runs', async () => {
    const packed = await readdir(join(project, 'node_modules/billing-service'));

    expect(packed).not.toContain('src');
    expect(packed).not.toContain('test');
    expect(packed).toEqual(expect.arrayContaining(['dist', 'package.json']));
  });
});
