import { afterAll, beforeAll } from 'vitest';
import { Sealer } from '#infrastructure/security/sealer.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { PostgresSigningKeys } from '#infrastructure/typeorm/signing/signing-keys.ts';
import { signingKeyStoreContract } from '../../src/testing/contracts/installation.contract.ts';
import { storageContracts } from '../../src/testing/contracts/storage.contract.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 10 });
});
afterAll(() => database.close());

signingKeyStoreContract(
  'PostgreSQL',
  async () => new PostgresSigningKeys(database.pool, new Sealer([Buffer.alloc(32)])),
);
storageContracts('PostgreSQL', () => openPostgresStorage(database));
