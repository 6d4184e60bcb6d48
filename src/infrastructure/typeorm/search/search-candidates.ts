import type { SearchWord } from '#application/shared/search.ts';
import type { IdPrefix } from '#domain/shared/ids.ts';
import type {
  Asking,
  Condition,
  ListSource,
} from '#infrastructure/typeorm/reads/list-statement.ts';
import { isAsked, placed } from '#infrastructure/typeorm/reads/list-statement.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { TokenRange } from '#infrastructure/typeorm/search/search-spellings.ts';
import { unseen } from '#infrastructure/typeorm/search/search-spellings.ts';

/** A list that can be searched: by `found_as` of each row, and its `search_tokens`. */
export interface SearchedSource extends ListSource {
  readonly kind: IdPrefix;
}

/** A selection: rows that fit all conditions, have such ids, and contain each word. */
export interface Picking {
  readonly source: SearchedSource;
  readonly conditions: readonly Condition[];
  /** The conditions on the ids in a column: ids carry the time of creation, too. */
  readonly ofIds: (column: string) => readonly Condition[];
  readonly words: readonly SearchWord[];
}

/**
 * Which rows come into question: what has a token in a range, as it comes; or what has one of these
 * tokens, of which the index knows the newest.
 */
type Tagged = { readonly within: TokenRange } | { readonly tokens: readonly string[] };

/** How many rows are wanted, of how many candidates, after or before which of them. */
export interface Look {
  readonly limit: number;
  readonly most: number;
  /** The UUID of the candidate that the look begins behind; null at the beginning. */
  readonly from: string | null;
  /** Whether candidates are looked at from the oldest on, which is the way back. */
  readonly isBackwards: boolean;
}

/** A row that was picked, or none at all; and how many there were to pick from, as far as which. */
export interface Seen {
  readonly id: string | null;
  /** `most` and one where there were more than `most` in a range: then none was picked. */
  readonly tagged: number;
  readonly candidates: number;
  readonly last_candidate: string | null;
}

/**
 * One look at the candidates, each by its primary key, until the page is full. The rows come newest
 * first, whichever way the candidates are looked at.
 */
export const pickStatement = (picking: Picking, tagged: Tagged, look: Look): Asking => {
  const { source, conditions, words, ofIds } = picking;
  const { columns, alias } = source;
  const values: unknown[] = [look.limit, look.most];
  const order = look.isBackwards ? 'asc' : 'desc';
  const furthest = look.isBackwards ? 'max' : 'min';
  const candidates = candidatesBy(tagged, picking, look, values);
  const fitting = placed([...conditions, containsEveryWord(alias, words)], values);
  // OFFSET 0 keeps the order and the way that are written down here.
  const select = `with ${candidates}, seen as (
      select (select count(*)::integer from tagged) as tagged,
        count(*)::integer as candidates, ${furthest}(id::text) as last_candidate from candidate
    )
    select seen.*, picked.* from seen left join lateral (
      select found.* from (select id from candidate order by id ${order} offset 0) candidate
      cross join lateral (select ${columns} from ${source.from}
        where ${alias}.tenant_id = scope.tenant_id and ${alias}.id = candidate.id ${fitting}
        offset 0
      ) found
      order by candidate.id ${order} limit ${unseen('$2', 'bigint')}
    ) picked on true
    order by picked.id desc`;
  // A statement with other filters is planned for their values.
  const asksMore = [...conditions, ...ofIds('')].some(isAsked);
  const way = 'within' in tagged ? 'few' : 'followed';
  const from = look.isBackwards ? 'previous' : 'next';
  const page = look.from === null ? 'first' : from;
  const name = [source.name, way, words.length, page].join('.');
  return { statement: tenantScoped(select, asksMore ? undefined : name), values };
};

/** The search text of the row contains each word. No condition where there are none. */
export const containsEveryWord = (alias: string, words: readonly SearchWord[]): Condition => ({
  // As one condition: PostgreSQL would hold several together for something very rare.
  sql: (...marked) =>
    `least(${marked.map((word) => `strpos(${alias}.found_as, ${word})`).join(', ')}) > 0`,
  values: words.length === 0 ? [undefined] : words.map(({ marked }) => marked),
});

const candidatesBy = (
  tagged: Tagged,
  { source, ofIds }: Picking,
  { from, isBackwards }: Look,
  values: unknown[],
): string => {
  const value = (given: unknown, type: string): string =>
    unseen(`$${values.push(given) + 1}`, type);
  const most = unseen('$3', 'bigint');
  const rows = `select s.subject_id as id from search_tokens s
    where s.tenant_id = scope.tenant_id and s.kind = '${source.kind}'
      ${placed(ofIds('s.subject_id'), values)}
      ${from === null ? '' : `and s.subject_id ${isBackwards ? '>' : '<'} ${value(from, 'uuid')}`}`;
  const order = isBackwards ? 'asc' : 'desc';
  if ('within' in tagged) {
    const [first, last] = [value(tagged.within.first, 'text'), value(tagged.within.last, 'text')];
    return `tagged as materialized (
        ${rows} and s.token >= ${first} and s.token < ${last} limit ${most} + 1
      ), candidate as materialized (
        select distinct id from tagged where (select count(*) from tagged) <= ${most}
      )`;
  }
  return `tagged as materialized (
      select newest.id from unnest(${value(tagged.tokens, 'text[]')}) as followed (token)
      cross join lateral (
        ${rows} and s.token = followed.token order by s.subject_id ${order} limit ${most}
      ) newest
    ), candidate as materialized (
      select distinct id from tagged order by id ${order} limit ${most}
    )`;
};
