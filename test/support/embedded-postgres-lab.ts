import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { clusterFiles } from '#infrastructure/embedded/directory.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '#infrastructure/embedded/embedded-postgres.ts';
import { livePostmaster, stopPostmaster } from '#infrastructure/embedded/postmaster.ts';

/** A place where embedded servers may be begun and killed. Each test finds it empty. */
export class EmbeddedPostgresLab {
  readonly #servers: EmbeddedPostgres[] = [];
  readonly #processes: ChildProcess[] = [];
  #prepared = '';
  /** Holds `directory` two levels down, and nothing else. */
  temporary = '';
  /** Where the server of the test belongs. It does not exist yet. */
  directory = '';
  /** The output of the servers of this process. */
  messages: string[] = [];

  /** To be called at the top of a test file: it registers the hooks that tidy up. */
  static open(): EmbeddedPostgresLab {
    const lab = new EmbeddedPostgresLab();
    beforeAll(() => lab.#prepare());
    beforeEach(async () => {
      lab.temporary = await mkdtemp(join(tmpdir(), 'billing-embedded-'));
      lab.directory = join(lab.temporary, '.data', 'postgres');
      lab.messages = [];
    });
    afterEach(() => lab.#tidy());
    afterAll(() => rm(lab.#prepared, { recursive: true, force: true }));
    return lab;
  }

  /** Puts a cluster that ran before into the directory: a tenth of the time of an initdb. */
  async givenCluster(): Promise<void> {
    await mkdir(dirname(this.directory), { recursive: true });
    const copy = spawn('cp', ['-a', join(this.#prepared, 'postgres'), this.directory]);
    await once(copy, 'exit');
  }

  /** Starts a server in this process. */
  async start(settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({
      directory: this.directory,
      settings: { fsync: 'off', ...settings },
      log: ({ message }) => this.messages.push(message),
    });
    this.#servers.push(server);
    return server;
  }

  /** Starts a server in a process of its own, which lives until it is killed. */
  startProcess(): ChildProcess {
    const program = fileURLToPath(new URL('./embedded-postgres-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--conditions=source', program, this.directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#processes.push(child);
    return child;
  }

  /** A process that has nothing to do with us, under the account of the cluster. */
  startStranger(account: { uid: number; gid: number }): ChildProcess {
    const { uid, gid } = account;
    const child = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {});
    this.#processes.push(child);
    return child;
  }

  /** The process number of PostgreSQL, if it runs. */
  async pidOfServer(): Promise<number | undefined> {
    return (await livePostmaster(clusterFiles(this.directory)))?.pid;
  }

  /** Does to PostgreSQL as `kill -9` does. */
  async killServer(): Promise<void> {
    process.kill((await this.pidOfServer()) ?? Number.NaN, 'SIGKILL');
  }

  async #prepare(): Promise<void> {
    this.#prepared = await mkdtemp(join(tmpdir(), 'billing-embedded-prepared-'));
    this.directory = join(this.#prepared, 'postgres');
    const server = await this.start();
    await server.stop();
  }

  async #tidy(): Promise<void> {
    for (const child of this.#processes.splice(0)) child.kill('SIGKILL');
    for (const server of this.#servers.splice(0)) await server.stop();
    await stopPostmaster(clusterFiles(this.directory));
    await rm(this.temporary, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** The first line that a process prints: the URL of its server. */
export const urlFrom = async (child: ChildProcess): Promise<string> => {
  const ended = once(child, 'exit').then(() => {
    throw new Error('The process ended before it had a server.');
  });
  if (child.stdout === null) return ended;
  const [chunk] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  return chunk.toString().trim();
};

/** The rows of one query, on a connection of its own. */
export const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

/** How long a test waits for what must happen by itself. */
export const soon = { timeout: 5000, interval: 20 };
