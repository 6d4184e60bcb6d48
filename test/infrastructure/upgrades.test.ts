import type { MigrationInterface, QueryRunner } from 'typeorm';
import { describe, expect, inject, test } from 'vitest';
import { compose } from '#infrastructure/composition/compose.ts';
import { allMigrations as migrations } from '#infrastructure/typeorm/schema/all-migrations.ts';
import { migrate, revertLastMigration } from '#infrastructure/typeorm/schema/migrate.ts';
import { createFullTenant } from '../isolation/two-tenants.ts';
import { asAdmin, urlOfDatabase } from '../support/admin.ts';
import type { Migration } from '../support/owner-databases.ts';
import { applyMigrations as apply, ownerDatabases } from '../support/owner-databases.ts';

// Every migration, from every schema before it, with data, as an owner who is no superuser: forced
// row-level security binds that owner, and lets a statement touch no row without a word.

const { ownDatabase } = ownerDatabases();

/** The rows of each table, as a superuser sees them. */
const contentOf = (url: string): Promise<Readonly<Record<string, readonly object[]>>> =>
  asAdmin(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(tablesOfOurs);
    const content: [string, readonly object[]][] = [];
    for (const { name } of tables) {
      const { rows } = await client.query(`select * from ${name} t order by t::text collate "C"`);
      content.push([name, rows]);
    }
    return Object.fromEntries(content);
  });

const tablesOfOurs = `select relname::text as name from pg_class where relkind = 'r' and
  relnamespace = 'public'::regnamespace and relname <> 'migrations' order by 1`;

interface Column {
  readonly name: string;
  readonly type: string;
  /** The words that a check allows, if there is one. */
  readonly words: readonly string[];
}

/**
 * Puts two rows into every table, whatever tables there are by then. All ids of a row are the same,
 * so what it refers to is the row of that number in another table.
 */
const fill = (url: string): Promise<void> =>
  asAdmin(url, async (client) => {
    // In any order: in the end each reference has its row.
    await client.query('set session_replication_role = replica');
    const { rows: tables } = await client.query<{ name: string }>(tablesOfOurs);
    for (const { name } of tables) {
      const { rows: columns } = await client.query<Column>(columnsOf, [name]);
      for (const row of [0, 1]) {
        const values = columns.map((column) => `'${valueOf(column, row)}'`);
        const names = columns.map((column) => column.name);
        await client.query(`insert into ${name} (${names.join()}) values (${values.join()})`);
      }
    }
  });

const columnsOf = `
  select a.attname::text as name, t.typname::text as type,
    array(select (regexp_matches(pg_get_constraintdef(c.oid), '''([^'']+)''::text', 'g'))[1]
      from pg_constraint c where c.conrelid = a.attrelid and c.contype = 'c'
        and c.conkey = array[a.attnum]) as words
  from pg_attribute a join pg_type t on t.oid = a.atttypid
  where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
    and a.attgenerated = '' and a.attidentity = ''`;

const valueOf = ({ name, type, words }: Column, row: number): string => {
  if (type === 'uuid') return `01900000-0000-7000-8000-00000000000${row}`;
  if (type.startsWith('int') || type === 'numeric') return '1';
  if (type === 'jsonb') return '{}';
  if (type === 'bytea') return `\\x0${row}`;
  if (type === 'bool') return 'true';
  if (type.startsWith('timestamp') || type === 'date') return '2026-01-01T00:00:00Z';
  return words[row] ?? words[0] ?? `${name} ${row}`;
};

/** The schemas that were made so far, by the number of their migrations: all begin alike. */
const schemas = new Map<number, { readonly empty: string; readonly filled: string }>();

/** The name of a database with the schema of these migrations, full of rows. */
const schemaOf = async (those: readonly Migration[]): Promise<string> => {
  const made = schemas.get(those.length);
  if (made !== undefined) return made.filled;
  const before = schemas.get(those.length - 1);
  const empty = await ownDatabase(before?.empty);
  await apply(empty, those);
  const filled = await ownDatabase(nameOf(empty));
  await fill(asSuperuser(filled));
  schemas.set(those.length, { empty: nameOf(empty), filled: nameOf(filled) });
  return nameOf(filled);
};

/**
 * Faults where an owner without further rights migrates what a superuser can: a failure,
 * or the tables that are left otherwise. Both begin with `before`, full of rows.
 */
const faultsOfUpgrade = async (
  before: readonly Migration[],
  after: readonly Migration[],
): Promise<readonly string[]> => {
  const filled = await schemaOf(before);
  const [reference, byOwner] = [asSuperuser(await ownDatabase(filled)), await ownDatabase(filled)];
  await apply(reference, after);
  try {
    await apply(byOwner, after);
  } catch (error) {
    return [String(error)];
  }
  const [expected, found] = [await contentOf(reference), await contentOf(asSuperuser(byOwner))];
  return Object.keys(expected).filter(
    (name) => JSON.stringify(expected[name]) !== JSON.stringify(found[name]),
  );
};

const asSuperuser = (url: string): string => urlOfDatabase(inject('adminUrl'), nameOf(url));

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

const planted = (sql: string): Migration =>
  class Planted9900000000000 implements MigrationInterface {
    readonly name = 'Planted9900000000000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }

    async down(): Promise<void> {
      // Nothing is taken back here.
    }
  };

test.each(migrations.map((_, count) => count))(
  'the owner migrates from the schema of %i migrations to that of this release',
  async (count) => {
    expect(await faultsOfUpgrade(migrations.slice(0, count), migrations)).toEqual([]);
  },
);

test('all migrations are reverted, the last one first, and applied again', async () => {
  const url = await ownDatabase();
  const names = migrations.map((migration) => new migration().name ?? migration.name);

  expect(await migrate(url)).toEqual(names);
  for (const name of names.toReversed()) expect(await revertLastMigration(url)).toBe(name);
  expect([await revertLastMigration(url), await migrate(url)]).toEqual([undefined, names]);
});

test('what was migrated by such an owner is served', async () => {
  const url = await ownDatabase();
  await migrate(url);
  const composition = await compose({ storage: { databaseUrl: url } });
  const { customerId } = await createFullTenant(composition.useCases, 'acme');
  await composition.close();

  expect(customerId).toMatch(/^cus_/);
});

describe('a planted migration', () => {
  const upgrade = (sql: string) => faultsOfUpgrade(migrations, [...migrations, planted(sql)]);

  // A superuser's `delete` would have emptied the table.
  test('that empties a table in vain, and then breaks on it, is found', async () => {
    const sql = 'delete from sessions; alter table sessions add column proof text not null';

    expect(await upgrade(sql)).toEqual([expect.stringContaining('contains null values')]);
  });

  test.each([
    ['changes no row', "update customers set name = 'Renamed'", ['customers']],
    ['deletes no row', 'delete from search_tokens', ['search_tokens']],
    [
      'copies no row',
      'create table copies (id uuid); insert into copies select id from plans',
      ['copies'],
    ],
  ])('that %s without a word is found', async (_what, sql, tables) => {
    expect(await upgrade(sql)).toEqual(tables);
  });

  test('that lifts the fence of the owner while it works is good', async () => {
    const sql = `alter table customers no force row level security;
      update customers set name = 'Renamed';
      alter table customers force row level security`;

    expect(await upgrade(sql)).toEqual([]);
  });
});
