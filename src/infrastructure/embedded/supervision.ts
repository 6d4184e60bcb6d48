import { setTimeout as delay } from 'node:timers/promises';
import { inWordsOf } from '#infrastructure/embedded/directory.ts';
import { EmbeddedPostgresFailure, reasonOf } from '#infrastructure/embedded/failure.ts';
import { applicationDatabase, type Login, provision } from '#infrastructure/embedded/logins.ts';
import {
  endAtOnce,
  livePostmaster,
  type ServerSite,
  stopPostmaster,
} from '#infrastructure/embedded/postmaster.ts';
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

/** Around one supervision: who hears of it, what ends its beginning, what is done after it. */
export interface Surroundings {
  readonly log: EmbeddedPostgresLog;
  readonly provisions: boolean;
  readonly signal: AbortSignal;
  readonly closed: () => Promise<void>;
}

/**
 * Keeps the server of a cluster running while this process lives. Of several processes on one
 * cluster the owner, who holds a lock in it for as long as its connection stands, stops it at the
 * end; the others are guests. All of them bring it back when it dies under them.
 */
export class Supervision {
  readonly #site: ServerSite;
  readonly #surroundings: Surroundings;
  readonly #ending = new AbortController();
  #client: SupervisingClient;
  #isOwner: boolean;
  #recovery: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  #pid: number | undefined;
  readonly #port: number;

  private constructor(site: ServerSite, surroundings: Surroundings, port: number, held: Held) {
    this.#site = site;
    this.#surroundings = surroundings;
    this.#port = port;
    this.#client = held.client;
    this.#isOwner = held.isOwner;
    this.#pid = held.pid;
    this.#watch(held.client);
    process.on('exit', this.#leave);
  }

  /** Finds or launches the server, makes logins and database where they are missing, watches. */
  static async begin(site: ServerSite, surroundings: Surroundings): Promise<Supervision> {
    const { log, signal, provisions } = surroundings;
    const { client, port, wasLaunched } = await reachServer(site, signal);
    try {
      if (provisions) await provision(client, site.password);
      const held = await hold(client, site);
      signal.throwIfAborted();
      const how = wasLaunched ? 'started' : held.isOwner ? 'left running, taken over' : 'shared';
      log({
        level: 'info',
        message: `Embedded PostgreSQL ${how} on port ${port}, data in ${site.files.directory}`,
      });
      return new Supervision(site, surroundings, port, held);
    } catch (error) {
      await client.end();
      if (wasLaunched) await stopPostmaster(site.files);
      signal.throwIfAborted();
      const shown = inWordsOf(site.files, site.files.log);
      throw new EmbeddedPostgresFailure(
        `PostgreSQL started and then refused: ${reasonOf(error)} Its log is ${shown}.`,
        { cause: error },
      );
    }
  }

  /** URLs of the database `billing`; they stay the same when the server is restarted. */
  get url(): string {
    return this.#urlAs('application');
  }

  get ownerUrl(): string {
    return this.#urlAs('owner');
  }

  get adminUrl(): string {
    return this.#urlAs('admin');
  }

  /** Ends the watch, and the server if it is ours. The second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  #urlAs(login: Login): string {
    return urlOf(this.#site, this.#port, { login, database: applicationDatabase });
  }

  // Whoever ends without having called stop(), by an error that nobody caught for example, leaves
  // no server behind: it is told to end, and does so without us.
  readonly #leave = (): void => {
    if (this.#isOwner && this.#pid !== undefined) endAtOnce(this.#site.files, this.#pid);
  };

  async #stop(): Promise<void> {
    this.#ending.abort();
    await this.#recovery;
    if (this.#isOwner) await stopPostmaster(this.#site.files);
    // Held again, or a program with nothing else to do would end before the goodbye is through.
    this.#client.ref();
    await this.#client.end();
    process.off('exit', this.#leave);
    await this.#surroundings.closed();
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
    this.#surroundings.log({
      level: 'warn',
      message: 'Embedded PostgreSQL went away; bringing it back',
    });
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.#reconnect(signal);
        const milliseconds = Math.round(performance.now() - beganAt);
        this.#surroundings.log({
          level: 'info',
          message: `Embedded PostgreSQL is back on port ${this.#port} after ${milliseconds} ms`,
        });
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.#surroundings.log({ level: 'error', message: reasonOf(error) });
        const pause = Math.min(pauseMillisecondsMin * 2 ** failures, pauseMillisecondsMax);
        await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  async #reconnect(signal: AbortSignal): Promise<void> {
    const { client } = await reachServer(this.#site, signal, this.#port);
    try {
      const { isOwner, pid } = await hold(client, this.#site);
      this.#isOwner = isOwner;
      this.#pid = pid;
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
  readonly pid: number | undefined;
}

const hold = async (client: SupervisingClient, site: ServerSite): Promise<Held> => ({
  client,
  isOwner: await becomesOwner(client),
  pid: (await livePostmaster(site.files))?.pid,
});

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
