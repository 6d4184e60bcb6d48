import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#infrastructure/typeorm/migrate.ts';
import { rowsAsAdmin } from '../support/admin.ts';
import { freshDatabase } from '../support/database.ts';
import { revertTo } from '../support/migrations.ts';

// Entries are found by who did it, before the migration, after it, and on the way back.

const fresh = freshDatabase();
const tenant = '01900000-0000-7000-8000-000000000001';
const writtenActorIds = '1764800000000';

const rowsOf = <Row extends object>(text: string): Promise<readonly Row[]> =>
  rowsAsAdmin<Row>(fresh.url(), text);

const actorIds = () => rowsOf('select actor_id from audit_entries order by sequence');

beforeAll(async () => {
  await revertTo(fresh.url(), writtenActorIds);
  await rowsOf(`
    insert into tenants (id, version, name, default_currency, time_zone, created_at, updated_at)
    values ('${tenant}', 1, 'Acme', 'EUR', 'Europe/Vienna', now(), now());
    insert into audit_entries (tenant_id, id, sequence, hash, action, resource_id, actor,
      request_id, created_at)
    values ('${tenant}', gen_random_uuid(), 1, 'a', 'x', 'y', '{"kind":"user","userId":"usr_1"}',
      'req', now()),
    ('${tenant}', gen_random_uuid(), 2, 'b', 'x', 'y', '{"kind":"system","name":"cli"}',
      'req', now());`);
  await migrate(fresh.url());
});
afterAll(() => migrate(fresh.url()));

test('entries that were there before keep who they are found by', async () => {
  expect(await actorIds()).toEqual([{ actor_id: 'usr_1' }, { actor_id: 'cli' }]);
});

test('no entry is without', async () => {
  const insert = rowsOf(`insert into audit_entries (tenant_id, id, sequence, hash, action,
      resource_id, actor, request_id, created_at)
    values ('${tenant}', gen_random_uuid(), 3, 'c', 'x', 'y', '{}', 'req', now())`);

  await expect(insert).rejects.toThrow('actor_id');
});

test('the migration can be taken back', async () => {
  await revertTo(fresh.url(), writtenActorIds);

  expect(await actorIds()).toEqual([{ actor_id: 'usr_1' }, { actor_id: 'cli' }]);
});
