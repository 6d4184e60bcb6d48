import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { clusterFiles } from '#infrastructure/embedded/directory.ts';
import type { EmbeddedPostgres } from '#infrastructure/embedded/embedded-postgres.ts';
import { startEmbeddedPostgres } from '#infrastructure/embedded/embedded-postgres.ts';
import { livePostmaster } from '#infrastructure/embedded/postmaster.ts';
import { query } from '../support/embedded-postgres-lab.ts';
import { until } from '../support/until.ts';

/** A PostgreSQL that a test file has to itself, kills, and sees come back on the same URL. */
export class KillablePostgres {
  #directory = '';
  #server: EmbeddedPostgres | undefined;

  /** To be called at the top of a test file, as it registers the hooks that begin and end it. */
  static open(): KillablePostgres {
    const postgres = new KillablePostgres();
    beforeAll(() => postgres.#start());
    afterAll(() => postgres.#stop());
    return postgres;
  }

  async #start(): Promise<void> {
    this.#directory = await mkdtemp(join(tmpdir(), 'billing-faults-'));
    this.#server = await startEmbeddedPostgres({
      directory: join(this.#directory, 'postgres'),
      // Rows that were written survive the death of PostgreSQL, if not that of the machine.
      settings: { fsync: 'off' },
      log: () => undefined,
    });
  }

  async #stop(): Promise<void> {
    await this.#server?.stop();
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The URL of its superuser. */
  get adminUrl(): string {
    if (this.#server === undefined) throw new Error('PostgreSQL has not begun.');
    return this.#server.adminUrl;
  }

  async kill(): Promise<void> {
    const running = await livePostmaster(clusterFiles(join(this.#directory, 'postgres')));
    if (running !== undefined) process.kill(running.pid, 'SIGKILL');
  }

  /** A number that a statement counts; undefined while PostgreSQL is away. */
  async count(text: string): Promise<number | undefined> {
    try {
      const [row] = (await query(this.adminUrl, `select (${text})::integer as n`)) as [
        { readonly n: number },
      ];
      return row.n;
    } catch {
      return undefined;
    }
  }

  /** Waits until a count is as wanted, and asks a few times a second. */
  untilCount(
    text: string,
    isAsWanted: (counted: number) => boolean,
    milliseconds: number,
  ): Promise<void> {
    return until(async () => {
      const counted = await this.count(text);
      if (counted !== undefined && isAsWanted(counted)) return true;
      await delay(100);
      return false;
    }, milliseconds);
  }
}
