import type { EntitySchema } from 'typeorm';
import { searchTermsOf } from '#application/shared/search.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { together } from '#infrastructure/typeorm/together.ts';
import type { Transaction } from '#infrastructure/typeorm/unit-of-work.ts';
import type { Versioned } from '#infrastructure/typeorm/versioned-rows.ts';
import { insertOf, storeRow } from '#infrastructure/typeorm/versioned-rows.ts';

/** What a thing is found as, and by: these texts, and no others any more. */
interface Found {
  readonly kind: IdPrefix;
  readonly texts: readonly (string | null)[];
}

/**
 * Stores a row as `storeRow` does, and lets it be found.
 * @throws {VersionMismatch}
 */
export const storeFound = async <Row extends Versioned>(
  transaction: Transaction,
  table: EntitySchema<Row>,
  row: Row,
  { kind, texts }: Found,
): Promise<void> => {
  const terms = searchTermsOf(texts);
  if (row.version === 1) {
    await transaction.client.query(insertFound(insertOf(table, row), kind, terms));
    return;
  }
  const values = [transaction.tenantId, row.id, kind, terms];
  await together(
    storeRow(transaction, table, row),
    transaction.client.query({ ...replaceTerms, values }),
  );
};

// What is new has no terms yet, so one statement does for both.
const insertFound = (
  { name, text, values }: ReturnType<typeof insertOf>,
  kind: IdPrefix,
  terms: readonly string[],
) => ({
  name: `${name}_found`,
  text: `with stored as (${text} returning tenant_id, id)
    insert into search_terms (tenant_id, subject_id, kind, term)
    select stored.tenant_id, stored.id, $${values.length + 1}, term
    from stored cross join unnest($${values.length + 2}::text[]) as term`,
  values: [...values, kind, terms],
});

const replaceTerms = {
  name: 'search_terms.replace',
  text: `with outdated as (
      delete from search_terms where tenant_id = $1 and subject_id = $2 and term <> all ($4)
    )
    insert into search_terms (tenant_id, subject_id, kind, term)
    select $1, $2, $3, term from unnest($4::text[]) as term
    on conflict do nothing`,
};

/** Lets a thing not be found any more. */
export const removeTerms = async ({ client, tenantId }: Transaction, id: Id): Promise<void> => {
  const where = 'tenant_id = $1 and subject_id = $2';
  await client.query(`delete from search_terms where ${where}`, [tenantId, uuidOf(id)]);
};
