import type { QueryResultRow } from 'pg';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { SearchWord } from '#application/shared/search.ts';
import { searchWordsOf } from '#application/shared/search.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { FencedReader } from '#infrastructure/typeorm/fenced-reader.ts';
import { fenced } from '#infrastructure/typeorm/fenced-reader.ts';
import type { Asking, Condition, ListSource } from '#infrastructure/typeorm/list-statement.ts';
import {
  createdWithin,
  isAfter,
  isAsked,
  listStatement,
  placed,
} from '#infrastructure/typeorm/list-statement.ts';
import type { Road } from '#infrastructure/typeorm/search-road.ts';
import { roadTo } from '#infrastructure/typeorm/search-road.ts';

/** A list that can be searched: each row is `found_as`, and `search_tokens` tell by what. */
interface SearchedSource extends ListSource {
  readonly kind: IdPrefix;
}

interface Filter {
  readonly conditions: readonly Condition[];
  readonly search?: string | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/** What has a token, and so may be what is searched. */
type Candidates = Exclude<Road, { readonly by: 'walk' }>;

/** How many candidates are looked at, newest first, after which of them, for how many rows. */
interface Look {
  readonly limit: number;
  readonly candidates: number;
  readonly after: string | null;
}

/** A row that fits, or none at all; and how many candidates there were, down to which. */
interface Seen {
  readonly id: string | null;
  readonly candidates: number;
  readonly last_candidate: string | null;
}

// A look that did not fill the page is followed by one at eight times as many candidates.
const growth = 8;
const candidatesMax = 32_768;

/** A slice of a list that can be searched: what has every word of the search, newest first. */
export const searchedList = async <Row extends QueryResultRow>(
  reader: FencedReader,
  source: SearchedSource,
  filter: Filter,
  slice: Slice<Id>,
): Promise<readonly Row[]> => {
  const words = searchWordsOf(filter.search ?? '');
  const isNarrow = filter.conditions.some((each) => each.isNarrow === true && isAsked(each));
  const road: Road =
    words.length === 0 || isNarrow ? { by: 'walk' } : await roadTo(reader, source.kind, words);
  if (road.by !== 'walk') return pickedRows(reader, { source, filter, words, road }, slice);
  const conditions = [
    ...filter.conditions,
    isFoundAs(source.alias, words),
    ...createdWithin(`${source.alias}.id`, filter.createdAt),
  ];
  const { statement, values } = listStatement(source, conditions, slice);
  return reader.rows<Row>(statement, values);
};

/** What is picked from the candidates that a road leads to. */
interface Picking {
  readonly source: SearchedSource;
  readonly filter: Filter;
  readonly words: readonly SearchWord[];
  readonly road: Candidates;
}

const pickedRows = async <Row extends QueryResultRow>(
  reader: FencedReader,
  picking: Picking,
  { limit, after }: Slice<Id>,
): Promise<readonly Row[]> => {
  const picked: Row[] = [];
  // Where one token is all that is asked for, every candidate fits.
  let candidates = isPlain(picking) ? limit : limit * growth;
  let last = after && uuidOf(after);
  for (;;) {
    const look = { limit: limit - picked.length, candidates, after: last };
    const { statement, values } = pickStatement(picking, look);
    const rows = await reader.rows<Row & Seen>(statement, values);
    picked.push(...rows.filter(({ id }) => id !== null));
    const [seen] = rows;
    if (seen === undefined || seen.candidates < candidates || picked.length === limit) {
      return picked;
    }
    last = seen.last_candidate;
    candidates = Math.min(candidates * growth, candidatesMax);
  }
};

const pickStatement = (picking: Picking, { limit, candidates, after }: Look): Asking => {
  const { columns, from, alias } = picking.source;
  const values: unknown[] = [limit, candidates];
  const tagged = taggedIds(picking, after, values);
  const conditions = [...picking.filter.conditions, isFoundAs(alias, picking.words)];
  // Each by the primary key, until the page is full. OFFSET 0 keeps it so.
  const select = `with candidate as materialized (${tagged} order by 1 desc limit $3),
    seen as (
      select count(*)::integer as candidates, min(id::text) as last_candidate from candidate
    )
    select seen.*, picked.* from seen left join lateral (
      select found.* from (select id from candidate order by id desc offset 0) candidate
      cross join lateral (select ${columns} from ${from}
        where ${alias}.tenant_id = fence.tenant_id and ${alias}.id = candidate.id
          ${placed(conditions, values)} offset 0
      ) found
      order by candidate.id desc limit $2
    ) picked on true
    order by picked.id desc`;
  return { statement: fenced(select, nameOf(picking, after)), values };
};

// The ids of what has a token. The index has those of one token in order: so many are taken of
// each token as are wanted of all.
const taggedIds = (
  { source, filter, road }: Picking,
  after: string | null,
  values: unknown[],
): string => {
  const ofKind = `s.tenant_id = fence.tenant_id and s.kind = '${source.kind}'`;
  const ids = [...createdWithin('s.subject_id', filter.createdAt), isAfter('s.subject_id', after)];
  if (road.by === 'few') {
    const inRange = {
      sql: (first: string, last: string) => `s.token >= ${first} and s.token < ${last}`,
      values: [road.first, road.last],
    };
    return `select distinct s.subject_id as id from search_tokens s
      where ${ofKind} ${placed([inRange, ...ids], values)}`;
  }
  const tokens = `$${values.push(road.tokens) + 1}::text[]`;
  return `select distinct tagged.id from unnest(${tokens}) as followed (token) cross join lateral (
    select s.subject_id as id from search_tokens s
    where ${ofKind} and s.token = followed.token ${placed(ids, values)}
    order by s.subject_id desc limit $3) tagged`;
};

// As one condition: PostgreSQL would hold several together for something very rare.
const isFoundAs = (alias: string, words: readonly SearchWord[]): Condition => ({
  sql: (...marked) =>
    `least(${marked.map((word) => `strpos(${alias}.found_as, ${word})`).join(', ')}) > 0`,
  values: words.length === 0 ? [undefined] : words.map(({ marked }) => marked),
});

const isPlain = ({ filter, words }: Picking): boolean =>
  !asksMore(filter) && words.flatMap(({ tokens }) => tokens).length === 1;

const asksMore = ({ conditions, createdAt }: Filter): boolean =>
  [...conditions, ...createdWithin('', createdAt)].some(isAsked);

// What is filtered besides is planned for its values.
const nameOf = ({ source, filter, words, road }: Picking, after: string | null) =>
  asksMore(filter)
    ? undefined
    : [source.name, road.by, words.length, after === null ? 'first' : 'next'].join('.');
