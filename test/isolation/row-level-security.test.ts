import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CustomerId } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { TenantReader, tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import { tablesInUse } from './schema-catalog.ts';
import { neverDeleted, tablesWithRows } from './table-lists.ts';
import type { FullTenant } from './two-tenants.ts';
import { createFullTenant, failIn, missPeriodsIn } from './two-tenants.ts';
import { reachAlerts } from './usage-things.ts';

// The second fence alone: SQL that names no tenant at all, as the application's role.

const fresh = freshDatabase();
let composition: Composition;
let database: Database;
let owner: Client;
let acme: FullTenant;
let other: FullTenant;

beforeAll(async () => {
  composition = await compose({ storage: { databaseUrl: fresh.url(), poolMax: 2 } });
  acme = await createFullTenant(composition.useCases, 'acme');
  other = await createFullTenant(composition.useCases, 'other');
  for (const tenant of [acme, other]) await missPeriodsIn(composition.operations.billing, tenant);
  for (const tenant of [acme, other]) await failIn(composition.operations.events, tenant);
  const { verification, usage } = composition.operations;
  // One connection, so that whatever a transaction leaves behind meets the next.
  database = await openDatabase({ url: fresh.url(), poolMax: 1 });
  const { unitOfWork } = await openPostgresStorage(database);
  for (const { context } of [acme, other]) {
    await verification.step.execute(context, {});
    await unitOfWork.run(context, (repositories) => reachAlerts(repositories));
    await usage.rollUp.execute(context, {});
  }
  owner = new Client({ connectionString: fresh.url() });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.close();
  await composition.close();
});

const as = async <Result>(
  settings: Readonly<Record<string, string>>,
  work: (query: (sql: string, values?: unknown[]) => Promise<readonly object[]>) => Promise<Result>,
): Promise<Result> => {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    for (const [name, value] of Object.entries(settings)) {
      await client.query('select set_config($1, $2, true)', [name, value]);
    }
    return await work(async (sql, values = []) => (await client.query(sql, values)).rows);
  } finally {
    await client.query('rollback');
    client.release();
  }
};

const inTenant = ({ context }: FullTenant) => ({ 'app.tenant_id': uuidOf(context.tenantId) });

describe('row-level security alone', () => {
  test('shows in every table the rows of the one tenant, and there are some', async () => {
    for (const { name } of await tablesInUse(owner)) {
      const tenants = await as(inTenant(acme), (query) =>
        query(`select distinct tenant_id from ${name}`),
      );
      expect([name, tenants]).toEqual([name, [{ tenant_id: uuidOf(acme.context.tenantId) }]]);
    }
  });

  test('shows one tenant and the people in it', async () => {
    const seen = await as(inTenant(acme), (query) =>
      query(`select t.name as tenant, m.email from tenants t, memberships m`),
    );

    expect(seen).toEqual([{ tenant: 'acme', email: 'admin@acme.example' }]);
  });

  test.each([['nobody'], ['']])('shows nothing to %j', async (nobody) => {
    const settings = nobody === '' ? { 'app.tenant_id': '' } : {};
    const tables = [...(await tablesInUse(owner)).map(({ name }) => name), 'tenants', 'users'];

    for (const name of tables) {
      const seen = await as(settings, (query) => query(`select * from ${name}`));
      expect([name, seen]).toEqual([name, []]);
    }
  });

  test('lets no row of another tenant be changed or taken away', async () => {
    const tables = (await tablesInUse(owner)).map(({ name }) => name);
    for (const name of tables.filter((table) => !neverDeleted.includes(table))) {
      const touched = await as(inTenant(acme), (query) =>
        query(`delete from ${name} where tenant_id = $1 returning 1`, [
          uuidOf(other.context.tenantId),
        ]),
      );
      expect([name, touched]).toEqual([name, []]);
    }
    const renamed = await as(inTenant(acme), (query) =>
      query(`update customers set name = 'Stolen' returning id`),
    );
    expect(renamed).toEqual([{ id: uuidOf(acme.customerId as CustomerId) }]);
  });

  test('lets no row be put into another tenant, nor be moved there', async () => {
    const tenantId = uuidOf(other.context.tenantId);
    const insert = as(inTenant(acme), (query) =>
      query(
        `insert into products (tenant_id, id, version, code, name, metadata, created_at, updated_at)
         values ($1, gen_random_uuid(), 1, 'x', 'X', '{}', now(), now())`,
        [tenantId],
      ),
    );
    await expect(insert).rejects.toThrow('violates row-level security policy');

    const move = as(inTenant(acme), (query) =>
      query('update customers set tenant_id = $1', [tenantId]),
    );
    await expect(move).rejects.toThrow('violates row-level security policy');
  });

  test('lets nobody change what happened', async () => {
    const rewriting = as(inTenant(acme), (query) => query(`update audit_entries set action = 'x'`));

    await expect(rewriting).rejects.toThrow('permission denied for table audit_entries');
    for (const sql of ['update plan_versions set trial_days = 99', 'delete from plan_versions']) {
      expect(await as(inTenant(acme), (query) => query(`${sql} returning id`))).toEqual([]);
    }
  });

  test('lets no usage be forgotten before its month is over', async () => {
    const forgotten = await as(inTenant(acme), (query) =>
      query('delete from usage_keys returning event_id'),
    );
    const dropping = as(inTenant(acme), (query) =>
      query(`select drop_usage_partitions((now() + interval '32 days')::date)`),
    );

    expect(forgotten).toEqual([]);
    await expect(dropping).rejects.toThrow('Events are kept until their month is over.');
  });

  test.each([
    ['moves a head', "update audit_chains set sequence = 1, hash = ''"],
    ['makes a head', "insert into audit_chains values (current_tenant_id(), 0, '')"],
    ['takes a head away', 'delete from audit_chains'],
    ['locks a head', 'select from audit_chains for update'],
    ['takes an entry away', 'delete from audit_entries'],
    [
      'puts an entry beside the chain',
      `insert into audit_entries select * from audit_entries on conflict do nothing`,
    ],
  ])('lets nobody write the past: who %s', async (_what, statement) => {
    const writing = as(inTenant(acme), (query) => query(statement));

    await expect(writing).rejects.toThrow(/permission denied for table audit_(chains|entries)/);
  });

  const append = (tenant: FullTenant): readonly [string, unknown[]] => [
    `select append_audit_entries($1, '{}', 'z', 'r', now(), array[gen_random_uuid()], '{x}', '{y}',
      '{null}', '{null}', '{null}', '{canonical}')`,
    [uuidOf(tenant.context.tenantId)],
  ];
  const headOf = (tenant: FullTenant) =>
    owner
      .query<{ sequence: string }>('select sequence from audit_chains where tenant_id = $1', [
        uuidOf(tenant.context.tenantId),
      ])
      .then(({ rows }) => Number(rows[0]?.sequence));

  test('lets an entry be added to the tenant at work, and to no other', async () => {
    const own = as(inTenant(acme), (query) => query(...append(acme)));
    await expect(own).resolves.toHaveLength(1);

    const others = as(inTenant(acme), (query) => query(...append(other)));
    await expect(others).rejects.toThrow('the tenant at work alone');
    const nobodys = as({}, (query) => query(...append(acme)));
    await expect(nobodys).rejects.toThrow('the tenant at work alone');
  });

  test('lets nobody slip other tables under the past', async () => {
    const head = await headOf(acme);

    const [slipped] = await as(inTenant(acme), async (query) => {
      await query('create temporary table audit_chains (like public.audit_chains)');
      await query('create temporary table audit_entries (like public.audit_entries)');
      await query(...append(acme));
      return query(`select (select count(*)::integer from pg_temp.audit_entries) as beside,
        (select sequence::integer from public.audit_chains) as head`);
    });

    expect(slipped).toEqual({ beside: 0, head: head + 1 });
  });

  test('shows a person at the door their own places, and nobody else', async () => {
    const userId = acme.context.actor.kind === 'user' ? acme.context.actor.userId : undefined;
    const settings = { 'app.user_id': userId === undefined ? '' : uuidOf(userId) };

    const places = await as(settings, (query) =>
      query('select tenant_name as name from user_tenants'),
    );
    const customers = await as(settings, (query) => query('select 1 from customers'));

    expect(places).toEqual([{ name: 'acme' }]);
    expect(customers).toEqual([]);
  });

  test('shows a person to whoever asks for them by name', async () => {
    const asked = await as({ 'app.person_email': 'admin@other.example' }, (query) =>
      query('select email from users'),
    );

    expect(asked).toEqual([{ email: 'admin@other.example' }]);
  });
});

describe('the other purposes', () => {
  const tablesSeenFor = (purpose: string): Promise<readonly string[]> =>
    as({ 'app.purpose': purpose }, (query) => tablesWithRows(owner, query));

  test('an operator sees which tenants there are, and nothing of theirs', async () => {
    const seen = await as({ 'app.purpose': 'operate' }, (query) =>
      query('select name from tenants order by name'),
    );
    expect(seen).toEqual([{ name: 'acme' }, { name: 'other' }]);
    expect(await tablesSeenFor('operate')).toEqual([]);
  });

  test.each([
    ['rolls usage up', 'roll_up', 'rollUp'],
    ['watches usage', 'watch_usage', 'watch'],
  ] as const)('who %s sees in which tenants some came, and no more', async (_, purpose, step) => {
    const heads = (sql: string) => as({ 'app.purpose': purpose }, (query) => query(sql));

    expect(await tablesSeenFor(purpose)).toEqual(['usage_heads']);
    expect(await heads('update usage_heads set position = 0 returning 1')).toEqual([]);
    await composition.operations.usage[step].execute(acme.context, {});
    const left = await heads('select tenant_id from usage_heads');
    expect(left).toEqual([{ tenant_id: uuidOf(other.context.tenantId) }]);
  });

  test('a sweep sees what is over, and nothing else', async () => {
    const settings = { 'app.purpose': 'sweep' };
    expect(await tablesSeenFor('sweep')).toEqual([]);
    await owner.query(`alter table sessions no force row level security;
      update sessions set expires_at = now() - interval '1 second'
      where tenant_id = '${uuidOf(other.context.tenantId)}';
      alter table sessions force row level security`);

    const over = await as(settings, (query) => query('delete from sessions returning tenant_id'));
    expect(over).toEqual([{ tenant_id: uuidOf(other.context.tenantId) }]);
    const kept = as(settings, (query) => query('update sessions set expires_at = now()'));
    await expect(kept).rejects.toThrow('violates row-level security policy');
  });
});

describe('the tenant of a transaction', () => {
  const leftBehind = async (): Promise<readonly object[]> => {
    const { rows } = await database.pool.query<object>(`
      select nullif(current_setting('app.tenant_id', true), '') as tenant,
        nullif(current_setting('app.user_id', true), '') as person, current_user as role`);
    return rows;
  };
  const nobody = [{ tenant: null, person: null, role: 'billing_app' }];

  test('is not left on the connection, neither after work nor after a failure', async () => {
    await as(inTenant(acme), (query) => query('select 1'));
    expect(await leftBehind()).toEqual(nobody);

    await as(inTenant(acme), (query) => query('select 1 / 0')).catch(() => undefined);
    expect(await leftBehind()).toEqual(nobody);
  });

  test('is not left by a fenced read, nor by one that fails', async () => {
    const reader = new TenantReader(database.pool, uuidOf(acme.context.tenantId));

    const rows = await reader.rows(tenantScoped('select c.name from customers c'), []);
    expect(rows).toHaveLength(1);
    expect(await leftBehind()).toEqual(nobody);

    const failing = reader.rows(tenantScoped('select 1 / 0 as x from customers c'), []);
    await failing.catch(() => undefined);
    expect(await leftBehind()).toEqual(nobody);
  });

  test('cannot be escaped by RESET ROLE', async () => {
    await database.pool.query('reset role');

    expect(await leftBehind()).toEqual(nobody);
  });
});
