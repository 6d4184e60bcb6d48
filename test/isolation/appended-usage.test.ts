import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TenantId } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { storageUnderTest } from '../../src/testing/harness.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

// The function that appends usage is told its tenant: row-level security holds it to the one at
// work.

const fresh = freshDatabase();
let database: Database;

beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 2 });
});
afterAll(() => database.close());

const { createTenant } = storageUnderTest(() => openPostgresStorage(database));

const append = async (atWork: TenantId | null, of: TenantId): Promise<readonly object[]> => {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query('select prepare_usage_partition(current_date)');
    const setting = atWork === null ? '' : uuidOf(atWork);
    await client.query(`select set_config('app.tenant_id', $1, true)`, [setting]);
    const { rows } = await client.query<object>(
      `select append_usage_events($1, 1, now(), current_date, 's', 'appended', 't',
        gen_random_uuid()::text, '', now()::text, 't', '{}') as repeated`,
      [uuidOf(of)],
    );
    return rows;
  } finally {
    await client.query('rollback');
    client.release();
  }
};

test('usage is appended to the tenant at work, and to no other', async () => {
  const [acme, other] = [await createTenant(), await createTenant()];

  expect(await append(acme.id, acme.id)).toEqual([{ repeated: [] }]);

  const refused = 'new row violates row-level security policy for table "usage_heads"';
  await expect(append(acme.id, other.id)).rejects.toThrow(refused);
  await expect(append(null, acme.id)).rejects.toThrow(refused);
});
