import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { migrate, revertLastMigration } from '#infrastructure/typeorm/schema/migrate.ts';
import { createBilling } from '../../src/index.ts';
import { rowsAsAdmin } from '../support/admin.ts';
import { inheritedEnvironment } from '../support/billing-program.ts';
import { freshDatabase } from '../support/database.ts';

// A database that another version made, or that others use, is refused in every way in, and stays
// as it was.

const fresh = freshDatabase();
const statement = (text: string) => rowsAsAdmin(fresh.url(), text);

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const encryptionKey = Buffer.alloc(32).toString('base64');

const program = (...given: string[]): Promise<string> =>
  new Promise((resolve) => {
    const env = {
      ...inheritedEnvironment,
      DATABASE_URL: fresh.url(),
      ENCRYPTION_KEY: encryptionKey,
      PORT: '0',
    };
    const command = ['--conditions=source', main, ...given];
    execFile(process.execPath, command, { env, timeout: 30_000 }, (error, output, faults) =>
      resolve(`${error === null ? 0 : String(error.code)}: ${output}${faults}`),
    );
  });

const waysIn: Readonly<Record<string, () => Promise<unknown>>> = {
  migrate: () => migrate(fresh.url()),
  'migrate --revert': () => revertLastMigration(fresh.url()),
  'the connections of the application': () => openDatabase({ url: fresh.url(), poolMax: 1 }),
  createBilling: () => createBilling({ storage: { databaseUrl: fresh.url() } }),
};

describe('a database from before the baseline', () => {
  const old = 'Core1764000000000';
  const name = (to: string, from: string) =>
    statement(`update migrations set name = '${to}' where name = '${from}'`);
  const inIt = async (work: () => Promise<void>): Promise<void> => {
    const [{ name: baseline } = { name: '' }] = (await statement(
      'select name from migrations order by id limit 1',
    )) as readonly { name: string }[];
    await name(old, baseline);
    try {
      await work();
    } finally {
      await name(baseline, old);
    }
  };

  test.each(Object.entries(waysIn))('is refused by %s', (_way, enter) =>
    inIt(async () => {
      const names = 'select name from migrations order by id';
      const before = await statement(names);

      await expect(enter()).rejects.toThrow(/before the first release.*an empty database/);

      expect(before[0]).toEqual({ name: old });
      expect(await statement(names)).toEqual(before);
    }),
  );

  test.each([['serve'], ['worker'], ['migrate'], ['tenants', 'list'], ['doctor']])(
    'is refused by the program: %s',
    (...given) =>
      inIt(async () => {
        const told = await program(...given);

        expect(told).not.toMatch(/^0/);
        expect(told).toContain(`names the migration ${old}`);
        expect(told).toContain('an empty directory in BILLING_DATA_DIR');
      }),
  );
});

test.each(Object.entries(waysIn))(
  'what a newer version made is refused by %s',
  async (_, enter) => {
    await statement("insert into migrations (timestamp, name) values (1, 'AddTaxes9964900000000')");
    try {
      await expect(enter()).rejects.toThrow(/A newer version.*AddTaxes9964900000000/);
    } finally {
      await statement("delete from migrations where name = 'AddTaxes9964900000000'");
    }
  },
);

describe('a database that others use', () => {
  const moved = 'alter schema public rename to kept; create schema public;';
  const back = 'drop schema public cascade; alter schema kept rename to public;';
  afterEach(() => statement(back));

  test.each([
    ['a table with a name of ours', 'create table customers (id integer)', 'customers'],
    ['the list of migrations of another program', 'create table migrations (id integer)', 'migra'],
  ])('with %s is refused, and stays as it was', async (_what, made, told) => {
    await statement(`${moved} ${made}`);

    await expect(migrate(fresh.url())).rejects.toThrow(`that are not ours: ${told}`);
    expect(
      await statement(`select count(*)::integer from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace`),
    ).toEqual([{ count: 1 }]);
  });
});
