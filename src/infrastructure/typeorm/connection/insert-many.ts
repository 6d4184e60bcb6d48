import { optionalLinesIn, optionalLinesOf } from '#infrastructure/typeorm/connection/lines.ts';

/**
 * One column of rows that are inserted together: its name, type, and value in a row. JSON is given
 * as its text.
 */
export type InsertedColumn<Row> =
  | readonly [name: string, type: BareType, value: (row: Row) => string | number | null]
  | readonly [name: string, type: 'text' | 'jsonb', value: (row: Row) => string | null];

/** The values of these are written without quotes in an array of PostgreSQL. */
type BareType = 'bigint' | 'date' | 'integer' | 'timestamptz' | 'uuid';

/** One statement for many rows. */
export interface ManyRows<Row> {
  /** @param tenantId the tenant of all of them */
  readonly of: (
    tenantId: string,
    rows: readonly Row[],
  ) => { readonly name: string; readonly text: string; readonly values: unknown[] };
}

/**
 * Replaces any number of rows of one tenant by one prepared statement, where each has the version
 * before. The first two columns are `id` and `version`.
 */
export const updateMany = <Row>(
  table: string,
  columns: readonly InsertedColumn<Row>[],
): ManyRows<Row> => {
  const names = columns.map(([name]) => name);
  const arrays = columns.map(([, type], index) => arrayIn(`$${index + 2}`, type));
  const sets = names.slice(1).map((name) => `${name} = r.${name}`);
  const text = `update ${table} t set ${sets.join(', ')}
    from unnest(${arrays.join(', ')}) as r (${names.join(', ')})
    where t.tenant_id = $1 and t.id = r.id and t.version = r.version - 1`;
  return {
    of: (tenantId, rows) => ({
      name: `${table}.update-many`,
      text,
      values: [tenantId, ...columns.map((column) => arrayOf(column, rows))],
    }),
  };
};

/**
 * Inserts any number of rows of one tenant by one prepared statement: an array for each column, put
 * together by `unnest`.
 * @param suffix what follows the rows: `on conflict do nothing`
 */
export const insertMany = <Row>(
  table: string,
  columns: readonly InsertedColumn<Row>[],
  suffix = '',
): ManyRows<Row> => {
  const names = columns.map(([name]) => name);
  const arrays = columns.map(([, type], index) => arrayIn(`$${index + 2}`, type));
  const text = `insert into ${table} (tenant_id, ${names.join(', ')})
    select $1, r.* from unnest(${arrays.join(', ')}) as r (${names.join(', ')}) ${suffix}`;
  return {
    of: (tenantId, rows) => ({
      name: `${table}.insert-many`,
      text,
      values: [tenantId, ...columns.map((column) => arrayOf(column, rows))],
    }),
  };
};

// The driver would quote every value, and look for what is to be escaped in each: that was a tenth
// of all that a billing run computes.
const arrayOf = <Row>(
  [, type, value]: InsertedColumn<Row>,
  rows: readonly Row[],
): string | readonly (string | number | null)[] => {
  if (type === 'jsonb') return optionalLinesOf(rows, value);
  if (type === 'text') return rows.map(value);
  return `{${rows.map((row) => value(row) ?? 'null').join(',')}}`;
};

const arrayIn = (parameter: string, type: InsertedColumn<never>[1]): string =>
  `${type === 'jsonb' ? optionalLinesIn(parameter) : parameter}::${type}[]`;
