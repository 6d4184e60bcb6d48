import { afterAll, beforeAll } from 'vitest';
import type { Database } from '#infrastructure/typeorm/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/data-source.ts';
import { storageContracts } from '../../src/testing/contracts/storage.contract.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 10 });
});
afterAll(() => database.close());

storageContracts('PostgreSQL', () => openPostgresStorage(database));
