import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compose } from '#infrastructure/composition/compose.ts';
import type { EmbeddedPostgres } from '#infrastructure/embedded/embedded-postgres.ts';
import { startEmbeddedPostgres } from '#infrastructure/embedded/embedded-postgres.ts';
import { migrate } from '#infrastructure/typeorm/schema/migrate.ts';

// The two ways to log in that docs/operations.md tells, by logins that are no superusers. A server
// of its own, because roles belong to the whole of one.

let directory: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'billing-logins-'));
  const settings = { fsync: 'off' };
  server = await startEmbeddedPostgres({
    directory: join(directory, 'pg'),
    settings,
    log: () => {},
  });
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

const urlOf = (user: string, database: string): string => {
  const url = new URL(server.adminUrl);
  Object.assign(url, { username: user, password: 'secret', pathname: `/${database}` });
  return url.href;
};

const asSuperuser = async (...statements: readonly string[]): Promise<void> => {
  const connectionString = server.adminUrl.replace(/[^/]+$/, 'postgres');
  const client = new Client({ connectionString });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};

const signUp = async (url: string): Promise<string> => {
  const { useCases, close } = await compose({ storage: { databaseUrl: url } });
  try {
    const { tenant } = await useCases.authentication.signUp.execute(
      { requestId: 'first' },
      { tenantName: 'Acme', name: 'Ada', email: 'ada@acme.example', password: 'correct horse' },
    );
    return tenant.name;
  } finally {
    await close();
  }
};

const asApplication = async (...statements: readonly string[]): Promise<unknown[]> => {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query('reset role');
    const idempotencyRecords: unknown[] = [];
    for (const statement of statements)
      idempotencyRecords.push((await client.query(statement)).rows);
    return idempotencyRecords;
  } finally {
    await client.end();
  }
};

describe('who gets into a connection of the application', () => {
  beforeAll(async () => {
    await migrate(server.ownerUrl);
    await signUp(server.url);
  });

  test.each([
    ["copy (select 1) to program 'true'", 'permission denied'],
    ["copy pg_temp from program 'true'", 'permission denied'],
    ["select pg_read_file('postgresql.conf')", 'permission denied'],
    ["select pg_ls_dir('.')", 'permission denied'],
    ["select lo_export(0, '/tmp/planted')", 'permission denied'],
    ["alter system set log_statement = 'all'", 'permission denied'],
    ['set role billing_owner', 'permission denied'],
    ['set role billing_admin', 'permission denied'],
    ['set session authorization billing_admin', 'permission denied'],
    ['alter role billing_login superuser', 'permission denied'],
    ['alter role billing_app bypassrls', 'permission denied'],
    ['alter table customers disable row level security', 'must be owner'],
    ['drop policy tenant on customers', 'must be owner'],
    ['create table planted (id integer)', 'permission denied'],
    ['create schema planted', 'permission denied'],
    ['create extension file_fdw', 'permission denied'],
    ["create function planted() returns text language c as 'libc', 'system'", 'permission denied'],
    ['delete from migrations', 'permission denied'],
    ['update audit_entries set request_id = null', 'permission denied'],
  ])('cannot: %s', async (statement, refusal) => {
    await expect(asApplication(statement)).rejects.toThrow(refusal);
  });

  test('sees no tenant when they put the role off', async () => {
    expect(
      await asApplication(
        'select id from tenants',
        'select id from users',
        `select current_user::text as name, rolsuper as super
          from pg_roles where rolname = current_user`,
      ),
    ).toEqual([[], [], [{ name: 'billing_login', super: false }]]);
  });

  test('locks nobody out by another password: the next start puts it right', async () => {
    await asApplication("alter role billing_login password 'other'");
    await expect(asApplication('select 1')).rejects.toThrow('password authentication failed');

    const guest = await startEmbeddedPostgres({
      directory: join(directory, 'pg'),
      log: () => undefined,
    });
    await guest.stop();

    expect(await asApplication('select 1 as one')).toEqual([[{ one: 1 }]]);
  });
});

const hasPsql = spawnSync('psql', ['--version']).status === 0;

test.runIf(hasPsql)('the logins of docker-compose.yml migrate and serve', async () => {
  const script = fileURLToPath(new URL('../../deploy/postgres/logins.sh', import.meta.url));
  await asSuperuser(
    'drop database billing with (force)',
    'drop owned by billing_login, billing_owner, billing_app',
    'drop role billing_login, billing_owner, billing_app',
  );
  const admin = new URL(server.adminUrl);
  const { status, stderr } = spawnSync('sh', [script], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      PGHOST: admin.hostname,
      PGPORT: admin.port,
      PGPASSWORD: admin.password,
      POSTGRES_USER: admin.username,
      BILLING_OWNER_PASSWORD: "secret'; drop role x; --",
      BILLING_LOGIN_PASSWORD: 'secret',
    },
  });
  expect([status, stderr]).toEqual([0, '']);

  await asSuperuser("alter role billing_owner password 'secret'");
  await migrate(urlOf('billing_owner', 'billing'));

  expect(await signUp(urlOf('billing_login', 'billing'))).toBe('Acme');
  await expect(asLogin('billing_login', 'set role billing_owner')).rejects.toThrow('denied');
  await expect(asLogin('billing_owner', "copy (select 1) to program 'true'")).rejects.toThrow(
    'denied',
  );
});

const asLogin = async (user: string, statement: string): Promise<void> => {
  const client = new Client({ connectionString: urlOf(user, 'billing') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

test('one login that owns the database migrates it, and works as another', async () => {
  await asSuperuser(
    // The embedded server has it already. Elsewhere the first migration makes it.
    'drop owned by billing_app',
    'drop database if exists billing with (force)',
    'drop role billing_app',
    "create role single login createrole password 'secret'",
    'create database single owner single',
  );

  expect(await signUp(urlOf('single', 'single'))).toBe('Acme');
});

test('a login that owns nothing works on what another migrated', async () => {
  await asSuperuser(
    "create role owning login password 'secret'",
    "create role working login noinherit password 'secret'",
    'grant billing_app to owning, working',
    'create database divided owner owning',
  );
  await migrate(urlOf('owning', 'divided'));
  const owner = new Client({ connectionString: urlOf('owning', 'divided') });
  await owner.connect();
  await owner.query('grant select on migrations to working');
  await owner.end();

  expect(await signUp(urlOf('working', 'divided'))).toBe('Acme');
});

test('a login that may not work as billing_app is refused', async () => {
  await asSuperuser(
    "create role stranger login password 'secret'",
    'create database strange owner stranger',
  );

  await expect(signUp(urlOf('stranger', 'strange'))).rejects.toThrow(
    /As a superuser, or \S+, run:\s+grant billing_app to stranger;/,
  );
});

test('a login that may not migrate is told each grant, and as whom to give it', async () => {
  await asSuperuser(
    "create role landlord login password 'secret'",
    "create role tenant login password 'secret'",
    'create database rented owner landlord',
  );
  const migrating = migrate(urlOf('tenant', 'rented'));

  await expect(migrating).rejects.toThrow(/grant create on schema public to tenant;/);
  await expect(migrating).rejects.toThrow(/As landlord .*grant create on database rented/s);
});
