import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { asAdmin, urlOfDatabase } from './admin.ts';

/** A migrated, empty database of one test file. */
export interface FreshDatabase {
  /** `postgres://…`, as its owner. To be asked for in hooks and tests, when the database exists. */
  url(): string;
}

/**
 * Gives the test file that calls it, at its top, a database of its own: made before its first test,
 * dropped after its last, whoever is still connected.
 */
export const freshDatabase = (): FreshDatabase => {
  const name = `${inject('databasePrefix')}_${randomBytes(6).toString('hex')}`;

  beforeAll(() =>
    asAdmin(adminUrl(), async (client) => {
      const template = await migratedTemplate(client);
      await client.query(`create database ${name} template ${template} strategy file_copy`);
    }),
  );
  afterAll(() =>
    asAdmin(adminUrl(), async (client) => {
      await client.query(`drop database if exists ${name} with (force)`);
    }),
  );

  return { url: () => urlOfDatabase(adminUrl(), name) };
};

/** The URL of the administrator of the server that this run uses. */
const adminUrl = (): string => inject('adminUrl');

const templateLock = 0x74_65_6d_70;

// The first test file to come migrates the template, the others wait for it. A template is finished
// when it takes no more connections, which is also what makes it fit for cloning: a database that
// anybody is connected to, autovacuum included, cannot be cloned.
const migratedTemplate = async (client: Client): Promise<string> => {
  const template = `${inject('databasePrefix')}_template`;
  await client.query('select pg_advisory_lock($1)', [templateLock]);
  try {
    const { rows } = await client.query<{ datallowconn: boolean }>(
      'select datallowconn from pg_database where datname = $1',
      [template],
    );
    if (rows[0]?.datallowconn === false) return template;
    await client.query(`drop database if exists ${template} with (force)`);
    await client.query(`create database ${template}`);
    const { migrate } = await import('#infrastructure/typeorm/schema/migrate.ts');
    await migrate(urlOfDatabase(adminUrl(), template));
    await client.query(`alter database ${template} with allow_connections false`);
    return template;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [templateLock]);
  }
};

/**
 * Gives the test file that calls it an empty database, on which nothing was migrated.
 * @param options what `create database` is told besides, such as its locale
 */
export const emptyDatabase = (options: string): FreshDatabase => {
  const name = `${inject('databasePrefix')}_${randomBytes(6).toString('hex')}`;
  beforeAll(() =>
    asAdmin(adminUrl(), async (client) => {
      await client.query(`create database ${name} template template0 ${options}`);
    }),
  );
  afterAll(() =>
    asAdmin(adminUrl(), async (client) => {
      await client.query(`drop database if exists ${name} with (force)`);
    }),
  );
  return { url: () => urlOfDatabase(adminUrl(), name) };
};

/**
 * Alters settings of the database of a URL, for sessions that are to come. Those that its server is
 * too old for are left out.
 */
export const settle = (url: string, settings: Readonly<Record<string, string>>): Promise<void> =>
  asAdmin(url, async (client) => {
    const database = new URL(url).pathname.slice(1);
    const { rows } = await client.query<{ name: string }>('select name from pg_settings');
    const known = new Set(rows.map(({ name }) => name));
    const given = Object.entries(settings).filter(([name]) => known.has(name));
    if (given.length === 0) return;
    const altered = given.map(([name, value]) =>
      // A list is several values: as one in quotes, search_path would be one schema.
      name === 'search_path'
        ? `alter database ${database} set ${name} = ${value}`
        : `alter database ${database} set ${name} = '${value}'`,
    );
    // In one message: the settings hold for whoever comes next, and not for these statements.
    await client.query(altered.join('; '));
  });

/** Takes back what `settle` altered. */
export const unsettle = (url: string): Promise<void> => {
  const patient = new URL(url);
  // Whatever was altered, this statement has its time.
  patient.searchParams.set('options', '-c statement_timeout=0 -c lock_timeout=0');
  return asAdmin(patient.href, async (client) => {
    await client.query(`alter database ${patient.pathname.slice(1)} reset all`);
  });
};
