import type { SearchWord } from '#application/shared/search.ts';
import type { IdPrefix } from '#domain/shared/ids.ts';
import type { FencedReader } from '#infrastructure/typeorm/fenced-reader.ts';
import { fenced } from '#infrastructure/typeorm/fenced-reader.ts';

/**
 * How to come to what a search finds, newest first, without sorting all that has a word:
 * - `follow` what has one of these tokens, each of which the index has in order;
 * - sort the few that have a token in this range;
 * - `walk` the whole list, because what is looked for is everywhere.
 */
export type Road =
  | { readonly by: 'follow'; readonly tokens: readonly string[] }
  | { readonly by: 'few'; readonly first: string; readonly last: string }
  | { readonly by: 'walk' };

interface Range {
  readonly first: string;
  readonly last: string;
}

interface Best {
  readonly position: number;
  readonly tokens: readonly string[] | null;
  readonly is_few: boolean;
}

// Each spelling that is followed costs a look into the index; beyond so many, counting is cheaper.
const spellingsMax = 16;
// So many ids are sorted in a few milliseconds. What more things have than that is met soon by
// walking the list from the newest.
const fewMax = 5000;
// How far back the newest so many of a word reach tells how rare it is, next to another word.
const sample = 100;

/**
 * PostgreSQL cannot tell how common a word is in this one tenant, and guessing wrong it sorts all
 * that have it. So it is asked first, for every token of the words; and then it is left no choice.
 */
export const roadTo = async (
  reader: FencedReader,
  kind: IdPrefix,
  words: readonly SearchWord[],
): Promise<Road> => {
  const ranges = words.flatMap(({ tokens }) => tokens).map(rangeOf);
  const [firsts, lasts] = [ranges.map(({ first }) => first), ranges.map(({ last }) => last)];
  const [best] = await reader.rows<Best>(bestToken, [firsts, lasts, kind]);
  if (best?.tokens) return { by: 'follow', tokens: best.tokens };
  const range = best?.is_few === true ? ranges[best.position - 1] : undefined;
  return range === undefined ? { by: 'walk' } : { by: 'few', ...range };
};

// In the collation of the column, by bytes: no character comes after the one, and none before the
// other, so a whole token is a range of its own.
const rangeOf = ({ text, isWhole }: SearchWord['tokens'][number]): Range => ({
  first: text,
  last: `${text}${isWhole ? '\u{1}' : '\u{10ffff}'}`,
});

const ofKind = 's.tenant_id = fence.tenant_id and s.kind = $4';

// The tokens in a range, one by one: each is the first after the one before.
const spellings = `
  with recursive spelling (token, number) as (
    (select s.token, 1 from search_tokens s
      where ${ofKind} and s.token >= w.first and s.token < w.last order by s.token limit 1)
    union all
    select next.token, number + 1 from spelling cross join lateral (
      select s.token from search_tokens s
      where ${ofKind} and s.token > spelling.token and s.token < w.last
      order by s.token limit 1
    ) next where number <= ${spellingsMax}
  )
  select array_agg(token) as tokens, count(*) as spellings from spelling`;

const isFew = `(select count(*) <= ${fewMax} from (
    select from search_tokens s where ${ofKind} and s.token >= w.first and s.token < w.last
    limit ${fewMax + 1}) seen)`;

// Only asked where there is another word to choose.
const reach = `
  select count(*) as things, min(id::text) as oldest from (
    select newest.id
    from unnest(case when cardinality($2::text[]) > 1 then counted.tokens end) as spelling (token)
    cross join lateral (
      select s.subject_id as id from search_tokens s
      where ${ofKind} and s.token = spelling.token order by s.subject_id desc limit ${sample}
    ) newest
    order by newest.id desc limit ${sample}
  ) sampled`;

// First what has a token that hardly anything has, then few things, then the rarest in order.
const bestToken = fenced(
  `select w.position::integer, counted.tokens, counted.is_few
    from unnest($2::text[], $3::text[]) with ordinality as w (first, last, position)
    cross join lateral (${spellings}) spelt
    cross join lateral (select
      case when spellings <= ${spellingsMax} then coalesce(tokens, '{}') end as tokens,
      case when spellings > ${spellingsMax} then ${isFew} else false end as is_few) counted
    cross join lateral (${reach}) reached
    order by
      case
        when counted.tokens is not null and things < ${sample} then 1
        when is_few then 2
        when counted.tokens is not null then 3
        else 4
      end, reached.oldest
    limit 1`,
  'search_tokens.best',
);
