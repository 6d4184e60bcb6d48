import { join } from 'node:path';
import type { EventPositions } from '#application/events/ports.ts';
import type { Directory } from '#application/identity/ports.ts';
import type { Installation } from '#application/operations/ports.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { IdempotencyKeys } from '#application/shared/idempotency.ts';
import type { Jobs, OverdueDeliveries } from '#application/shared/jobs.ts';
import type { MailOutbox } from '#application/shared/mail.ts';
import type { Clock, IdGenerator } from '#application/shared/ports.ts';
import { NothingYet } from '#infrastructure/composition/failures.ts';
import { JobMailOutbox } from '#infrastructure/jobs/job-mail-outbox.ts';
import { areJobsInstalled } from '#infrastructure/jobs/job-schema.ts';
import { JobSender } from '#infrastructure/jobs/job-sender.ts';
import type { JobFailure } from '#infrastructure/jobs/pg-boss-jobs.ts';
import { PgBossJobs } from '#infrastructure/jobs/pg-boss-jobs.ts';
import { MemoryEventPositions } from '#infrastructure/memory/events/memory-event-positions.ts';
import { MemoryDirectory } from '#infrastructure/memory/identity/memory-identity-queries.ts';
import { MemoryInstallation } from '#infrastructure/memory/memory-installation.ts';
import { MemoryJobs } from '#infrastructure/memory/memory-jobs.ts';
import { MemoryMailOutbox } from '#infrastructure/memory/memory-mail-outbox.ts';
import { MemoryOverdueDeliveries } from '#infrastructure/memory/memory-overdue-deliveries.ts';
import { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import { openMemoryQueries, openMemoryRepositories } from '#infrastructure/memory/repositories.ts';
import { MemoryKeptAnswers, MemoryUnitOfWork } from '#infrastructure/memory/unit-of-work.ts';
import type { SigningKeyStore } from '#infrastructure/security/key-ring.ts';
import { MemorySigningKeys } from '#infrastructure/security/key-ring.ts';
import type { Sealer } from '#infrastructure/security/sealer.ts';
import { ServerClock } from '#infrastructure/system/server-clock.ts';
import { SystemClock } from '#infrastructure/system/system-clock.ts';
import type { PoolState } from '#infrastructure/telemetry/metrics.ts';
import type { DatabaseOptions } from '#infrastructure/typeorm/data-source.ts';
import { openDatabase, refuseReadOnly } from '#infrastructure/typeorm/data-source.ts';
import { PostgresEventPositions } from '#infrastructure/typeorm/events/event-positions.ts';
import { PostgresDirectory } from '#infrastructure/typeorm/identity/directory.ts';
import { PostgresInstallation } from '#infrastructure/typeorm/installation.ts';
import { PostgresKeptAnswers } from '#infrastructure/typeorm/kept-answers.ts';
import { notUpToDate } from '#infrastructure/typeorm/known-schema.ts';
import { loginWarning } from '#infrastructure/typeorm/login-rights.ts';
import { migrate } from '#infrastructure/typeorm/migrate.ts';
import { openQueries, openRepositories } from '#infrastructure/typeorm/repositories.ts';
import { PostgresSigningKeys } from '#infrastructure/typeorm/signing-keys.ts';
import { orUnavailable } from '#infrastructure/typeorm/storage-error.ts';
import { TypeOrmUnitOfWork } from '#infrastructure/typeorm/unit-of-work.ts';
import { PostgresOverdueDeliveries } from '#infrastructure/typeorm/webhooks/overdue-deliveries.ts';

/**
 * Where everything is kept: in this process' memory, in a PostgreSQL at `databaseUrl` (15 or
 * later), or in an embedded PostgreSQL 18 under `dataDirectory`.
 */
export type StorageChoice =
  | 'memory'
  | {
      readonly databaseUrl: string;
      readonly poolMax?: number | undefined;
      /** Whether the URL leads to a pooler such as PgBouncer, over which nothing is migrated. */
      readonly pooled?: boolean | undefined;
    }
  | { readonly dataDirectory: string; readonly poolMax?: number | undefined };

/** One sentence for whoever watches the start. */
export type Tell = (event: { level: 'info' | 'warn' | 'error'; message: string }) => void;

const poolMaxDefault = 10;

/** What a storage is opened with. */
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
export const openStorage = async (choice: StorageChoice, needs: StorageNeeds) => {
  if (choice === 'memory') return memoryStorage(needs);
  const poolMax = choice.poolMax ?? poolMaxDefault;
  if ('databaseUrl' in choice) {
    const { databaseUrl: url, pooled } = choice;
    const options = { url, poolMax, pooled };
    return unlessAborted(needs.signal, postgresStorage(options, url, needs));
  }
  return embeddedStorage(choice.dataDirectory, poolMax, needs);
};

export type Storage = Awaited<ReturnType<typeof openStorage>>;

const memoryStorage = ({ ids, clock }: StorageNeeds) => {
  const store = new MemoryStore(ids);
  const doors = { openRepositories: openMemoryRepositories, openQueries: openMemoryQueries };
  const work = new MemoryUnitOfWork(store, { clock, ids }, doors);
  return {
    unitOfWork: work,
    reads: work,
    directory: new MemoryDirectory(store) as Directory,
    mails: new MemoryMailOutbox(store, () => clock.now()) as MailOutbox,
    answers: new MemoryKeptAnswers(store) as IdempotencyKeys,
    positions: new MemoryEventPositions(store) as EventPositions,
    jobs: new MemoryJobs(store, () => clock.now()) as Jobs,
    overdueDeliveries: new MemoryOverdueDeliveries(store, () => clock.now()) as OverdueDeliveries,
    installation: new MemoryInstallation(store) as Installation,
    signingKeys: new MemorySigningKeys() as SigningKeyStore,
    connectionsMax: Infinity,
    poolState: (): PoolState => ({ total: 0, idle: 0, waiting: 0 }),
    loginWarning: async (): Promise<string | null> => null,
    ready: async (): Promise<void> => undefined,
    close: async (): Promise<void> => undefined,
  };
};

const postgresStorage = async (options: DatabaseOptions, ownerUrl: string, needs: StorageNeeds) => {
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
  // A clock that somebody gave us is right as it is.
  const serverClock =
    needs.clock instanceof SystemClock
      ? new ServerClock(needs.clock)
      : ServerClock.trusting(needs.clock);
  const work = new TypeOrmUnitOfWork(
    database,
    { ...needs, clock: serverClock, jobSender },
    { openRepositories, openQueries },
  );
  return {
    unitOfWork: work,
    reads: work,
    directory: new PostgresDirectory(pool) as Directory,
    mails: new JobMailOutbox(pool, jobSender, (error) => jobFailed(error, 'mail')) as MailOutbox,
    answers: new PostgresKeptAnswers(pool, sealer, serverClock) as IdempotencyKeys,
    positions: new PostgresEventPositions(pool, serverClock) as EventPositions,
    jobs: new PgBossJobs(pool, jobFailed, orUnavailable) as Jobs,
    overdueDeliveries: new PostgresOverdueDeliveries(pool, jobSender) as OverdueDeliveries,
    installation: new PostgresInstallation(pool, serverClock) as Installation,
    signingKeys: new PostgresSigningKeys(pool, sealer) as SigningKeyStore,
    connectionsMax: options.poolMax,
    poolState: (): PoolState => ({
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    loginWarning: () => loginWarning(pool),
    ready: async (): Promise<void> => {
      await refuseReadOnly(pool).catch((error: unknown) => {
        throw new Unavailable(error);
      });
    },
    close: async () => {
      await jobSender.close();
      await database.close();
    },
  };
};

const embeddedStorage = async (directory: string, poolMax: number, needs: StorageNeeds) => {
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
