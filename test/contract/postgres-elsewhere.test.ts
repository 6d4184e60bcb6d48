import { afterAll, beforeAll } from 'vitest';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { migrate } from '#infrastructure/typeorm/schema/migrate.ts';
import { storageContracts } from '../../src/testing/contracts/storage.contract.ts';
import { emptyDatabase, settle } from '../support/database.ts';
import { alteredSettings, turkish } from '../support/elsewhere.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

// Every law once more, where `I` in lower case is no `i`, and the database was told to do
// everything in another way than it does by default.

const elsewhere = emptyDatabase(turkish);
let database: Database;
beforeAll(async () => {
  await settle(elsewhere.url(), alteredSettings);
  await migrate(elsewhere.url());
  database = await openDatabase({ url: elsewhere.url(), poolMax: 10 });
});
afterAll(() => database.close());

storageContracts('PostgreSQL elsewhere', () => openPostgresStorage(database));
