import { searchWordsOf } from '#application/shared/search.ts';
import type { IdPrefix } from '#domain/shared/ids.ts';
import type { FencedReader } from '#infrastructure/typeorm/fenced-reader.ts';
import { fenced } from '#infrastructure/typeorm/fenced-reader.ts';
import type { Condition } from '#infrastructure/typeorm/list-statement.ts';

/** The word that fewest things have: its place from 1, and whose it is, unless these are many. */
interface Rarest {
  readonly position: number;
  readonly ids: readonly string[] | null;
}

// So many ids are cheap to hand back and forth. What more things have than that is met soon by
// walking the list from the newest.
const idsMax = 2000;

/**
 * Every word of the search begins a term of the row `subject`: see `searchTermsOf`.
 *
 * PostgreSQL cannot tell how common a word is in this one tenant, and guessing wrong it sorts all
 * that have it. So it is asked first, and the list is left no choice: it takes the few that have a
 * rare word, or else looks at each row in turn until the page is full.
 */
export const foundBy = async (
  reader: FencedReader,
  kind: IdPrefix,
  subject: string,
  search: string | undefined,
): Promise<readonly Condition[]> => {
  const words = searchWordsOf(search ?? '');
  if (words.length === 0) return [];
  const [rarest] = await reader.rows<Rarest>(rarestWord, [words, words.map(endOf), kind]);
  return words.map((word, index) =>
    rarest?.position === index + 1 && rarest.ids !== null
      ? { sql: (ids) => `${subject} = any (${ids}::uuid[])`, values: [rarest.ids] }
      : hasWord(subject, word),
  );
};

const rarestWord = fenced(
  `select w.position::integer, case when cardinality(few.ids) <= ${idsMax} then few.ids end as ids
    from unnest($2::text[], $3::text[]) with ordinality as w (first, last, position)
    cross join lateral (select array(
      select s.subject_id from search_terms s
      where s.tenant_id = fence.tenant_id and s.kind = $4 and s.term >= w.first and s.term < w.last
      limit ${idsMax + 1}) as ids) few
    order by cardinality(few.ids) limit 1`,
  'search_terms.rarest',
);

// OFFSET 0 keeps it a look at one row by the primary key, instead of a join over all that have it.
const hasWord = (subject: string, word: string): Condition => ({
  sql: (first, last) => `exists (select from search_terms s where s.tenant_id = fence.tenant_id
      and s.subject_id = ${subject} and s.term >= ${first} and s.term < ${last} offset 0)`,
  values: [word, endOf(word)],
});

// In the collation of the column, by bytes, no character comes after this one.
const endOf = (word: string): string => `${word}\u{10ffff}`;
