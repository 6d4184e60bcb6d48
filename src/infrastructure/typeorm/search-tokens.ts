import type { EntitySchema } from 'typeorm';
import { tokensOf } from '#application/shared/search.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { IdPrefix } from '#domain/shared/ids.ts';
import type { Transaction } from '#infrastructure/typeorm/transaction.ts';
import type { Prepared, Versioned } from '#infrastructure/typeorm/versioned-rows.ts';
import { insertOf, removeRow, updateOf } from '#infrastructure/typeorm/versioned-rows.ts';

// What a row is found by follows from what it is found as, in the statement that writes the row.
// The tokens of a new row come from `tokensOf`, which costs half as much as `search_tokens_of`: the
// same for the database, which knows what was there before.

/** A row that a search finds: what it is found as is from `foundAs`. */
export interface Searchable extends Versioned {
  readonly tenantId: string;
  readonly foundAs: string;
}

/**
 * Stores a row as `storeRow` does, and lets it be found.
 * @throws {VersionMismatch}
 */
export const storeFound = async <Row extends Searchable>(
  { client }: Transaction,
  table: EntitySchema<Row>,
  row: Row,
  kind: IdPrefix,
): Promise<void> => {
  if (row.version === 1) {
    await client.query(insertFound(insertOf(table, row), kind, tokensOf(row.foundAs)));
    return;
  }
  const { tableName = '' } = table.options;
  const query = updateFound(tableName, updateOf(table, row), row, kind);
  const { rows } = await client.query<{ stored: number }>(query);
  if (rows[0]?.stored !== 1) throw new VersionMismatch();
};

/**
 * Removes a row as `removeRow` does, and lets it not be found any more.
 * @throws {VersionMismatch}
 */
export const removeFound = async <Row extends Searchable>(
  transaction: Transaction,
  table: EntitySchema<Row>,
  key: { readonly tenantId: string; readonly id: string; readonly version: number },
  kind: IdPrefix,
): Promise<void> => {
  await transaction.client.query(
    `delete from search_tokens s using (
        select token from ${table.options.tableName} cross join search_tokens_of(found_as) as token
        where tenant_id = $1 and id = $2
      ) found
      where s.tenant_id = $1 and s.kind = $3 and s.token = found.token and s.subject_id = $2`,
    [key.tenantId, key.id, kind],
  );
  await removeRow(transaction, table, key);
};

const insertFound = (
  { name, text, values }: Prepared,
  kind: IdPrefix,
  tokens: readonly string[],
): Prepared => ({
  name: `${name}_found`,
  text: `with stored as (${text} returning tenant_id, id)
    insert into search_tokens (tenant_id, kind, token, subject_id)
    select stored.tenant_id, $${values.length + 1}, token, stored.id
    from stored cross join unnest($${values.length + 2}::text[]) as token`,
  values: [...values, kind, tokens],
});

// Each part of the statement sees the row as it was before; and that it is the version before this
// one, the update says.
const updateFound = (
  table: string,
  { name, text, values }: Prepared,
  { tenantId, id }: Searchable,
  kind: IdPrefix,
): Prepared => {
  const [ofTenant, withId, ofKind] = [1, 2, 3].map((more) => `$${values.length + more}`);
  return {
    name: `${name}_found`,
    text: `with before as (
        select found_as from ${table} where tenant_id = ${ofTenant} and id = ${withId}
      ), stored as (${text} returning found_as
      ), changed as (
        select stored.found_as, before.found_as as found_before from stored cross join before
        where stored.found_as <> before.found_as
      ), outdated as (
        delete from search_tokens s using changed cross join lateral (
          select search_tokens_of(found_before) except select search_tokens_of(found_as)
        ) as gone (token)
        where s.tenant_id = ${ofTenant} and s.kind = ${ofKind} and s.token = gone.token
          and s.subject_id = ${withId}
      ), added as (
        insert into search_tokens (tenant_id, kind, token, subject_id)
        select ${ofTenant}, ${ofKind}, token, ${withId}
        from changed cross join search_tokens_of(found_as) as token
        on conflict do nothing
      )
      select count(*)::integer as stored from stored`,
    values: [...values, tenantId, id, kind],
  };
};
