import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clusterFiles } from '#infrastructure/embedded/cluster.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '#infrastructure/embedded/embedded-postgres.ts';
import { livePostmaster, stopPostmaster } from '#infrastructure/embedded/postmaster.ts';

const isRoot = process.getuid?.() === 0;
const servers: EmbeddedPostgres[] = [];
const processes: ChildProcess[] = [];
let temporary: string;
let directory: string;
let messages: string[];

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'billing-embedded-'));
  directory = join(temporary, '.data', 'postgres');
  messages = [];
});

afterEach(async () => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) await server.stop();
  await stopPostmaster(clusterFiles(directory));
  await rm(temporary, { recursive: true, force: true });
});

describe('a server that starts and stops', () => {
  test('begins with an empty database on loopback, whose password nobody else can read', async () => {
    const server = await start();

    expect(await query(server.url, 'select current_database() as name')).toEqual([
      { name: 'billing' },
    ]);
    expect(
      await query(
        server.url,
        `select datlocprovider as provider, datlocale as locale, datcollate as collation,
           pg_encoding_to_char(encoding) as encoding, current_setting('TimeZone') as zone,
           current_setting('listen_addresses') as addresses,
           current_setting('unix_socket_directories') as sockets
         from pg_database where datname = current_database()`,
      ),
    ).toEqual([
      {
        provider: 'b',
        locale: 'C.UTF-8',
        collation: 'C',
        encoding: 'UTF8',
        zone: 'UTC',
        addresses: '127.0.0.1',
        sockets: '',
      },
    ]);
    const { mode } = await stat(join(directory, 'password'));
    expect(mode & 0o777).toBe(0o600);
    await expect(query(server.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
  });

  test('finds what it stored the last time, under the same URL', async () => {
    const first = await start();
    await query(first.url, 'create table invoices as select 4900 as amount');
    await first.stop();

    const second = await start();

    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select amount from invoices')).toEqual([{ amount: 4900 }]);
  });

  test('takes another port when somebody has taken the last one', async () => {
    const first = await start();
    await first.stop();
    const port = Number(new URL(first.url).port);
    const { createServer } = await import('node:net');
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');

    const second = await start();

    expect(new URL(second.url).port).not.toBe(String(port));
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    squatter.close();
  });

  test('is gone after its owner stopped it, and stopping it twice is no harm', async () => {
    const server = await start();

    await Promise.all([server.stop(), server.stop()]);

    expect(await livePostmaster(clusterFiles(directory))).toBeUndefined();
    await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a server that is killed', () => {
  test('comes back with its data on the same URL', async () => {
    const server = await start();
    await query(server.url, 'create table invoices as select 4900 as amount');
    const killed = await pidOfServer();

    process.kill(killed, 'SIGKILL');

    await expect
      .poll(() => query(server.url, 'select amount from invoices').catch(() => []), pollFor5s)
      .toEqual([{ amount: 4900 }]);
    expect(await pidOfServer()).not.toBe(killed);
    await expect.poll(() => messages.at(-1), pollFor5s).toMatch(/^Embedded PostgreSQL is back/);
    await server.stop();
    expect(await livePostmaster(clusterFiles(directory))).toBeUndefined();
  });

  test('is not brought back when it is stopped meanwhile', async () => {
    const server = await start();

    process.kill(await pidOfServer(), 'SIGKILL');
    await expect.poll(() => messages.at(-1), pollFor5s).toMatch(/went away/);
    await server.stop();

    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await livePostmaster(clusterFiles(directory))).toBeUndefined();
  });

  test('is not restarted when only the connection that watches it broke', async () => {
    const server = await start();
    const before = await pidOfServer();

    await query(
      server.url,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name like 'billing-service embedded%'`,
    );

    await expect.poll(() => messages.at(-1), pollFor5s).toMatch(/^Embedded PostgreSQL is back/);
    expect(await pidOfServer()).toBe(before);
  });
});

describe('several processes', () => {
  test('the server of a killed process is taken over, and stopped, by the next', async () => {
    const child = startProcess();
    const url = await urlFrom(child);
    await query(url, 'create table invoices as select 4900 as amount');
    const before = await pidOfServer();
    child.kill('SIGKILL');
    await once(child, 'exit');

    const server = await start();

    expect(server.url).toBe(url);
    expect(await pidOfServer()).toBe(before);
    expect(await query(server.url, 'select amount from invoices')).toEqual([{ amount: 4900 }]);
    await server.stop();
    expect(await livePostmaster(clusterFiles(directory))).toBeUndefined();
  });

  test('a guest shares the server of its owner, and leaves it running', async () => {
    const url = await urlFrom(startProcess());
    const guest = await start();

    await guest.stop();

    expect(guest.url).toBe(url);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('two that begin at once on a new directory agree on one server', async () => {
    const urls = await Promise.all([urlFrom(startProcess()), urlFrom(startProcess())]);

    expect(urls[0]).toBe(urls[1]);
    expect(await query(urls[0], 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(directory)).toSorted()).toEqual([
      'cluster',
      'password',
      'port',
      'server.log',
    ]);
  });
});

describe('what a crash leaves behind', () => {
  test('a pid file whose number belongs to another process is not believed', async () => {
    await (await start()).stop();
    const { uid, gid } = await stat(join(directory, 'cluster'));
    const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid } : {});
    processes.push(stranger);
    const lines = [stranger.pid, directory, 1, 1, '', '127.0.0.1', '', 'ready'];
    await writeFile(join(directory, 'cluster', 'postmaster.pid'), `${lines.join('\n')}\n`);

    const server = await start();

    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  test('an initdb that was interrupted is begun anew', async () => {
    const child = startProcess();
    await expect
      .poll(() => readdir(directory).catch(() => []), pollFast)
      .toContainEqual(expect.stringMatching(/^unfinished-\d+-[0-9a-f]{8}$/));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(directory)).not.toContain('cluster');

    const server = await start();

    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(directory)).toSorted()).toEqual([
      'cluster',
      'password',
      'port',
      'server.log',
    ]);
  });
});

describe('what cannot be run', () => {
  test('data of another major version is refused, and left as it was', async () => {
    await (await start()).stop();
    const file = join(directory, 'cluster', 'PG_VERSION');
    await writeFile(file, '17\n');

    await expect(start()).rejects.toThrow(
      /was written by PostgreSQL 17, and this is PostgreSQL 18/,
    );

    expect(await readFile(file, 'utf8')).toBe('17\n');
  });

  test('a directory with something else in it is refused', async () => {
    await mkdir(join(directory, 'cluster', 'photos'), { recursive: true });

    await expect(start()).rejects.toThrow(/is not a PostgreSQL data directory/);
  });

  test('a cluster whose password was lost is refused', async () => {
    await (await start()).stop();
    await rm(join(directory, 'password'));

    await expect(start()).rejects.toThrow(/password is missing/);
  });

  test('a directory that cannot be made is named, with the way out', async () => {
    await writeFile(join(temporary, '.data'), 'a file');

    await expect(start()).rejects.toThrow(/Cannot keep PostgreSQL's data in .*BILLING_DATA_DIR/);
  });

  test('a server that refuses to start says why, in its own words', async () => {
    await expect(start({ shared_buffers: 'plenty' })).rejects.toThrow(
      /invalid value for parameter "shared_buffers": "plenty"/,
    );
  });
});

test.runIf(isRoot)('root may keep its data below a directory closed to all others', async () => {
  await chmod(temporary, 0o700);

  const server = await start();

  const [closed, cluster] = [await stat(temporary), await stat(join(directory, 'cluster'))];
  expect([closed.uid, closed.mode & 0o777]).toEqual([0, 0o700]);
  expect(cluster.uid).not.toBe(0);
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

const pollFor5s = { timeout: 5000, interval: 50 };
const pollFast = { timeout: 5000, interval: 5 };

const start = async (settings: Record<string, string> = {}): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({
    directory,
    settings: { fsync: 'off', ...settings },
    log: ({ message }) => messages.push(message),
  });
  servers.push(server);
  return server;
};

const startProcess = (): ChildProcess => {
  const program = fileURLToPath(
    new URL('../support/embedded-postgres-process.ts', import.meta.url),
  );
  const child = spawn(process.execPath, [program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  return child;
};

const urlFrom = async ({ stdout }: ChildProcess): Promise<string> => {
  if (stdout === null) throw new Error('The process has no output.');
  const [chunk] = (await once(stdout, 'data')) as [Buffer];
  return chunk.toString().trim();
};

const pidOfServer = async (): Promise<number> => {
  const postmaster = await livePostmaster(clusterFiles(directory));
  if (postmaster === undefined) throw new Error('There is no server.');
  return postmaster.pid;
};

const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};
