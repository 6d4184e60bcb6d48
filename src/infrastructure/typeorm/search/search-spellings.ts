import type { SearchToken } from '#application/shared/search.ts';
import type { IdPrefix } from '#domain/shared/ids.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

/** From the first of these tokens to before the last. */
export interface TokenRange {
  readonly first: string;
  readonly last: string;
}

/** A token, and the few ways it is spelled in; undefined where these are many. */
export interface Rarest {
  readonly token: SearchToken;
  readonly spellings: readonly string[] | undefined;
}

interface Row {
  readonly position: number;
  readonly spellings: readonly string[] | null;
}

// So many ids are sorted in a few milliseconds.
export const fewMax = 5000;
// Each spelling that is followed costs a look into the index.
const spellingsMax = 16;
// How far back the newest so many of a word reach tells how rare it is, next to another word.
const sample = 100;

/**
 * Of these tokens the one that the fewest things have in this tenant. Undefined where each is
 * spelled in many ways, and more than `fewMax` things have it.
 */
export const rarestOf = async (
  reader: TenantReader,
  kind: IdPrefix,
  tokens: readonly SearchToken[],
): Promise<Rarest | undefined> => {
  const ranges = tokens.map(rangeOf);
  const [firsts, lasts] = [ranges.map(({ first }) => first), ranges.map(({ last }) => last)];
  const [found] = await reader.rows<Row>(rarest, [firsts, lasts, kind]);
  const token = found && tokens[found.position - 1];
  return token && { token, spellings: found?.spellings ?? undefined };
};

/**
 * The range of a token in the index. In its collation, by bytes, no character comes after one, and
 * none before the other, so a whole token is a range of its own.
 */
export const rangeOf = ({ text, isWhole }: SearchToken): TokenRange => ({
  first: text,
  last: `${text}${isWhole ? '\u{1}' : '\u{10ffff}'}`,
});

/**
 * A value that the planner does not see. What it cannot plan by, it plans once: where one plan is
 * as good as any, planning costs more than running it.
 */
export const unseen = (placeholder: string, type: string): string =>
  `(select ${placeholder}::${type})`;

const ofKind = `s.tenant_id = scope.tenant_id and s.kind = ${unseen('$4', 'text')}`;

const inRange = `${ofKind} and s.token >= w.first and s.token < w.last`;

// The tokens in a range, one by one: each is the first after the one before.
const spellings = `
  with recursive spelling (token, number) as (
    (select s.token, 1 from search_tokens s where ${inRange} order by s.token limit 1)
    union all
    select next.token, number + 1 from spelling cross join lateral (
      select s.token from search_tokens s
      where ${ofKind} and s.token > spelling.token and s.token < w.last
      order by s.token limit 1
    ) next where number <= ${spellingsMax}
  )
  select count(*) <= ${spellingsMax} as are_few, coalesce(array_agg(token), '{}') as tokens
  from spelling`;

// Of many spellings all things are counted. Of few only the newest, and only where there is another
// word to choose.
const counted = `
  select count(*) as things, null::text as oldest
  from (select from search_tokens s where not spelt.are_few and ${inRange}
    limit ${fewMax + 1}) every
  having not spelt.are_few
  union all
  select count(*), min(id::text) from (
    select newest.id from unnest(spelt.tokens) as followed (token) cross join lateral (
      select s.subject_id as id from search_tokens s
      where spelt.are_few and cardinality(${unseen('$2', 'text[]')}) > 1
        and ${ofKind} and s.token = followed.token
      order by s.subject_id desc limit ${sample}
    ) newest
    order by newest.id desc limit ${sample}
  ) sampled
  having spelt.are_few`;

const rarest = tenantScoped(
  `select w.position::integer, case when spelt.are_few then spelt.tokens end as spellings
    from unnest(${unseen('$2', 'text[]')}, ${unseen('$3', 'text[]')})
      with ordinality as w (first, last, position)
    cross join lateral (${spellings} offset 0) spelt
    cross join lateral (${counted} offset 0) counted
    where counted.things <= ${fewMax}
    order by spelt.are_few and counted.things = ${sample}, counted.things, counted.oldest
    limit 1`,
  'search_tokens.rarest',
);
