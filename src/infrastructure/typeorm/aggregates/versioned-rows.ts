import type { EntitySchema, ObjectLiteral } from 'typeorm';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

/** A row with a version, as every aggregate has. */
export interface Versioned extends ObjectLiteral {
  readonly tenantId?: string;
  readonly id: string;
  readonly version: number;
}

/**
 * Stores a row one version on: inserts where `row.version` is 1, else replaces version - 1.
 * Never TypeORM's `save`, which loses an update when the version is stale. The statements are made
 * of the table's mapping once, and stay prepared: TypeORM would build them anew for every row.
 * @throws {VersionMismatch} when the stored row has another version, or is gone.
 */
export const storeRow = async <Row extends Versioned>(
  { client }: Transaction,
  table: EntitySchema<Row>,
  row: Row,
): Promise<void> => {
  if (row.version === 1) {
    await client.query(insertOf(table, row));
    return;
  }
  const { rowCount } = await client.query(updateOf(table, row));
  if (rowCount !== 1) throw new VersionMismatch();
};

/** A prepared statement, and the values of its placeholders. */
export interface Prepared extends Statement {
  readonly values: unknown[];
}

/** The statement that inserts `row`. */
export const insertOf = <Row extends Versioned>(table: EntitySchema<Row>, row: Row): Prepared => {
  const { insert, columns } = statementsOf(table);
  return { ...insert, values: valuesOf(columns, row) };
};

/** The statement that replaces the version before `row`. */
export const updateOf = <Row extends Versioned>(table: EntitySchema<Row>, row: Row): Prepared => {
  const { update, columns } = statementsOf(table);
  return { ...update, values: valuesOf(columns.filter(isUpdated), row) };
};

/** @throws {VersionMismatch} when the stored row has another version, or is gone. */
export const deleteRow = async <Row extends Versioned>(
  { manager }: Transaction,
  table: EntitySchema<Row>,
  key: { readonly tenantId: string; readonly id: string; readonly version: number },
): Promise<void> => {
  const { affected } = await manager.delete(table, key);
  if (affected !== 1) throw new VersionMismatch();
};

/**
 * The row of this tenant with this id, as far as it is read: without what `select: false` marks.
 */
export const findRow = async <Row extends Versioned>(
  { client, tenantId }: Transaction,
  table: EntitySchema<Row>,
  id: string,
  lock: 'none' | 'shared' | 'locked' = 'none',
): Promise<Row | undefined> => {
  const { find, findShared, findLocked } = statementsOf(table);
  const statement = { none: find, shared: findShared, locked: findLocked }[lock];
  const { rows } = await client.query<Row>({ ...statement, values: [tenantId, id] });
  return rows[0];
};

/** As `findRow`, all of these that there are. */
export const findRows = async <Row extends Versioned>(
  { client, tenantId }: Transaction,
  table: EntitySchema<Row>,
  ids: readonly string[],
): Promise<readonly Row[]> => {
  if (ids.length === 0) return [];
  const { rows } = await client.query<Row>({
    ...statementsOf(table).findAll,
    values: [tenantId, ids],
  });
  return rows;
};

/** The columns that are read, each by the name of its property: `customers.tax_id as "taxId"`. */
export const selectedColumns = <Row extends Versioned>(table: EntitySchema<Row>): string =>
  statementsOf(table).selected;

interface Column {
  readonly property: string;
  readonly name: string;
  readonly isJson: boolean;
  readonly isRead: boolean;
  /** Not what is fixed once it is inserted: `update: false`. */
  readonly isUpdated: boolean;
}

interface MappedColumn {
  readonly name?: string;
  readonly type: unknown;
  readonly select?: boolean;
  readonly update?: boolean;
}

interface Statement {
  readonly name: string;
  readonly text: string;
}

interface Statements {
  readonly columns: readonly Column[];
  readonly selected: string;
  readonly find: Statement;
  readonly findShared: Statement;
  readonly findLocked: Statement;
  readonly findAll: Statement;
  readonly insert: Statement;
  readonly update: Statement;
}

const made = new Map<unknown, Statements>();

const statementsOf = <Row extends ObjectLiteral>(table: EntitySchema<Row>): Statements => {
  const known = made.get(table);
  if (known !== undefined) return known;
  const { tableName = '', columns: mapped } = table.options;
  const columns = Object.entries<MappedColumn | undefined>(mapped).map(([property, column]) => ({
    property,
    name: column?.name ?? property,
    isJson: column?.type === 'jsonb',
    isRead: column?.select !== false,
    isUpdated: column?.update !== false,
  }));
  const selected = selectedFrom(tableName, columns);
  const statements = {
    columns,
    selected,
    find: { name: `${tableName}.find-one`, text: findIn(tableName, selected) },
    findShared: {
      name: `${tableName}.find-shared`,
      text: `${findIn(tableName, selected)} for share`,
    },
    findLocked: {
      name: `${tableName}.find-locked`,
      text: `${findIn(tableName, selected)} for no key update`,
    },
    findAll: {
      name: `${tableName}.find-all`,
      text: `select ${selected} from ${tableName}
        where ${tableName}.tenant_id = $1 and ${tableName}.id = any ($2)`,
    },
    insert: { name: `${tableName}.insert`, text: insertInto(tableName, columns) },
    update: { name: `${tableName}.update`, text: updateIn(tableName, columns) },
  };
  made.set(table, statements);
  return statements;
};

const selectedFrom = (table: string, columns: readonly Column[]): string =>
  columns
    .filter(({ isRead }) => isRead)
    .map(({ name, property }) => `${table}.${name} as "${property}"`)
    .join(', ');

const findIn = (table: string, selected: string): string =>
  `select ${selected} from ${table} where ${table}.tenant_id = $1 and ${table}.id = $2`;

const insertInto = (table: string, columns: readonly Column[]): string => {
  const names = columns.map(({ name }) => name);
  const values = columns.map((_, index) => `$${index + 1}`);
  return `insert into ${table} (${names.join(', ')}) values (${values.join(', ')})`;
};

// Every statement names the tenant wherever the table has one, besides row-level security.
const isKey = ({ name }: { readonly name: string }): boolean =>
  name === 'tenant_id' || name === 'id';

const isUpdated = (column: Column): boolean => column.isUpdated;

const updateIn = (table: string, columns: readonly Column[]): string => {
  const placed = columns
    .filter(isUpdated)
    .map(({ name }, index) => ({ name, value: `$${index + 1}` }));
  const sets = placed.filter((each) => !isKey(each)).map(({ name, value }) => `${name} = ${value}`);
  const found = placed.filter(isKey).map(({ name, value }) => `${name} = ${value}`);
  const { value } = placed.find(({ name }) => name === 'version') ?? {};
  const where = [...found, `version = ${value} - 1`].join(' and ');
  return `update ${table} set ${sets.join(', ')} where ${where}`;
};

const valuesOf = (columns: readonly Column[], row: ObjectLiteral): unknown[] =>
  columns.map(({ property, isJson }) => valueOf(row[property], isJson));

// The driver would write a date in local time, and an array as one of PostgreSQL's.
const valueOf = (value: unknown, isJson: boolean): unknown => {
  if (value instanceof Date) return value.toISOString();
  return isJson && value !== null ? JSON.stringify(value) : value;
};
