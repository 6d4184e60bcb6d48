import type { InstantRange, Slice } from '#application/shared/page.ts';
import {
  idBeginningIn,
  matchesReading,
  searchReadings,
  toSearchText,
} from '#application/shared/search.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The slice of `views` by `key`, newest first: ids sort by the instant they were made. */
export const sliceOf = <View, Key extends Id>(
  views: readonly View[],
  key: (view: View) => Key,
  { limit, after, before }: Slice<Key>,
): readonly View[] => {
  const newestFirst = views
    .filter((view) => after === null || key(view) < after)
    .filter((view) => before === undefined || key(view) > before)
    .toSorted((one, other) => (key(one) < key(other) ? 1 : -1));
  return before === undefined ? newestFirst.slice(0, limit) : newestFirst.slice(-limit);
};

export const within = (at: Instant, range: InstantRange = {}): boolean =>
  (range.gte === undefined || at >= range.gte) &&
  (range.gt === undefined || at > range.gt) &&
  (range.lte === undefined || at <= range.lte) &&
  (range.lt === undefined || at < range.lt);

/** Whether a thing with these texts is found by the search; everything is by none. */
export const mentions = (
  search: string | undefined,
  prefix: IdPrefix,
  id: Id,
  texts: readonly (string | null)[],
): boolean => {
  if (search === undefined) return true;
  const searchText = toSearchText(texts);
  const readings = searchReadings(prefix, search);
  return readings.some(
    (reading) => reading !== undefined && matchesReading(reading, id, searchText),
  );
};

/** As many that a text or, where the search reads as one, an id of theirs begins like it. */
export const beginning = <View extends { readonly id: Id }>(
  views: readonly View[],
  textOf: (view: View) => string | null,
  { prefix, texts, limit }: Beginning,
): readonly View[] => {
  const idBeginning = idBeginningIn(prefix, texts[0] ?? '');
  const named = texts.flatMap((text) =>
    views
      .filter((view) => textOf(view)?.startsWith(text) === true)
      .toSorted((one, other) => ((textOf(one) ?? '') < (textOf(other) ?? '') ? 1 : -1))
      .slice(0, limit),
  );
  const ids = views
    .filter(({ id }) => idBeginning !== undefined && id.startsWith(idBeginning))
    .toSorted((one, other) => (one.id < other.id ? 1 : -1));
  return [...named, ...ids.slice(0, limit)];
};

interface Beginning {
  readonly prefix: IdPrefix;
  readonly texts: readonly string[];
  readonly limit: number;
}

/** Whether there is nothing to compare with, or it is the same. */
export const fits = <Value>(wanted: Value | undefined, value: Value): boolean =>
  wanted === undefined || wanted === value;
