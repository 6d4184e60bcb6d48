import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Clock } from '#application/shared/ports.ts';
import { JobMailOutbox } from '#infrastructure/jobs/job-mail-outbox.ts';
import { JobSender } from '#infrastructure/jobs/job-sender.ts';
import { PgBossJobs } from '#infrastructure/jobs/pg-boss-jobs.ts';
import { Sealer } from '#infrastructure/security/sealer.ts';
import { ServerClock } from '#infrastructure/system/server-clock.ts';
import { SystemClock } from '#infrastructure/system/system-clock.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import { postgresDueAccounts } from '#infrastructure/typeorm/charging/due-accounts.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { PostgresEventPositions } from '#infrastructure/typeorm/events/event-positions.ts';
import { PostgresIdempotencyRecords } from '#infrastructure/typeorm/idempotency/idempotency-records.ts';
import { PostgresDirectory } from '#infrastructure/typeorm/identity/directory.ts';
import { PostgresInstallation } from '#infrastructure/typeorm/operations/installation.ts';
import { openQueries, openRepositories } from '#infrastructure/typeorm/repositories.ts';
import { PostgresSigningKeys } from '#infrastructure/typeorm/signing/signing-keys.ts';
import { orUnavailable } from '#infrastructure/typeorm/transactions/storage-error.ts';
import { TypeOrmUnitOfWork } from '#infrastructure/typeorm/transactions/unit-of-work.ts';
import { PostgresOverdueDeliveries } from '#infrastructure/typeorm/webhooks/overdue-deliveries.ts';
import { someday } from '../../src/testing/builders.ts';
import { FixedClock } from '../../src/testing/fixed-clock.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { recordedEventsOf } from './recorded-events.ts';

/** The tools of a unit of work: ids, and a sealer that nobody else has the key of. */
const storageNeeds = (pool: Pool, clock: Clock = new SystemClock()) => ({
  ids: new UuidV7Ids(),
  clock: ServerClock.trusting(clock),
  jobSender: new JobSender(pool),
  sealer: new Sealer([randomBytes(32)]),
});

/** A storage on `database`, for the contracts. Whoever opened the database closes it. */
export const openPostgresStorage = async (database: Database): Promise<StorageHarness> => {
  const clock = new FixedClock(someday);
  const needs = storageNeeds(database.pool, clock);
  const work = new TypeOrmUnitOfWork(database, needs, { openRepositories, openQueries });
  return {
    unitOfWork: work,
    reads: work,
    directory: new PostgresDirectory(database.pool),
    mails: new JobMailOutbox(database.pool, needs.jobSender, () => undefined),
    idempotencyRecords: new PostgresIdempotencyRecords(database.pool, needs.sealer, needs.clock),
    eventsOf: (tenantId) => recordedEventsOf(database, tenantId),
    positions: new PostgresEventPositions(database.pool, new SystemClock()),
    jobs: new PgBossJobs(database.pool, () => undefined, orUnavailable),
    overdueDeliveries: new PostgresOverdueDeliveries(database.pool, needs.jobSender),
    dueAccounts: postgresDueAccounts(database.pool),
    installation: new PostgresInstallation(database.pool, needs.clock),
    signingKeys: new PostgresSigningKeys(database.pool, needs.sealer),
    clock,
    close: () => needs.jobSender.close(),
  };
};
