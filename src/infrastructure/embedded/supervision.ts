import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, EmbeddedPostgresFailure, reasonOf } from '#infrastructure/embedded/failure.ts';
import { type ServerSite, stopPostmaster } from '#infrastructure/embedded/postmaster.ts';
import {
  reachServer,
  type SupervisingClient,
  urlOf,
} from '#infrastructure/embedded/reach-server.ts';

/** Says what happened to the server, for people. */
export type EmbeddedPostgresLog = (event: {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}) => void;

const ownerLock = 0x62_69_6c_6c;
const lockSecondsMax = 1;
const lockPollMilliseconds = 100;
const pauseMillisecondsMin = 100;
const pauseMillisecondsMax = 30_000;

/**
 * Keeps the server of a cluster running while this process lives. Of several processes on one
 * cluster the owner, who holds a lock in it for as long as its connection stands, stops it at the
 * end; the others are guests. All of them bring it back when it dies under them.
 */
export class Supervision {
  readonly #site: ServerSite;
  readonly #log: EmbeddedPostgresLog;
  readonly #ending = new AbortController();
  #client: SupervisingClient;
  #isOwner: boolean;
  #recovery: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  readonly #port: number;

  private constructor(site: ServerSite, log: EmbeddedPostgresLog, port: number, held: Held) {
    this.#site = site;
    this.#log = log;
    this.#port = port;
    this.#client = held.client;
    this.#isOwner = held.isOwner;
    this.#watch(held.client);
  }

  /** Finds or launches the server, makes the database `billing` if there is none, and watches. */
  static async begin(site: ServerSite, log: EmbeddedPostgresLog): Promise<Supervision> {
    const { client, port, wasLaunched } = await reachServer(site, new AbortController().signal);
    try {
      await createDatabase(client);
      const held = { client, isOwner: await becomesOwner(client) };
      const how = wasLaunched ? 'started' : held.isOwner ? 'left running, taken over' : 'shared';
      log({
        level: 'info',
        message: `Embedded PostgreSQL ${how} on port ${port}, data in ${site.files.directory}`,
      });
      return new Supervision(site, log, port, held);
    } catch (error) {
      await client.end();
      if (wasLaunched) await stopPostmaster(site.files);
      throw new EmbeddedPostgresFailure(
        `PostgreSQL started and then refused: ${reasonOf(error)} Its log is ${site.files.log}.`,
        { cause: error },
      );
    }
  }

  /** The URL of the database `billing`; it stays the same when the server is restarted. */
  get url(): string {
    return urlOf(this.#site, this.#port, 'billing');
  }

  /** Ends the watch, and the server if it is ours. The second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#ending.abort();
    await this.#recovery;
    if (this.#isOwner) await stopPostmaster(this.#site.files);
    // Held again, or a program with nothing else to do would end before the goodbye is through.
    this.#client.ref();
    await this.#client.end();
  }

  #watch(client: SupervisingClient): void {
    client.once('end', () => {
      if (!this.#ending.signal.aborted) this.#recovery = this.#recover();
    });
    // Whoever has nothing else to do may end without having called stop().
    client.unref();
  }

  async #recover(): Promise<void> {
    const { signal } = this.#ending;
    const beganAt = performance.now();
    this.#log({ level: 'warn', message: 'Embedded PostgreSQL went away; bringing it back' });
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.#reconnect(signal);
        const milliseconds = Math.round(performance.now() - beganAt);
        this.#log({
          level: 'info',
          message: `Embedded PostgreSQL is back on port ${this.#port} after ${milliseconds} ms`,
        });
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.#log({ level: 'error', message: reasonOf(error) });
        const pause = Math.min(pauseMillisecondsMin * 2 ** failures, pauseMillisecondsMax);
        await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  async #reconnect(signal: AbortSignal): Promise<void> {
    const { client } = await reachServer(this.#site, signal, this.#port);
    try {
      this.#isOwner = await becomesOwner(client);
    } catch (error) {
      await client.end();
      throw error;
    }
    this.#client = client;
    this.#watch(client);
  }
}

interface Held {
  readonly client: SupervisingClient;
  readonly isOwner: boolean;
}

const createDatabase = async (client: SupervisingClient): Promise<void> => {
  const found = await client.query(`select 1 from pg_database where datname = 'billing'`);
  if (found.rowCount !== 0) return;
  await client.query('create database billing').catch((error: unknown) => {
    // Another process was as quick: 42P04 the database exists, 23505 it does in this instant.
    if (!['42P04', '23505'].includes(codeOf(error) ?? '')) throw error;
  });
};

// Tried for a while, because the server takes a moment to notice that the last owner was killed.
const becomesOwner = async (client: SupervisingClient): Promise<boolean> => {
  const giveUpAt = performance.now() + lockSecondsMax * 1000;
  for (;;) {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock($1) as held',
      [ownerLock],
    );
    if (rows[0]?.held === true) return true;
    if (performance.now() > giveUpAt) return false;
    await delay(lockPollMilliseconds);
  }
};
