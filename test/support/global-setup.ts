import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { asAdmin } from './admin.ts';
import { postgresServer } from './postgres-server.ts';

const root = resolve(import.meta.dirname, '../..');

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server's own database, of a user who may create databases and roles. */
    readonly adminUrl: string;
    /** The beginning of the names of this run's databases: another run may share the server. */
    readonly databasePrefix: string;
  }
}

/**
 * Finds a PostgreSQL for the run, and at its end leaves nothing behind in it. The databases are
 * made by the test files that ask for one (`database.ts`), so a run without any does not migrate.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const beganAt = performance.now();
  // The tests start the program hundreds of times: half of a start is compiling the same files.
  process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules/.cache/compiled-for-tests');
  const server = await postgresServer();
  const databasePrefix = `billing_test_${randomBytes(4).toString('hex')}`;
  await asAdmin(server.adminUrl, (client) => client.query('select 1'));
  project.provide('adminUrl', server.adminUrl);
  project.provide('databasePrefix', databasePrefix);
  const milliseconds = Math.round(performance.now() - beganAt);
  process.stdout.write(`Tests use ${server.name}, ready after ${milliseconds} ms\n`);
  return async () => {
    try {
      await dropDatabases(server.adminUrl, databasePrefix);
    } finally {
      await server.stop();
    }
  };
};

const dropDatabases = (adminUrl: string, prefix: string): Promise<void> =>
  asAdmin(adminUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`);
  });
