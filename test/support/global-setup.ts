import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { asAdmin, urlOfDatabase } from './admin.ts';
import { postgresServer } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server's own database, of a user who may create databases and roles. */
    readonly adminUrl: string;
    /** A migrated database that nobody may connect to: only to be cloned. */
    readonly templateDatabase: string;
    /** What the names of this run's databases begin with: another run may share the server. */
    readonly databasePrefix: string;
  }
}

/** Finds a PostgreSQL for the run and migrates one database, of which each test file gets a clone. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const beganAt = performance.now();
  const server = await postgresServer();
  const databasePrefix = `billing_test_${randomBytes(4).toString('hex')}`;
  const templateDatabase = `${databasePrefix}_template`;
  const teardown = async (): Promise<void> => {
    await dropDatabases(server.adminUrl, databasePrefix).finally(() => server.stop());
  };
  try {
    await makeTemplate(server.adminUrl, templateDatabase);
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide('adminUrl', server.adminUrl);
  project.provide('templateDatabase', templateDatabase);
  project.provide('databasePrefix', databasePrefix);
  const milliseconds = Math.round(performance.now() - beganAt);
  process.stdout.write(`Tests use ${server.name}, ready after ${milliseconds} ms\n`);
  return teardown;
};

const makeTemplate = async (adminUrl: string, name: string): Promise<void> => {
  await asAdmin(adminUrl, (client) => client.query(`create database ${name}`));
  const { migrate } = await import('#infrastructure/typeorm/migrate.ts');
  await migrate(urlOfDatabase(adminUrl, name));
  // A database cannot be cloned while anybody is connected to it, autovacuum included.
  await asAdmin(adminUrl, (client) =>
    client.query(`alter database ${name} with allow_connections false`),
  );
};

const dropDatabases = (adminUrl: string, prefix: string): Promise<void> =>
  asAdmin(adminUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`);
  });
