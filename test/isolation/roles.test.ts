import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UnsafeDatabaseRole } from '#infrastructure/typeorm/connection/application-role.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { freshDatabase } from '../support/database.ts';

// A role that could see across tenants must not start. Roles belong to the whole server, so these
// have names of their own and are gone afterwards.

const fresh = freshDatabase();
const suffix = randomBytes(4).toString('hex');
const [bypassing, owning] = [`test_bypassing_${suffix}`, `test_owning_${suffix}`];
let owner: Client;

beforeAll(async () => {
  owner = new Client({ connectionString: fresh.url() });
  await owner.connect();
  await owner.query(`create role ${bypassing} bypassrls; create role ${owning}`);
});
afterAll(async () => {
  await owner.query(`reassign owned by ${owning} to current_user`);
  await owner.query(`drop owned by ${owning}, ${bypassing}; drop role ${owning}, ${bypassing}`);
  await owner.end();
});

const opening = async (role?: string): Promise<void> => {
  const database = await openDatabase({ url: fresh.url(), poolMax: 1, role });
  await database.close();
};

test('the role of the migrations may start', async () => {
  await expect(opening()).resolves.toBeUndefined();
});

test('a role that bypasses row-level security may not start', async () => {
  await expect(opening(bypassing)).rejects.toThrow(UnsafeDatabaseRole);
  await expect(opening(bypassing)).rejects.toThrow('bypasses row-level security');
});

test('a superuser may not start', async () => {
  const { rows } = await owner.query<{ name: string }>('select current_user as name');

  await expect(opening(rows[0]?.name)).rejects.toThrow('bypasses row-level security');
});

test('a role that owns tables may not start', async () => {
  await owner.query(`alter table customers owner to ${owning}`);
  try {
    await expect(opening(owning)).rejects.toThrow('owns tables');
  } finally {
    await owner.query('alter table customers owner to current_user');
  }
});

test('nothing starts on a table whose fence is down', async () => {
  await owner.query('alter table customers no force row level security');
  try {
    await expect(opening()).rejects.toThrow('no row-level security is forced on customers');
  } finally {
    await owner.query('alter table customers force row level security');
  }
});

test('tables of others beside ours are not our business', async () => {
  await owner.query(`create table reports (tenant_id uuid, id uuid);
    create table owned_by_us (id uuid); alter table owned_by_us owner to billing_app`);
  try {
    await expect(opening()).resolves.toBeUndefined();
  } finally {
    await owner.query('drop table reports, owned_by_us');
  }
});
