import { idBeginningIn } from '#application/shared/search.ts';
import type { IdPrefix } from '#domain/shared/ids.ts';
import { uuidsBeginning } from '#domain/shared/ids.ts';
import type { Asking, ListSource } from '#infrastructure/typeorm/reads/list-statement.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

/** A list, and the text in it that a unique index is over, in the collation "C". */
export interface NamedSource extends ListSource {
  readonly kind: IdPrefix;
  readonly column: string;
}

/**
 * Up to `limit` rows whose text begins in one of these ways, the last in the index first, and as
 * many whose id begins like the first of them. Both are found by their indexes alone.
 */
export const beginningStatement = (
  { name, columns, from, alias, kind, column }: NamedSource,
  beginnings: readonly string[],
  limit: number,
): Asking => {
  const rows = (condition: string, order: string): string =>
    `select ${columns} from ${from} where ${alias}.tenant_id = scope.tenant_id
      and ${condition} order by ${order} desc limit $6`;
  const text = `${alias}.${column}`;
  const select = `select found.* from (
      (select named.* from unnest($2::text[], $3::text[]) as wanted (first, last)
        cross join lateral (
          ${rows(`${text} >= wanted.first and ${text} < wanted.last`, text)}
        ) named)
      union all
      (${rows(`${alias}.id between $4 and $5`, `${alias}.id`)})
    ) found`;
  const id = idBeginningIn(kind, beginnings[0] ?? '');
  const ids = id === undefined ? { from: null, to: null } : uuidsBeginning(id);
  const values = [beginnings, beginnings.map(behind), ids.from, ids.to, limit];
  return { statement: tenantScoped(select, `${name}.beginning`), values };
};

// By its bytes, no character comes after this one.
const behind = (beginning: string): string => `${beginning}\u{10ffff}`;
