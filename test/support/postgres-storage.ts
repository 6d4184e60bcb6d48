import { randomBytes } from 'node:crypto';
import { Sealer } from '#infrastructure/security/sealer.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import type { Database } from '#infrastructure/typeorm/data-source.ts';
import { PostgresDirectory } from '#infrastructure/typeorm/identity/directory.ts';
import { PostgresKeptAnswers } from '#infrastructure/typeorm/kept-answers.ts';
import { openQueries, openRepositories } from '#infrastructure/typeorm/repositories.ts';
import { TypeOrmUnitOfWork } from '#infrastructure/typeorm/unit-of-work.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { recordedEventsOf } from './recorded-events.ts';

/** What a unit of work is opened with: ids, and a sealer that nobody else has the key of. */
const storageNeeds = () => ({
  ids: new UuidV7Ids(),
  sealer: new Sealer([randomBytes(32)]),
});

/** A storage on `database`, for the contracts. Whoever opened the database closes it. */
export const openPostgresStorage = async (database: Database): Promise<StorageHarness> => {
  const needs = storageNeeds();
  const work = new TypeOrmUnitOfWork(database, needs, { openRepositories, openQueries });
  return {
    unitOfWork: work,
    reads: work,
    directory: new PostgresDirectory(database.pool),
    answers: new PostgresKeptAnswers(database.pool, needs.sealer),
    eventsOf: (tenantId) => recordedEventsOf(database, tenantId),
    close: async () => undefined,
  };
};
