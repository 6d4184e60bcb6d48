import { searchWordsOf } from '#application/shared/search.ts';
import type { IdPrefix } from '#domain/shared/ids.ts';
import type { FencedReader } from '#infrastructure/typeorm/fenced-reader.ts';
import { fenced } from '#infrastructure/typeorm/fenced-reader.ts';
import type { Condition } from '#infrastructure/typeorm/list-statement.ts';

/** The word that the fewest terms begin with: its place from 1, and whether they are few. */
interface Rarest {
  readonly position: number;
  readonly is_rare: boolean;
}

/** What a search asks of a list: for `listStatement`. */
interface Found {
  readonly conditions: readonly Condition[];
  readonly few?: Condition | undefined;
}

// So many ids are sorted in a few milliseconds. What more things have than that is met soon by
// walking the list from the newest.
const rareMax = 5000;

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
): Promise<Found> => {
  const words = searchWordsOf(search ?? '');
  if (words.length === 0) return { conditions: [] };
  const [rarest] = await reader.rows<Rarest>(rarestWord, [words, words.map(endOf), kind]);
  const rare = rarest?.is_rare === true ? rarest.position - 1 : undefined;
  return {
    conditions: words.filter((_, index) => index !== rare).map((word) => hasWord(subject, word)),
    few: rare === undefined ? undefined : thoseWith(kind, words[rare] ?? ''),
  };
};

const rarestWord = fenced(
  `select w.position::integer, counted.terms <= ${rareMax} as is_rare
    from unnest($2::text[], $3::text[]) with ordinality as w (first, last, position)
    cross join lateral (select count(*) as terms from (
      select from search_terms s
      where s.tenant_id = fence.tenant_id and s.kind = $4 and s.term >= w.first and s.term < w.last
      limit ${rareMax + 1}) seen) counted
    order by counted.terms limit 1`,
  'search_terms.rarest',
);

const thoseWith = (kind: IdPrefix, word: string): Condition => ({
  sql: (first, last) => `select distinct s.subject_id from search_terms s
      where s.tenant_id = fence.tenant_id and s.kind = '${kind}'
      and s.term >= ${first} and s.term < ${last}`,
  values: [word, endOf(word)],
});

// OFFSET 0 keeps it a look at one row by the primary key, instead of a join over all that have it.
const hasWord = (subject: string, word: string): Condition => ({
  sql: (first, last) => `exists (select from search_terms s where s.tenant_id = fence.tenant_id
      and s.subject_id = ${subject} and s.term >= ${first} and s.term < ${last} offset 0)`,
  values: [word, endOf(word)],
});

// In the collation of the column, by bytes, no character comes after this one.
const endOf = (word: string): string => `${word}\u{10ffff}`;
