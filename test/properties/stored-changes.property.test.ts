import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { freshDatabase } from '../support/database.ts';
import { checkWaitingLaw, inLongTime } from '../support/laws.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import { histories } from './change-histories.ts';
import { playPreviewed } from './previewed-histories.ts';

// `STORED_RUNS=2000 npx vitest run test/properties/stored-changes.property.test.ts` for many.

const fresh = freshDatabase();
let database: Database;
let storage: StorageHarness;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 10 });
  storage = await openPostgresStorage(database);
});
afterAll(async () => {
  await storage.close();
  await database.close();
});

test('a history makes the same documents in memory and on PostgreSQL', inLongTime, async () => {
  await checkWaitingLaw(
    fc.asyncProperty(histories, async (history) => {
      const stored = await playPreviewed(storage, history);

      expect(stored).toEqual(await playPreviewed(await openMemoryStorage(), history));
    }),
    { numRuns: Number(process.env['STORED_RUNS'] ?? 100) },
  );
});
