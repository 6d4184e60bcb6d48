import { afterAll, beforeAll } from 'vitest';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import type { Database } from '#infrastructure/typeorm/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/data-source.ts';
import { PostgresDirectory } from '#infrastructure/typeorm/identity/directory.ts';
import { openQueries, openRepositories } from '#infrastructure/typeorm/repositories.ts';
import { TypeOrmUnitOfWork } from '#infrastructure/typeorm/unit-of-work.ts';
import { storageContracts } from '../../src/testing/contracts/storage.contract.ts';
import { freshDatabase } from '../support/database.ts';
import { recordedEventsOf } from './recorded-events.ts';

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 10 });
});
afterAll(() => database.close());

storageContracts('PostgreSQL', async () => {
  const work = new TypeOrmUnitOfWork(database, new UuidV7Ids(), { openRepositories, openQueries });
  return {
    unitOfWork: work,
    reads: work,
    directory: new PostgresDirectory(database.pool),
    eventsOf: (tenantId) => recordedEventsOf(database, tenantId),
    close: async () => undefined,
  };
});
