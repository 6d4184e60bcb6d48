import { InvalidValue } from '#domain/shared/errors.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { neighbourOf, parseId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

export const pageLimits = { default: 20, max: 100 } as const;

/**
 * Which part of a list is wanted: `limit` 1–100 (20 by default), from `cursor` on where given: the
 * next page, or the one before.
 */
export interface PageRequest {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/**
 * A part of a list, newest first. `nextCursor` leads on, `prevCursor` back; null at the ends. Where
 * rows were deleted meanwhile, a cursor may lead to a page without any.
 */
export interface Page<View> {
  readonly data: readonly View[];
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
}

/** A part of a list: up to `limit` rows that come after the one named, newest first. */
export interface Slice<Key extends Id> {
  readonly limit: number;
  readonly after: Key | null;
  /** In place of `after`: those that come right before this one, newest first all the same. */
  readonly before?: Key | undefined;
}

/** A place in a list, and which way the list is read from there. */
export interface Place<Key> {
  readonly direction: 'after' | 'before';
  readonly key: Key;
}

/** The places of the rows of a list. */
export interface PlacesOf<View, Key> {
  readonly of: (view: View) => Key;
  /** The text that a cursor holds. */
  readonly textOf: (key: Key) => string;
  /** The place next to a row's, from where a list that is read this way begins with the row. */
  readonly beside: (place: Place<Key>) => Key;
}

/** A span of instants; each bound may be missing. */
export interface InstantRange {
  readonly gte?: Instant | undefined;
  readonly gt?: Instant | undefined;
  readonly lte?: Instant | undefined;
  readonly lt?: Instant | undefined;
}

/**
 * Reads one page by keyset: stable while others insert, and as cheap on page 1,000 as on page 1.
 * @throws {InvalidValue} `invalid_limit` or `invalid_cursor`.
 */
export const readPage = async <View, Prefix extends IdPrefix>(
  request: PageRequest,
  key: { readonly prefix: Prefix; readonly of: (view: View) => Id<Prefix> },
  fetch: (slice: Slice<Id<Prefix>>) => Promise<readonly View[]>,
): Promise<Page<View>> => {
  const limit = limitOf(request.limit);
  const from = placeIn(request.cursor, (text) => idIn(key.prefix, text, '/cursor'));
  const isBackwards = from?.direction === 'before';
  // One row more than asked for tells whether there is another page.
  const views = await fetch({
    limit: limit + 1,
    after: isBackwards ? null : (from?.key ?? null),
    before: isBackwards ? from.key : undefined,
  });
  return pageOf(views, { limit, from }, { of: key.of, textOf: String, beside: besideId });
};

// Newest first, a list goes from higher ids to lower ones.
const besideId = <Prefix extends IdPrefix>({ direction, key }: Place<Id<Prefix>>): Id<Prefix> =>
  neighbourOf(key, direction === 'after' ? 1 : -1);

/** The place that a cursor names; undefined where there is none. */
export const placeIn = <Key>(
  cursor: string | undefined,
  parse: (text: string) => Key,
): Place<Key> | undefined => {
  if (cursor === undefined) return undefined;
  const text = textOfCursor(cursor) ?? '';
  return text.startsWith(backwards)
    ? { direction: 'before', key: parse(text.slice(backwards.length)) }
    : { direction: 'after', key: parse(text) };
};

const backwards = '<';

/** The page of up to `limit` of these rows: those read from a place, and one row more. */
export const pageOf = <View, Key>(
  views: readonly View[],
  { limit, from }: { readonly limit: number; readonly from: Place<Key> | undefined },
  { of, textOf, beside }: PlacesOf<View, Key>,
): Page<View> => {
  const isBackwards = from?.direction === 'before';
  const data = isBackwards ? views.slice(-limit) : views.slice(0, limit);
  const isCut = views.length > limit;
  const next = (key: Key): string => cursorTo({ direction: 'after', key }, textOf);
  const prev = (key: Key): string => cursorTo({ direction: 'before', key }, textOf);
  const [first, last] = [data[0], data.at(-1)];
  if (first === undefined || last === undefined) {
    // The rows are gone that were here: the list goes on with the row that the cursor names.
    const back = from && beside({ ...from, direction: isBackwards ? 'after' : 'before' });
    return {
      data,
      nextCursor: back !== undefined && isBackwards ? next(back) : null,
      prevCursor: back !== undefined && !isBackwards ? prev(back) : null,
    };
  }
  return {
    data,
    nextCursor: isBackwards || isCut ? next(of(last)) : null,
    prevCursor: (isBackwards ? isCut : from !== undefined) ? prev(of(first)) : null,
  };
};

/** The cursor that names a place, for `placeIn` to read. */
export const cursorTo = <Key>(
  { direction, key }: Place<Key>,
  textOf: (key: Key) => string,
): string => cursorOf((direction === 'before' ? backwards : '') + textOf(key));

/** @throws {InvalidValue} `invalid_limit` */
export const limitOf = (given: number | undefined): number => {
  const limit = given ?? pageLimits.default;
  if (Number.isInteger(limit) && limit >= 1 && limit <= pageLimits.max) return limit;
  throw InvalidValue.because(
    'invalid_limit',
    `A page has 1 to ${pageLimits.max} entries.`,
    '/limit',
  );
};

/** A cursor is opaque so that what it holds may change: in most lists, the id of the last row. */
export const cursorOf = (text: string): string =>
  btoa(text).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');

/** Reads a cursor; nothing where it is none. */
export const textOfCursor = (cursor: string): string | undefined => {
  try {
    return atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
};

export const invalidCursor = (pointer: string): InvalidValue =>
  InvalidValue.because(
    'invalid_cursor',
    'The cursor is not one that this list gave out: start again without it.',
    pointer,
  );

/** The id that a cursor holds. @throws {InvalidValue} `invalid_cursor` at `pointer`. */
export const parseCursor = <Prefix extends IdPrefix>(
  prefix: Prefix,
  cursor: string,
  pointer: string,
): Id<Prefix> => idIn(prefix, textOfCursor(cursor) ?? '', pointer);

const idIn = <Prefix extends IdPrefix>(
  prefix: Prefix,
  text: string,
  pointer: string,
): Id<Prefix> => {
  try {
    return parseId(prefix, text);
  } catch {
    throw invalidCursor(pointer);
  }
};
