import type { QueryResultRow } from 'pg';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { SearchReading, SearchToken } from '#application/shared/search.ts';
import { searchReadings } from '#application/shared/search.ts';
import type { Id } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Condition } from '#infrastructure/typeorm/reads/list-statement.ts';
import {
  createdAtWithin,
  createdWithin,
  idsBeginning,
  isAsked,
  listStatement,
} from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type {
  Look,
  Picking,
  SearchedSource,
  Seen,
} from '#infrastructure/typeorm/search/search-candidates.ts';
import {
  containsEveryWord,
  pickStatement,
} from '#infrastructure/typeorm/search/search-candidates.ts';
import { fewMax, rangeOf, rarestOf } from '#infrastructure/typeorm/search/search-spellings.ts';

interface Listed extends QueryResultRow {
  readonly id: string;
}

interface Filter {
  readonly conditions: readonly Condition[];
  readonly search?: string | undefined;
  readonly createdAt?: InstantRange | undefined;
}

// Most searches are for what hardly anything has: so many are sorted sooner than more is asked.
const handful = 256;
// A look that did not fill the page is followed by one at eight times as many candidates.
const growth = 8;
const candidatesMax = 32_768;

/** A slice of a list that can be searched: what the search means in one of its readings. */
export const searchedList = async <Row extends Listed>(
  reader: TenantReader,
  source: SearchedSource,
  { search = '', conditions, createdAt }: Filter,
  slice: Slice<Id>,
): Promise<readonly Row[]> => {
  const { idsTellTime } = reader;
  const within = idsTellTime ? [] : createdAtWithin(`${source.alias}.created_at`, createdAt);
  const pickingOf = ({ words, idBeginnings }: SearchReading): Picking => ({
    source,
    conditions: [...conditions, ...within],
    words,
    ofIds: (column) => [
      ...(idsTellTime ? createdWithin(column, createdAt) : []),
      ...idsBeginning(column, idBeginnings),
    ],
  });
  const [byText, byIds] = searchReadings(source.kind, search);
  const rows = await pickedRows<Row>(reader, pickingOf(byText), slice);
  if (byIds === undefined) return rows;
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const row of await pickedRows<Row>(reader, pickingOf(byIds), slice)) found.set(row.id, row);
  const newestFirst = [...found.values()].toSorted((one, other) => (one.id < other.id ? 1 : -1));
  return slice.before === undefined
    ? newestFirst.slice(0, slice.limit)
    : newestFirst.slice(-slice.limit);
};

/**
 * The rows that contain every word, newest first.
 *
 * PostgreSQL cannot tell how common a word is in this one tenant, and guessing wrong it sorts all
 * that have it. So it is left no choice. One way after the other is tried, the cheapest first; none
 * costs more in a large tenant than in a small one.
 */
const pickedRows = async <Row extends Listed>(
  reader: TenantReader,
  picking: Picking,
  slice: Slice<Id>,
): Promise<readonly Row[]> => {
  const { source, conditions, words } = picking;
  const tokens = words.flatMap((word) => word.tokens);
  const isNarrow = conditions.some((each) => each.isNarrow === true && isAsked(each));
  if (tokens.length === 0 || isNarrow) return walkedRows(reader, picking, slice);

  // The longest is likely to be the rarest.
  const longest = tokens.reduce((one, other) =>
    other.text.length > one.text.length ? other : one,
  );
  const some = await fewRows<Row>(reader, picking, slice, { token: longest, most: handful });
  if (some !== undefined) return some;
  const rarest = await rarestOf(reader, source.kind, tokens);
  if (rarest === undefined) return walkedRows(reader, picking, slice);
  const { token, spellings } = rarest;
  if (spellings !== undefined) return followedRows(reader, picking, slice, spellings);
  const few = await fewRows<Row>(reader, picking, slice, { token, most: fewMax });
  return few ?? walkedRows(reader, picking, slice);
};

/** By what has a token, all of it: nothing, where that is more than `most`. */
const fewRows = async <Row extends Listed>(
  reader: TenantReader,
  picking: Picking,
  slice: Slice<Id>,
  { token, most }: { readonly token: SearchToken; readonly most: number },
): Promise<readonly Row[] | undefined> => {
  const look = { ...beginningOf(slice), most };
  const { statement, values } = pickStatement(picking, { within: rangeOf(token) }, look);
  const rows = await reader.rows<Row & Seen>(statement, values);
  return (rows[0]?.tagged ?? 0) > most ? undefined : rows.filter(isPicked);
};

/** By what has one of these tokens, from the end that the slice begins at, until it is full. */
const followedRows = async <Row extends Listed>(
  reader: TenantReader,
  picking: Picking,
  slice: Slice<Id>,
  tokens: readonly string[],
): Promise<readonly Row[]> => {
  const { limit, from: beginning, isBackwards } = beginningOf(slice);
  let picked: readonly Row[] = [];
  let most = limit;
  let from = beginning;
  for (;;) {
    const look = { limit: limit - picked.length, most, from, isBackwards };
    const { statement, values } = pickStatement(picking, { tokens }, look);
    const rows = await reader.rows<Row & Seen>(statement, values);
    const more = rows.filter(isPicked);
    picked = isBackwards ? [...more, ...picked] : [...picked, ...more];
    const [seen] = rows;
    if (seen === undefined || seen.candidates < most || picked.length === limit) return picked;
    from = seen.last_candidate;
    most = Math.min(most * growth, candidatesMax);
  }
};

/** Where a slice begins, and which way it goes from there. */
const beginningOf = ({ limit, after, before }: Slice<Id>): Omit<Look, 'most'> =>
  before === undefined
    ? { limit, from: after && uuidOf(after), isBackwards: false }
    : { limit, from: uuidOf(before), isBackwards: true };

const isPicked = ({ id }: Seen): boolean => id !== null;

/** By looking at everything, from the newest: what is everywhere is met soon. */
const walkedRows = <Row extends Listed>(
  reader: TenantReader,
  { source, conditions, words, ofIds }: Picking,
  slice: Slice<Id>,
): Promise<readonly Row[]> => {
  const { alias } = source;
  const all = [...conditions, containsEveryWord(alias, words), ...ofIds(`${alias}.id`)];
  const { statement, values } = listStatement(source, all, slice);
  return reader.rows<Row>(statement, values);
};
