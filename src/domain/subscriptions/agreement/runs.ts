import type { Grid } from '#domain/shared/calendar/grid.ts';
import type { SubscriptionItemId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type {
  AgreedItem,
  AgreedSegment,
  Agreement,
} from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark, Ruler } from '#domain/subscriptions/agreement/mark.ts';
import { rankOf } from '#domain/subscriptions/agreement/mark.ts';
import type { BegunBy } from '#domain/subscriptions/agreement/segments.ts';

/**
 * One item for as long as its own terms stay: changes of other items do not cut it, so that its
 * tiers and free units do not start anew.
 */
export interface AgreedRun {
  readonly from: Mark;
  /** Null where it goes on without an end. */
  readonly until: Mark | null;
  /** As each segment has it, from a mark on; at least one. All come to the same. */
  readonly items: readonly { readonly from: Mark; readonly item: AgreedItem }[];
  /** The change that it begins with; null where the subscription begins. */
  readonly begunBy: BegunBy | null;
  /** The change under which it is charged; null where none is. */
  readonly agreedBy: BegunBy['id'] | null;
  /** The change that it ends with; null where it ends by itself, with the subscription or never. */
  readonly endedBy: BegunBy | null;
}

/** All runs, in the order of their beginnings, then of their items. */
export const runsOf = ({ segments }: Agreement): readonly AgreedRun[] => {
  const runs: AgreedRun[] = [];
  let open = new Map<SubscriptionItemId, number>();
  for (const [index, segment] of segments.entries()) {
    const still = new Map<SubscriptionItemId, number>();
    const next = segments[index + 1]?.begunBy ?? null;
    for (const item of segment.items) {
      // An item that ends by itself is not ended by a change of another one at that mark.
      const endedBy = endsWithin(item, segment) ? null : next;
      const before = open.get(item.id);
      const known = before === undefined ? undefined : runs[before];
      if (before !== undefined && known !== undefined && isSameTerms(itemOf(known), item)) {
        const items = [...known.items, { from: segment.from, item }];
        runs[before] = { ...known, items, until: segment.until, endedBy };
        still.set(item.id, before);
      } else {
        still.set(item.id, runs.push(newRun(segment, item, endedBy)) - 1);
      }
    }
    open = still;
  }
  return runs;
};

const endsWithin = ({ end }: AgreedItem, { until }: Pick<AgreedSegment, 'until'>): boolean =>
  end !== undefined && until !== null && end.at <= until.at;

const newRun = (
  { from, until, begunBy, agreedBy }: AgreedSegment,
  item: AgreedItem,
  endedBy: BegunBy | null,
): AgreedRun => ({
  from,
  until,
  items: [{ from, item }],
  begunBy: begunBy ?? null,
  agreedBy: begunBy?.id ?? agreedBy ?? null,
  endedBy,
});

/** The item as it is agreed at last. */
export const itemOf = ({ items }: AgreedRun): AgreedItem => {
  const last = items.at(-1);
  invariant(last !== undefined, 'A run has an item.');
  return last.item;
};

/** Whether a run ends by itself: by no change, and not with the subscription. */
export const endsByItself = (run: AgreedRun): boolean => endsWithin(itemOf(run), run);

/** The item as it is agreed at a mark. */
export const itemAt = ({ items }: AgreedRun, mark: Mark, ruler: Ruler): AgreedItem => {
  const [first] = items;
  invariant(first !== undefined, 'A run has an item.');
  if (items.length === 1) return first.item;
  const begun = items.findLast(({ from }) => rankOf(from, ruler) <= rankOf(mark, ruler));
  return (begun ?? first).item;
};

/** Whether a run has no length: a change on the same day replaced it. */
export const isEmpty = ({ from, until }: AgreedRun, ruler: Ruler): boolean =>
  until !== null && rankOf(until, ruler) <= rankOf(from, ruler);

const isSameTerms = (one: AgreedItem, other: AgreedItem): boolean =>
  one.kind === other.kind &&
  one.termsHash === other.termsHash &&
  one.quantity === other.quantity &&
  one.billed === other.billed &&
  one.timeZone === other.timeZone &&
  isSameGrid(one.grid, other.grid);

const isSameGrid = (one: Grid, other: Grid): boolean =>
  one.unit === other.unit &&
  one.count === other.count &&
  one.anchorOn === other.anchorOn &&
  one.anchorDay === other.anchorDay;

/** Whether two runs of an item are the same thing over the same time. */
const isSameRun = (one: AgreedRun, other: AgreedRun): boolean =>
  isSameTerms(itemOf(one), itemOf(other)) &&
  isSameMark(one.from, other.from) &&
  (one.until === null || other.until === null
    ? one.until === other.until
    : isSameMark(one.until, other.until));

const isSameMark = (one: Mark, other: Mark): boolean => one.on === other.on && one.at === other.at;

/** The mark from which on an item is agreed otherwise than before; null where it never is. */
export const divergenceOf = (
  before: readonly AgreedRun[],
  after: readonly AgreedRun[],
): Mark | null => {
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index += 1) {
    const [was, is] = [before[index], after[index]];
    if (was !== undefined && is !== undefined) {
      if (isSameRun(was, is)) continue;
      const isCut = isSameTerms(itemOf(was), itemOf(is)) && isSameMark(was.from, is.from);
      return isCut ? earlier(was.until, is.until) : earlier(was.from, is.from);
    }
    return (was ?? is)?.from ?? null;
  }
  return null;
};

const earlier = (one: Mark | null, other: Mark | null): Mark | null => {
  if (one === null || other === null) return one ?? other;
  // Marks of different kinds may lie in one order by their days and in another by their seconds.
  return {
    on: other.on < one.on ? other.on : one.on,
    at: other.at < one.at ? other.at : one.at,
  };
};
