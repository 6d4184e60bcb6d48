import { join } from 'node:path';
import { Unavailable } from '#application/shared/errors.ts';
import type { Clock, IdGenerator } from '#application/shared/ports.ts';
import type { StoragePorts } from '#application/storage.ts';
import { NothingYet } from '#infrastructure/composition/failures.ts';
import { memoryStorage } from '#infrastructure/composition/memory-storage.ts';
import { JobMailOutbox } from '#infrastructure/jobs/job-mail-outbox.ts';
import { areJobsInstalled } from '#infrastructure/jobs/job-schema.ts';
import { JobSender } from '#infrastructure/jobs/job-sender.ts';
import type { JobFailure } from '#infrastructure/jobs/pg-boss-jobs.ts';
import { PgBossJobs } from '#infrastructure/jobs/pg-boss-jobs.ts';
import { MemorySigningKeys } from '#infrastructure/security/key-ring.ts';
import type { Sealer } from '#infrastructure/security/sealer.ts';
import { ServerClock } from '#infrastructure/system/server-clock.ts';
import { SteadyClock } from '#infrastructure/system/steady-clock.ts';
import { SystemClock } from '#infrastructure/system/system-clock.ts';
import type { PoolState } from '#infrastructure/telemetry/metrics.ts';
import { postgresDueAccounts } from '#infrastructure/typeorm/charging/due-accounts.ts';
import type { Database, DatabaseOptions } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase, refuseReadOnly } from '#infrastructure/typeorm/connection/data-source.ts';
import { loginWarning } from '#infrastructure/typeorm/connection/login-rights.ts';
import { PostgresEventPositions } from '#infrastructure/typeorm/events/event-positions.ts';
import { PostgresIdempotencyRecords } from '#infrastructure/typeorm/idempotency/idempotency-records.ts';
import { PostgresDirectory } from '#infrastructure/typeorm/identity/directory.ts';
import { PostgresInstallation } from '#infrastructure/typeorm/operations/installation.ts';
import { openQueries, openRepositories } from '#infrastructure/typeorm/repositories.ts';
import { notUpToDate } from '#infrastructure/typeorm/schema/known-schema.ts';
import { migrate } from '#infrastructure/typeorm/schema/migrate.ts';
import { PostgresSigningKeys } from '#infrastructure/typeorm/signing/signing-keys.ts';
import { readClock } from '#infrastructure/typeorm/transactions/read-clock.ts';
import { orUnavailable } from '#infrastructure/typeorm/transactions/storage-error.ts';
import { TypeOrmUnitOfWork } from '#infrastructure/typeorm/transactions/unit-of-work.ts';
import { PostgresOverdueDeliveries } from '#infrastructure/typeorm/webhooks/overdue-deliveries.ts';

/**
 * Where everything is stored: in this process' memory, in a PostgreSQL at `databaseUrl` (15 or
 * later), in an embedded PostgreSQL 18 under `dataDirectory`, or wherever somebody's own adapters
 * keep it.
 */
export type StorageChoice =
  | 'memory'
  | {
      readonly databaseUrl: string;
      readonly poolMax?: number | undefined;
      /** Whether the URL leads to a pooler such as PgBouncer, over which nothing is migrated. */
      readonly pooled?: boolean | undefined;
    }
  | { readonly dataDirectory: string; readonly poolMax?: number | undefined }
  | StoragePorts;

/** One sentence for whoever watches the start. */
export type Tell = (event: { level: 'info' | 'warn' | 'error'; message: string }) => void;

const poolMaxDefault = 10;

/** The dependencies of a storage. */
export interface StorageNeeds {
  readonly ids: IdGenerator;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly tell: Tell;
  readonly jobFailed: JobFailure;
  /** Brings the schema up to date first; or else takes it as it is. */
  readonly migrates: boolean;
  /** Ends an opening that is under way. */
  readonly signal: AbortSignal | undefined;
}

/** The adapters of every storage port, over one storage. */
export const openStorage = async (choice: StorageChoice, needs: StorageNeeds): Promise<Storage> => {
  if (choice === 'memory') return withDefaults(memoryStorage(needs), needs);
  if ('unitOfWork' in choice) return withDefaults(choice, needs);
  const poolMax = choice.poolMax ?? poolMaxDefault;
  if ('databaseUrl' in choice) {
    const { databaseUrl: url, pooled } = choice;
    const options = { url, poolMax, pooled };
    return unlessAborted(needs.signal, postgresStorage(options, url, needs));
  }
  return embeddedStorage(choice.dataDirectory, poolMax, needs);
};

/** An open storage: its ports, and what is told of it. */
export type Storage = {
  readonly [Port in keyof StoragePorts]-?: NonNullable<StoragePorts[Port]>;
} & {
  /** The clock of runs, which also judges stored times and tokens. */
  readonly clock: Clock;
  readonly poolState: () => PoolState;
  /** A warning about its database login, for people; null where there is none. */
  readonly loginWarning: () => Promise<string | null>;
};

const noPool: PoolState = { total: 0, idle: 0, waiting: 0 };

// Defaults for what an adapter of somebody's own leaves out.
const withDefaults = (
  {
    signingKeys = new MemorySigningKeys(),
    connectionsMax = Infinity,
    ready = async () => undefined,
    close = async () => undefined,
    ...ports
  }: StoragePorts,
  { clock }: Pick<StorageNeeds, 'clock'>,
): Storage => ({
  ...ports,
  clock,
  signingKeys,
  connectionsMax,
  ready,
  close,
  poolState: () => noPool,
  loginWarning: async () => null,
});

const postgresStorage = async (
  options: DatabaseOptions,
  ownerUrl: string,
  needs: StorageNeeds,
): Promise<Storage> => {
  const { sealer, jobFailed } = needs;
  // A pooler hands each transaction to another session, and the lock of who migrates is one's own.
  if (needs.migrates && options.pooled !== true) await migrate(ownerUrl);
  const database = await openDatabase(options);
  const { pool } = database;
  if (needs.migrates && options.pooled === true && !(await areJobsInstalled(pool))) {
    await database.close();
    throw notUpToDate(['that of the queues']);
  }
  const jobSender = new JobSender(pool);
  const serverClock = await clockOf(database, needs.clock);
  const work = new TypeOrmUnitOfWork(
    database,
    { ...needs, clock: serverClock, jobSender },
    { openRepositories, openQueries },
  );
  return {
    unitOfWork: work,
    reads: work,
    directory: new PostgresDirectory(pool),
    mails: new JobMailOutbox(pool, jobSender, (error) => jobFailed(error, 'mail')),
    idempotencyRecords: new PostgresIdempotencyRecords(pool, sealer, serverClock),
    positions: new PostgresEventPositions(pool, serverClock),
    jobs: new PgBossJobs(pool, jobFailed, orUnavailable),
    overdueDeliveries: new PostgresOverdueDeliveries(pool, jobSender),
    dueAccounts: postgresDueAccounts(pool),
    installation: new PostgresInstallation(pool, serverClock),
    signingKeys: new PostgresSigningKeys(pool, sealer),
    connectionsMax: options.poolMax,
    poolState: () => stateOf(pool),
    loginWarning: () => loginWarning(pool),
    clock: serverClock,
    ready: async () => {
      await refuseReadOnly(pool).catch((error: unknown) => {
        throw new Unavailable(error);
      });
      if (serverClock.isStale) await readClock(pool, serverClock);
    },
    close: async () => {
      await jobSender.close();
      await database.close();
    },
  };
};

/** The clock of PostgreSQL, compared before the first run: tokens are judged by it, too. */
const clockOf = async (database: Database, clock: Clock): Promise<ServerClock> => {
  // A clock that somebody gave us is right as it is.
  const isTheirs = !(clock instanceof SystemClock);
  const serverClock = isTheirs
    ? ServerClock.trusting(clock)
    : new ServerClock(new SteadyClock(), {
        now: () => Date.now(),
        compare: (set) => readClock(database.pool, set),
      });
  await readClock(database.pool, serverClock).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  return serverClock;
};

const stateOf = ({ totalCount, idleCount, waitingCount }: Database['pool']): PoolState => ({
  total: totalCount,
  idle: idleCount,
  waiting: waitingCount,
});

const embeddedStorage = async (
  directory: string,
  poolMax: number,
  needs: StorageNeeds,
): Promise<Storage> => {
  const { tell: log, signal, migrates } = needs;
  const server = await startEmbedded({ directory, log, signal, begins: migrates });
  try {
    const { url, ownerUrl } = server;
    const opening = postgresStorage({ url, poolMax }, ownerUrl, needs);
    const storage = await unlessAborted(signal, opening);
    const close = async (): Promise<void> => {
      await storage.close();
      await server.stop();
    };
    return { ...storage, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
};

/**
 * The PostgreSQL of a data directory.
 * @throws {NothingYet} when none was begun there, and none is to be.
 */
export const startEmbedded = async ({
  directory,
  log,
  signal,
  begins,
}: {
  readonly directory: string;
  readonly log: Tell;
  readonly signal: AbortSignal | undefined;
  readonly begins: boolean;
}) => {
  // Loaded when asked for: who has a PostgreSQL needs none of it.
  const embedded = await import('#infrastructure/embedded/embedded-postgres.ts');
  const place = join(directory, 'postgres');
  if (!begins && !embedded.hasEmbeddedPostgres(place)) {
    throw new NothingYet(`There is nothing in ${directory} yet`);
  }
  return embedded.startEmbeddedPostgres({ directory: place, log, signal, provisions: begins });
};

/** Waits for `work` no longer than until it is aborted; what it still does is of no interest. */
export const unlessAborted = async <Result>(
  signal: AbortSignal | undefined,
  work: Promise<Result>,
): Promise<Result> => {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};
