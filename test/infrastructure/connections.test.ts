import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { freshDatabase } from '../support/database.ts';

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 2 });
});
afterAll(() => database.close());

test('no connection, not even the first, ends the process when it breaks unwatched', async () => {
  const clients = await Promise.all([database.pool.connect(), database.pool.connect()]);
  for (const client of clients) {
    expect(client.listenerCount('error')).toBeGreaterThan(0);
    client.emit('error', new Error('terminating connection due to unexpected postmaster exit'));
    client.release(true);
  }
  await expect(database.pool.query('select 1')).resolves.toMatchObject({ rowCount: 1 });
});
