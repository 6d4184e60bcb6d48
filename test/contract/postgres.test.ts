import { afterAll, beforeAll, expect, test } from 'vitest';
import { Sealer } from '#infrastructure/security/sealer.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { PostgresSigningKeys } from '#infrastructure/typeorm/signing/signing-keys.ts';
import { signingKeyStoreContract } from '../../src/testing/contracts/installation.contract.ts';
import { storageContracts } from '../../src/testing/contracts/storage.contract.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import { CallRecorder, portMethods } from './call-recorder.ts';

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

const recorder = new CallRecorder();
storageContracts('PostgreSQL', async () => recorder.recorded(await openPostgresStorage(database)));

// It stands behind them all, so that it runs when they have run. In memory nothing is rolled up, so
// that some methods have nothing to do there.
test('every method of every storage port is called by a contract', async () => {
  const methods = await portMethods();

  expect(methods.length).toBeGreaterThan(200);
  expect(recorder.uncalled(methods)).toEqual([]);
});
