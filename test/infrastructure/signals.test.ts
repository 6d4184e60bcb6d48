import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readlink, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { until } from '../support/until.ts';

// A terminal, npm and an orchestrator send to the program: signals for the whole process group,
// more than once, at any moment. SIGNAL_ROUNDS=7 ends 21 groups while they serve.

const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = Number(process.env['SIGNAL_ROUNDS'] ?? 1);
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let directory: string;
const running = new Set<Group>();
// Starting takes as long as the machine is busy; no test here is about how long.
vi.setConfig({ testTimeout: 180_000 });
const patience = 90_000;

beforeAll(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'billing-signals-')));
});
afterEach(async () => {
  for (const group of running) {
    group.send('SIGKILL');
    await group.ended;
  }
});
afterAll(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));

interface Group {
  readonly child: ChildProcess;
  output(): string;
  send(signal: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
}

let count = 0;
const freshData = (): string => {
  count += 1;
  return join(directory, `data-${count}`);
};

/** A process group of its own, as a shell makes one for `npm start`. */
const startGroup = (data: string, given: readonly string[], more = {}): Group => {
  const [program = '', ...parameters] = given;
  const child = spawn(program, parameters, {
    cwd: root,
    detached: true,
    env: { ...process.env, BILLING_DATA_DIR: data, PORT: '0', DRAIN_SECONDS: '0', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const send = (signal: NodeJS.Signals): void => void process.kill(-(child.pid ?? 0), signal);
  const group = { child, output: () => output, send, ended };
  running.add(group);
  void ended.then(() => running.delete(group));
  return group;
};

const node = [process.execPath, '--conditions=source', join(root, 'src/main.ts')];
const serving = async (group: Group): Promise<void> =>
  until(() => {
    if (group.child.exitCode !== null) throw new Error(group.output());
    return group.output().includes('listens on');
  }, patience);

/** Processes that work below a directory: a PostgreSQL works in its cluster. */
const left = async (data: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const place = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (place.startsWith(`${data}/`)) found.push(pid);
  }
  return found;
};

/** The files in the directory of the embedded PostgreSQL, two levels deep. */
const namesIn = async (data: string): Promise<string> => {
  const above = await readdir(join(data, 'postgres')).catch(() => []);
  const below = await readdir(join(data, 'postgres', 'cluster')).catch(() => []);
  return [...above, ...below].join();
};

const nothingLeft = (data: string): Promise<void> =>
  until(async () => (await left(data)).length === 0, patience);

describe.runIf(process.platform === 'linux')('no signal leaves a PostgreSQL behind', () => {
  test('when the group of npm start is told to end, and told again at once', async () => {
    const data = freshData();
    for (let round = 0; round < rounds; round += 1) {
      for (const signal of signals) {
        const group = startGroup(data, ['npm', 'start']);
        await serving(group);
        expect(await left(data)).not.toEqual([]);

        group.send(signal);
        group.child.kill('SIGINT');

        await group.ended;
        await nothingLeft(data);
        await until(() => group.output().includes('"stopped"'));
      }
    }
  });

  test.each<[string, NodeJS.Signals, (data: string, group: Group) => Promise<boolean>]>([
    ['the cluster is made', 'SIGINT', async (data) => /unfinished-/.test(await namesIn(data))],
    ['the server starts', 'SIGTERM', async (data) => /postmaster.pid/.test(await namesIn(data))],
    ['the schema is made', 'SIGHUP', async (_, group) => /PostgreSQL started/.test(group.output())],
  ])('when it is told to end while %s for the first time', async (_, signal, hasBegun) => {
    const data = freshData();
    const group = startGroup(data, node);
    await until(() => hasBegun(data, group), patience);

    group.send(signal);

    await group.ended;
    await nothingLeft(data);
    const again = startGroup(data, node);
    await serving(again);
    again.send('SIGTERM');
    expect(await again.ended).toBe(0);
    await nothingLeft(data);
  });

  test('when a command is told to end that has begun it', async () => {
    const data = freshData();
    const first = startGroup(data, [...node, 'migrate']);
    expect(await first.ended).toBe(0);
    const command = startGroup(data, [...node, 'tenants', 'list']);
    await until(async () => (await left(data)).length > 0, patience);

    command.send('SIGINT');

    expect(await command.ended).toBe(130);
    await nothingLeft(data);
  });

  test('when an error that nobody caught ends the process', async () => {
    const data = freshData();
    const thrower = `data:text/javascript,setInterval(() => {
      if (process.exitCode === undefined && globalThis.crash) throw new Error('crash') }, 10);
      process.on('SIGUSR2', () => { globalThis.crash = true })`;
    const [program = '', ...parameters] = node;
    const group = startGroup(data, [program, '--import', thrower, ...parameters]);
    await serving(group);

    group.child.kill('SIGUSR2');

    expect(await group.ended).toBe(1);
    await nothingLeft(data);
  });
});

describe('a process that is told to end', () => {
  test('says so, serves on with Connection: close, and refuses nobody meanwhile', async () => {
    const metricsPort = await freePort();
    const more = { DRAIN_SECONDS: '3', METRICS_PORT: String(metricsPort) };
    const group = startGroup(freshData(), node, more);
    await serving(group);
    const url = /listens on (\S+)/.exec(group.output())?.[1] ?? '';
    const before = await fetch(`${url}/readyz`);

    group.send('SIGTERM');
    await until(async () => (await fetch(`${url}/readyz`)).status === 503);
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => fetch(`${url}/openapi.json`)),
    );
    const metrics = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);

    expect(before.headers.get('connection')).not.toBe('close');
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(responses.map(({ headers }) => headers.get('connection')))).toEqual(
      new Set(['close']),
    );
    expect(metrics.status).toBe(200);
    expect(await group.ended).toBe(0);
    await expect(fetch(`${url}/livez`)).rejects.toThrow('fetch failed');
  });

  test('goes at once when it is told again a second later, and not before', async () => {
    const data = freshData();
    const group = startGroup(data, node, { DRAIN_SECONDS: '300' });
    await serving(group);

    group.send('SIGINT');
    group.send('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(group.child.exitCode).toBeNull();
    group.send('SIGINT');

    expect(await group.ended).toBe(130);
    await nothingLeft(data);
  });
});

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
