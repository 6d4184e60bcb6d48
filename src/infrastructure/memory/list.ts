import type { InstantRange, Slice } from '#application/shared/page.ts';
import { matchesReading, searchReadings, toSearchText } from '#application/shared/search.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The slice of `views` by `key`, newest first: ids sort by the instant they were made. */
export const sliceOf = <View, Key extends Id>(
  views: readonly View[],
  key: (view: View) => Key,
  { limit, after }: Slice<Key>,
): readonly View[] =>
  views
    .filter((view) => after === null || key(view) < after)
    .toSorted((one, other) => (key(one) < key(other) ? 1 : -1))
    .slice(0, limit);

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

/** Whether there is nothing to compare with, or it is the same. */
export const fits = <Value>(wanted: Value | undefined, value: Value): boolean =>
  wanted === undefined || wanted === value;
