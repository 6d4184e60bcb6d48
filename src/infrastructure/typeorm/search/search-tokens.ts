import type { EntitySchema } from 'typeorm';
import { tokensOf } from '#application/shared/search.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { IdPrefix } from '#domain/shared/ids.ts';
import type { Versioned } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import {
  deleteRow,
  insertOf,
  updateOf,
} from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import { awaitPipelined } from '#infrastructure/typeorm/transactions/await-pipelined.ts';
import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// The tokens of a row follow from its search text. They are written beside it by VALUES: on tables
// that are spread by tenant, INSERT … SELECT uses COPY, which row-level security refuses, and one
// that writes two tables would not see what it wrote.

/** A row that a search finds, by its `searchText` of `toSearchText`. */
export interface Searchable extends Versioned {
  readonly tenantId: string;
  readonly searchText: string;
}

/**
 * Stores a row as `storeRow` does, with its search tokens.
 * @throws {VersionMismatch}
 */
export const storeSearchable = async <Row extends Searchable>(
  { client }: Transaction,
  table: EntitySchema<Row>,
  row: Row,
  kind: IdPrefix,
): Promise<void> => {
  const subject = { tenantId: row.tenantId, id: row.id, kind };
  if (row.version === 1) {
    const inserted = client.query(insertOf(table, row));
    await awaitPipelined(inserted, insertTokens(client, subject, tokensOf(row.searchText)));
    return;
  }
  // The search text of the version before. The update checks that it is the one before.
  const before = client.query<{ found_as: string }>(searchTextBefore(table, row));
  const updated = client.query(updateOf(table, row));
  await awaitPipelined(before, updated);
  if ((await updated).rowCount !== 1) throw new VersionMismatch();
  const known = tokensOf((await before).rows[0]?.found_as ?? '');
  const wanted = tokensOf(row.searchText);
  await awaitPipelined(
    deleteTokens(
      client,
      subject,
      known.filter((token) => !wanted.includes(token)),
    ),
    insertTokens(
      client,
      subject,
      wanted.filter((token) => !known.includes(token)),
    ),
  );
};

/**
 * Deletes a row as `deleteRow` does, with its search tokens.
 * @throws {VersionMismatch}
 */
export const deleteSearchable = async <Row extends Searchable>(
  transaction: Transaction,
  table: EntitySchema<Row>,
  key: { readonly tenantId: string; readonly id: string; readonly version: number },
  kind: IdPrefix,
): Promise<void> => {
  const { client } = transaction;
  const { tenantId, id, version } = key;
  const query = searchTextBefore(table, { tenantId, id, version: version + 1 });
  const { rows } = await client.query<{ found_as: string }>(query);
  const tokens = tokensOf(rows[0]?.found_as ?? '');
  await awaitPipelined(
    deleteTokens(client, { tenantId, id, kind }, tokens),
    deleteRow(transaction, table, key),
  );
};

/** Whose tokens they are. */
interface Subject {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: IdPrefix;
}

const searchTextBefore = <Row extends Searchable>(
  { options: { tableName = '' } }: EntitySchema<Row>,
  { tenantId, id, version }: Pick<Searchable, 'tenantId' | 'id' | 'version'>,
) => ({
  name: `${tableName}.found-before`,
  text: `select found_as from ${tableName} where tenant_id = $1 and id = $2 and version = $3 - 1`,
  values: [tenantId, id, version],
});

const insertTokens = async (
  client: TransactionClient,
  { tenantId, id, kind }: Subject,
  tokens: readonly string[],
): Promise<void> => {
  if (tokens.length === 0) return;
  const rows = tokens.map((_, index) => `($1, $2, $${index + 4}, $3)`);
  await client.query({
    name: `search_tokens.insert-${tokens.length}`,
    text: `insert into search_tokens (tenant_id, kind, token, subject_id)
      values ${rows.join(', ')}`,
    values: [tenantId, kind, id, ...tokens],
  });
};

const deleteTokens = async (
  client: TransactionClient,
  { tenantId, id, kind }: Subject,
  tokens: readonly string[],
): Promise<void> => {
  if (tokens.length === 0) return;
  await client.query({
    name: 'search_tokens.delete',
    text: `delete from search_tokens
      where tenant_id = $1 and kind = $2 and subject_id = $3 and token = any ($4)`,
    values: [tenantId, kind, id, tokens],
  });
};
