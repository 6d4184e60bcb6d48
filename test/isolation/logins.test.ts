import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from '#infrastructure/composition/compose.ts';
import type { EmbeddedPostgres } from '#infrastructure/embedded/embedded-postgres.ts';
import { startEmbeddedPostgres } from '#infrastructure/embedded/embedded-postgres.ts';
import { migrate } from '#infrastructure/typeorm/migrate.ts';

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
  const url = new URL(server.url);
  Object.assign(url, { username: user, password: 'secret', pathname: `/${database}` });
  return url.href;
};

const asSuperuser = async (...statements: readonly string[]): Promise<void> => {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};

const signUp = async (url: string): Promise<string> => {
  const { useCases, close } = await compose({ storage: { databaseUrl: url } });
  try {
    const { tenant } = await useCases.entrance.signUp.execute(
      { requestId: 'first' },
      { tenantName: 'Acme', name: 'Ada', email: 'ada@acme.example', password: 'correct horse' },
    );
    return tenant.name;
  } finally {
    await close();
  }
};

test('one login that owns the database migrates it, and works as another', async () => {
  await asSuperuser(
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
