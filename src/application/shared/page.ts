import { InvalidValue } from '#domain/shared/errors.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

export const pageLimits = { default: 20, max: 100 } as const;

/** Which part of a list is wanted: `limit` 1–100 (20 by default), after `cursor` where given. */
export interface PageRequest {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** A part of a list, newest first. `nextCursor` leads on; null at the end. */
export interface Page<View> {
  readonly data: readonly View[];
  readonly nextCursor: string | null;
}

/** A part of a list: up to `limit` rows that come after the one named, newest first. */
export interface Slice<Key extends Id> {
  readonly limit: number;
  readonly after: Key | null;
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
  const { cursor } = request;
  const after = cursor === undefined ? null : parseCursor(key.prefix, cursor, '/cursor');
  // One row more than asked for tells whether there is another page.
  const views = await fetch({ limit: limit + 1, after });
  const data = views.slice(0, limit);
  const last = data.at(-1);
  const hasMore = views.length > limit && last !== undefined;
  return { data, nextCursor: hasMore ? cursorOf(key.of(last)) : null };
};

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
): Id<Prefix> => {
  try {
    return parseId(prefix, textOfCursor(cursor) ?? '');
  } catch {
    throw invalidCursor(pointer);
  }
};
