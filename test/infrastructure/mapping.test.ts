import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { tableNames, tables } from '#infrastructure/typeorm/schema/tables.ts';
import { freshDatabase } from '../support/database.ts';

// The mapping and the tables of the migrations are written twice, and must say the same.

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 1 });
});
afterAll(() => database.close());

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

const typeNames: Readonly<Record<string, string>> = {
  'timestamp with time zone': 'timestamptz',
};

// These are read and written by statements alone, like TypeORM's own list of migrations.
const mappedNames = tables.map(({ options }) => options.tableName);
const writtenInSql = ['migrations', ...tableNames].filter((name) => !mappedNames.includes(name));

const migrated = async (): Promise<readonly Column[]> => {
  // A generated column is the database's own: nothing writes it, and reads name it in SQL.
  const { rows } = await database.pool.query<Column>(
    `
    select table_name as "table", column_name as name, data_type as type,
      is_nullable = 'YES' as nullable
    from information_schema.columns
    where table_schema = 'public' and is_generated = 'NEVER'
      and table_name <> all ($1)`,
    [writtenInSql],
  );
  return rows.map((row) => ({ ...row, type: typeNames[row.type] ?? row.type }));
};

const mapped = (): readonly Column[] =>
  database.dataSource.entityMetadatas.flatMap(({ tableName, columns }) =>
    columns.map(({ databaseName, type, isNullable }) => ({
      table: tableName,
      name: databaseName,
      type: String(type),
      nullable: isNullable,
    })),
  );

const inOrder = (columns: readonly Column[]): readonly string[] =>
  columns
    .map(({ table, name, type, nullable }) => `${table}.${name} ${type}${nullable ? ' null' : ''}`)
    .toSorted();

test('every column is mapped as the migrations made it', async () => {
  const columns = inOrder(await migrated());

  expect(columns.length).toBeGreaterThan(70);
  expect(inOrder(mapped())).toEqual(columns);
});

test('every table that the migrations made is known by name, and no other', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    "select relname::text as name from pg_class where relkind in ('r', 'p') and " +
      "relnamespace = 'public'::regnamespace",
  );

  expect(rows.map(({ name }) => name).toSorted()).toEqual(['migrations', ...tableNames].toSorted());
});
