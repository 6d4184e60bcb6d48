import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { allMigrations as migrations } from '#infrastructure/typeorm/schema/all-migrations.ts';
import { inheritedEnvironment } from '../support/billing-program.ts';
import { until } from '../support/until.ts';

// The program as it is started by people: a process, its output, and what signals do to it. Several
// starts in a test take what they take on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
let directory: string;
const running = new Set<Run>();

interface Run {
  readonly child: ChildProcess;
  output(): string;
  ended(): Promise<number | null>;
}

const start = (given: readonly string[] = [], environment: Record<string, string> = {}): Run => {
  const child = spawn(process.execPath, ['--conditions=source', main, ...given], {
    cwd: directory,
    env: {
      ...inheritedEnvironment,
      BILLING_DATA_DIR: join(directory, 'data'),
      PORT: '0',
      DRAIN_SECONDS: '0',
      ...environment,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const run = { child, output: () => output, ended: () => ended };
  running.add(run);
  void ended.then(() => running.delete(run));
  return run;
};

const served = async (run: Run): Promise<string> => {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const url = /listens on (http:\S+)/.exec(run.output())?.[1];
    if (url !== undefined) return url;
    if (run.child.exitCode !== null) break;
    await delay(100);
  }
  throw new Error(`It does not serve: ${run.output()}`);
};

const statusOf = (url: string): Promise<number> =>
  fetch(url).then(
    ({ status }) => status,
    () => 0,
  );

const postmaster = async (): Promise<number> => {
  const file = join(directory, 'data/postgres/cluster/postmaster.pid');
  return Number((await readFile(file, 'utf8').catch(() => '0')).split('\n')[0]);
};

const account = {
  tenantName: 'Acme',
  name: 'Ada',
  email: 'ada@acme.example',
  password: 'correct horse',
};
const post = (url: string, path: string, body: object) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'billing-process-'));
});
afterEach(async () => {
  for (const run of running) {
    run.child.kill('SIGTERM');
    await run.ended();
  }
  // Whatever a test was about, it leaves no PostgreSQL behind.
  if ((await postmaster()) !== 0) throw new Error('A PostgreSQL was left running.');
});
afterAll(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));

describe('npm start', () => {
  test('serves, stops cleanly, and finds everything again', async () => {
    const first = start();
    const url = await served(first);
    expect(await statusOf(`${url}/livez`)).toBe(200);
    expect(await statusOf(`${url}/readyz`)).toBe(200);
    expect((await post(url, '/v1/auth/signup', account)).status).toBe(201);

    first.child.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    expect(await postmaster()).toBe(0);

    const again = await served(start());
    expect((await post(again, '/v1/auth/login', account)).status).toBe(400);
    const { email, password } = account;
    expect((await post(again, '/v1/auth/login', { email, password })).status).toBe(200);
  });

  test('goes on where a killed process was', async () => {
    const killed = start();
    await served(killed);
    killed.child.kill('SIGKILL');
    await killed.ended();

    const url = await served(start());

    expect(await statusOf(`${url}/readyz`)).toBe(200);
  });

  test('recovers by itself when PostgreSQL is killed', async () => {
    const url = await served(start());
    const before = await postmaster();
    const seen = new Set<number>();
    process.kill(before, 'SIGKILL');

    const killedAt = performance.now();
    while (!(seen.has(503) && seen.has(200))) {
      // One that is asked in the moment of death may still be answered from before.
      const status = await statusOf(`${url}/readyz`);
      if (status !== 200 || seen.has(503)) seen.add(status);
      if (performance.now() - killedAt > 10_000) break;
    }

    expect([...seen]).toEqual([503, 200]);
    expect(await postmaster()).not.toBe(before);
    const { email, password } = account;
    expect((await post(url, '/v1/auth/login', { email, password })).status).toBe(200);
  });

  test('finishes what it has begun before it stops', async () => {
    const run = start();
    const { port } = new URL(await served(run));
    const body = JSON.stringify({ ...account, email: 'grace@acme.example' });
    const caller = connect(Number(port), '127.0.0.1');
    let response = '';
    caller.setEncoding('utf8').on('data', (chunk) => (response += String(chunk)));
    const head = ['POST /v1/auth/signup HTTP/1.1', 'Host: billing', 'Connection: close'];
    head.push('Content-Type: application/json', `Content-Length: ${body.length}`, '', '');
    caller.write(head.join('\r\n') + body.slice(0, 10));
    await delay(200);

    run.child.kill('SIGTERM');
    await until(async () => run.output().includes('"stopping"'));
    expect(await statusOf(`http://127.0.0.1:${port}/livez`)).toBe(0);
    caller.write(body.slice(10));

    expect(await run.ended()).toBe(0);
    expect(response).toMatch(/^HTTP\/1\.1 201 /);
    expect(response).toContain('grace@acme.example');
  });

  test('logs one object of JSON a line, and no secret', async () => {
    const run = start();
    const url = await served(run);
    const { email, password } = account;
    await post(url, '/v1/auth/login', { email, password });
    run.child.kill('SIGTERM');
    await run.ended();

    const lines = run.output().split('\n');
    // In development, without a mail server, mails are read in the log: that is what it is for.
    const logged = lines
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
      .filter(({ msg }: { msg: string }) => !msg.startsWith('Mail to '));

    const told = logged.map((line: { msg: string }) => line.msg);
    expect(told.slice(1)).toEqual(['listening', 'request', 'stopping', 'stopped']);
    expect(JSON.stringify(logged)).not.toMatch(/ada@|correct horse|secret/);
  });

  test('fills a tenant to look at, once', async () => {
    const first = start(['--demo']);
    await served(first);
    // Months of billing: on a busy machine they take what they take.
    await until(async () => first.output().includes('The demo tenant is ready.'), 60_000);
    first.child.kill('SIGTERM');
    await first.ended();

    const second = start(['--demo']);
    await served(second);
    await until(async () => second.output().includes('The demo tenant is there'));

    expect(second.output()).toContain('is there already. Sign in as demo@northwind.example');
  });
});

describe('two processes on one data directory', () => {
  test('share a PostgreSQL, which outlives the second', async () => {
    const owner = await served(start());
    const server = await postmaster();
    const guest = start();
    const url = await served(guest);
    const email = 'lin@acme.example';
    expect((await post(url, '/v1/auth/signup', { ...account, email })).status).toBe(201);

    guest.child.kill('SIGTERM');
    expect(await guest.ended()).toBe(0);

    expect(await postmaster()).toBe(server);
    const { password } = account;
    expect((await post(owner, '/v1/auth/login', { email, password })).status).toBe(200);
  });

  test('the second takes over when the first stops', async () => {
    const owner = start();
    await served(owner);
    const guest = start();
    const url = await served(guest);

    owner.child.kill('SIGTERM');
    expect(await owner.ended()).toBe(0);
    await until(async () => (await statusOf(`${url}/readyz`)) === 200);

    guest.child.kill('SIGTERM');
    expect(await guest.ended()).toBe(0);
    expect(await postmaster()).toBe(0);
  });
});

describe('what is wrong is said, and ends it', () => {
  test.each<[string, readonly string[], Record<string, string>, string, number?]>([
    ['an unknown option', ['--colour'], {}, "unknown option '--colour'", 2],
    ['an unknown command', ['fly'], {}, "unknown command 'fly'", 2],
    ['a missing option', ['users', 'list'], {}, "required option '--tenant <id>'", 2],
    [
      'an id of another kind',
      ['audit', 'verify', '--tenant', 'cus_1'],
      {},
      'the id of one tenant',
      2,
    ],
    ['production without a key', [], { NODE_ENV: 'production' }, 'ENCRYPTION_KEY'],
    ['a demo in production', ['--demo'], { NODE_ENV: 'production' }, 'There is no --demo'],
    [
      'a database that is not there',
      [],
      { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' },
      'reached',
      8,
    ],
  ])('%s', async (_, given, environment, told, exitCode = 1) => {
    const run = start(given, environment);

    expect(await run.ended()).toBe(exitCode);
    expect(run.output()).toContain(told);
  });

  test('a bad configuration, with all its faults, and nothing is written', async () => {
    const run = start([], { PORT: 'x', SIGNUP: 'y', TRUST_PROXY: 'z' });

    expect(await run.ended()).toBe(1);
    const told = run
      .output()
      .split('\n')
      .map((line) => line.split(' ').slice(0, 4).join(' '));
    expect(told[0]).toBe('The configuration has 3');
    expect(told.slice(1, 4)).toEqual(['  - PORT', '  - SIGNUP', '  - TRUST_PROXY']);
    expect(await readdir(directory)).not.toContain('.data');
  });

  test('help is given where it is asked for', async () => {
    const run = start(['--help']);
    expect(await run.ended()).toBe(0);
    expect(run.output()).toMatch(/^Usage: billing/);
  });
});

test('migrations are applied, the last one reverted and applied again by hand', async () => {
  const run = async (...given: string[]) => {
    const migrating = start(['migrate', ...given], { BILLING_DATA_DIR: join(directory, 'other') });
    expect(await migrating.ended()).toBe(0);
    return migrating.output().trim();
  };

  const all = migrations.map((migration) => new migration().name);
  const applied = all.map((name) => `Applied ${name}.`).join('\n');
  expect([await run(), await run()]).toEqual([applied, 'The database is up to date.']);
  expect(await run('--revert')).toBe(`Reverted ${all.at(-1)}.`);
  expect(await run()).toBe(`Applied ${all.at(-1)}.`);
});
