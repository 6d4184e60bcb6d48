import { searchTermsOf } from '#application/shared/search.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Transaction } from '#infrastructure/typeorm/unit-of-work.ts';

/** Lets a thing be found by these texts, and by no others any more. */
export const storeTerms = async (
  { manager, tenantId }: Transaction,
  kind: IdPrefix,
  id: Id,
  texts: readonly (string | null)[],
): Promise<void> => {
  await manager.query(
    `with outdated as (
       delete from search_terms where tenant_id = $1 and subject_id = $2 and term <> all ($4)
     )
     insert into search_terms (tenant_id, subject_id, kind, term)
     select $1, $2, $3, term from unnest($4::text[]) as term
     on conflict do nothing`,
    [tenantId, uuidOf(id), kind, searchTermsOf(texts)],
  );
};

/** Lets a thing not be found any more. */
export const removeTerms = async ({ manager, tenantId }: Transaction, id: Id): Promise<void> => {
  const where = 'tenant_id = $1 and subject_id = $2';
  await manager.query(`delete from search_terms where ${where}`, [tenantId, uuidOf(id)]);
};
