import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import type { Database } from '#infrastructure/typeorm/data-source.ts';
import { PostgresDirectory } from '#infrastructure/typeorm/identity/directory.ts';
import { openQueries, openRepositories } from '#infrastructure/typeorm/repositories.ts';
import { TypeOrmUnitOfWork } from '#infrastructure/typeorm/unit-of-work.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { recordedEventsOf } from './recorded-events.ts';

/** A storage on `database`, for the contracts. Whoever opened the database closes it. */
export const openPostgresStorage = async (database: Database): Promise<StorageHarness> => {
  const work = new TypeOrmUnitOfWork(database, new UuidV7Ids(), { openRepositories, openQueries });
  return {
    unitOfWork: work,
    reads: work,
    directory: new PostgresDirectory(database.pool),
    eventsOf: (tenantId) => recordedEventsOf(database, tenantId),
    close: async () => undefined,
  };
};
