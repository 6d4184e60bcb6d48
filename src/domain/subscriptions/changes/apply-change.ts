import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { PlanVersionId, PriceId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { billableQuantity } from '#domain/subscriptions/agreement/chosen-items.ts';
import { hasEnded } from '#domain/subscriptions/agreement/item-ends.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { notBefore } from '#domain/subscriptions/agreement/mark.ts';
import type {
  BegunBy,
  SubscriptionItem,
  SubscriptionSegment,
} from '#domain/subscriptions/agreement/segments.ts';
import { planOfSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { carryingItems } from '#domain/subscriptions/changes/carried-items.ts';
import { unmatchedOverrides } from '#domain/subscriptions/changes/carried-overrides.ts';
import type { ItemDelta, SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import { anchorAfter, changedPlan } from '#domain/subscriptions/changes/changed-plan.ts';

/** Gives a plan version that segments and changes name. */
export type VersionOf = (id: PlanVersionId) => PlanVersion;

/** The segments with a change, and the changes ahead that it takes back. */
export interface Rebuilt {
  readonly segments: readonly SubscriptionSegment[];
  readonly takenBack: readonly SubscriptionChange[];
}

/** Changes that are made and taken back together. */
export interface Rebuilding {
  /** All changes that lie ahead. */
  readonly scheduled: readonly SubscriptionChange[];
  readonly made: readonly SubscriptionChange[];
  /** Of those that lie ahead. */
  readonly removed: readonly SubscriptionChange[];
}

/** The segments that stay as they are, at least one: all before what is made or taken back. */
export const keptSegments = (
  { segments }: Pick<SubscriptionFacts, 'segments'>,
  made: Mark | null,
  removed: readonly SubscriptionChange[],
): readonly SubscriptionSegment[] => {
  const gone = new Set(removed.map(({ id }) => id));
  const place = segments.findIndex(
    ({ from, begunBy }, index) =>
      index > 0 &&
      ((begunBy !== undefined && gone.has(begunBy.id)) || (made !== null && from.at > made.at)),
  );
  return place === -1 ? segments : segments.slice(0, place);
};

/**
 * Builds the segments anew from the ones that stay and the changes that lie behind them. Another
 * plan or version takes back later ones of these; a change that does not fit any more is taken
 * back, too: one that names a price that is not there, a pause within a pause, the end of no pause.
 */
export const rebuild = (
  facts: SubscriptionFacts,
  { scheduled, made, removed }: Rebuilding,
  versionOf: VersionOf,
): Rebuilt => {
  const segments = [...keptSegments(facts, made[0]?.effective ?? null, removed)];
  const keptIds = new Set(segments.map(({ begunBy }) => begunBy?.id));
  const later = scheduled.filter(({ id }) => !keptIds.has(id) && !removed.some(isNamed(id)));
  const takenBack = [...removed];
  const moved = made.find(({ planVersionId }) => planVersionId !== null);
  const isReplaced = (change: SubscriptionChange): boolean =>
    moved !== undefined &&
    change.id !== moved.id &&
    change.planVersionId !== null &&
    change.effective.at >= moved.effective.at;
  for (const change of [...made, ...later].toSorted(byEffect)) {
    const next = segmentAfter(facts, segments, change, versionOf);
    if (next === null || isReplaced(change)) takenBack.push(change);
    else segments.push(next);
  }
  return { segments, takenBack };
};

/**
 * Refuses a change after which a period of an item would cost more than can be billed.
 * @throws {InvalidValue} `amount_out_of_range`
 */
export const requireBillable = (
  segments: readonly SubscriptionSegment[],
  made: readonly SubscriptionChange[],
  versionOf: VersionOf,
): void => {
  for (const { begunBy, planVersionId, items } of segments) {
    if (begunBy === undefined || !made.some(isNamed(begunBy.id))) continue;
    const { prices, currency } = versionOf(planVersionId).terms;
    checkAll({
      items: () => {
        for (const { priceId, quantity, override } of items) {
          const price = prices.find(({ id }) => id === priceId);
          if (price?.kind !== 'usage') billableQuantity(price, currency, quantity, override);
        }
      },
    });
  }
};

const isNamed =
  (id: SubscriptionChange['id']) =>
  (change: SubscriptionChange): boolean =>
    change.id === id;

const byEffect = (one: SubscriptionChange, other: SubscriptionChange): number =>
  one.effective.at - other.effective.at || (one.id < other.id ? -1 : 1);

/** The segment that begins with a change; null where the change does not fit any more. */
const segmentAfter = (
  facts: SubscriptionFacts,
  segments: readonly SubscriptionSegment[],
  given: SubscriptionChange,
  versionOf: VersionOf,
): SubscriptionSegment | null => {
  const base = segments.at(-1);
  invariant(base !== undefined, 'A subscription agrees to something.');
  // Nothing takes effect before what precedes it, though the day rules of both may differ.
  const from = notBefore(given.effective, base.from);
  const change = { ...given, effective: from };
  const { planVersionId, items, trialEnd } = base;
  const plan = planOfSegment(facts, base);
  const segment = { from, planVersionId, items, plan, ...(trialEnd && { trialEnd }) };
  switch (change.kind) {
    case 'pause':
      if (base.isPaused) return null;
      return { ...segment, begunBy: begunBy(change, false), isPaused: true };
    case 'resume': {
      if (!base.isPaused) return null;
      const before = segments.findLast(({ isPaused }) => !isPaused);
      const isMoved = before?.planVersionId !== planVersionId;
      const resumed = { ...plan, ...anchorAfter(plan, false, change.cycle, from.on) };
      return { ...segment, plan: resumed, begunBy: begunBy(change, isMoved) };
    }
    case 'change': {
      const agreed = agreedAfter(base, change, versionOf, segments);
      if (agreed === null) return null;
      const isOtherPlan = change.planVersionId !== null;
      const version = isOtherPlan ? versionOf(agreed.planVersionId) : null;
      return {
        ...segment,
        ...agreed,
        ...changedPlan(facts, base, change, version),
        begunBy: begunBy(change, isOtherPlan),
        ...(base.isPaused && { isPaused: true }),
      };
    }
  }
};

/**
 * The codes of prices that items have and another version of their plan lacks. Another plan may
 * lack any: what it lacks ends.
 */
export const unmatchedCodes = (
  items: readonly SubscriptionItem[],
  was: PlanVersion,
  next: PlanVersion,
): readonly string[] => {
  if (was.planId !== next.planId) return [];
  const held = new Set(items.map(({ priceId }) => priceId));
  const codes = new Set(next.terms.prices.map(({ code }) => code));
  return was.terms.prices.flatMap(({ id, code }) => (held.has(id) && !codes.has(code) ? code : []));
};

const begunBy = (
  { id, decrease, charge, creditAs }: SubscriptionChange,
  isOtherPlan: boolean,
): BegunBy => ({ id, isOtherPlan, decrease, charge, creditAs });

/** The plan version and the items from a change on; null where it does not fit any more. */
const agreedAfter = (
  base: SubscriptionSegment,
  { planVersionId, items: given, effective }: SubscriptionChange,
  versionOf: VersionOf,
  segments: readonly SubscriptionSegment[],
): Pick<SubscriptionSegment, 'planVersionId' | 'items'> | null => {
  const was = versionOf(base.planVersionId);
  const version = planVersionId === null ? was : versionOf(planVersionId);
  const { prices } = version.terms;
  const deltas = withFormerIds(given, prices, segments, versionOf);
  if (!deltas.every(({ priceId }) => prices.some(({ id }) => id === priceId))) return null;
  const held = base.items.filter((item) => !hasEnded(item, effective));
  if (unmatchedCodes(held, was, version).length > 0) return null;
  if (unmatchedOverrides(held, was, version, deltas).length > 0) return null;
  const items =
    planVersionId === null
      ? changedItems(base.items, deltas)
      : carriedItems(carryingItems(base, was, version, effective), was, version, deltas);
  return items.length === 0 ? null : { planVersionId: version.id, items };
};

/**
 * A recurring price that comes back is the item that it was: what is paid for of a period stays
 * paid for, where it was not credited when the price was taken away.
 */
const withFormerIds = (
  deltas: readonly ItemDelta[],
  prices: readonly Price[],
  segments: readonly SubscriptionSegment[],
  versionOf: VersionOf,
): readonly ItemDelta[] => {
  const former = new Map(
    segments.flatMap(({ planVersionId, items }) => {
      const terms = recurringCodes(versionOf(planVersionId).terms.prices);
      return items.map(({ id, priceId }) => [terms.get(priceId), id] as const);
    }),
  );
  former.delete(undefined);
  const codes = recurringCodes(prices);
  return deltas.map((delta) => {
    const itemId = former.get(codes.get(delta.priceId));
    return itemId === undefined ? delta : { ...delta, itemId };
  });
};

const recurringCodes = (prices: readonly Price[]): ReadonlyMap<PriceId, string> =>
  new Map(prices.flatMap(({ id, kind, code }) => (kind === 'recurring' ? [[id, code]] : [])));

const changedItems = (
  items: readonly SubscriptionItem[],
  deltas: readonly ItemDelta[],
): readonly SubscriptionItem[] => {
  const byPrice = new Map(deltas.map((delta) => [delta.priceId, delta]));
  const known = new Set(items.map(({ priceId }) => priceId));
  const stay = items.flatMap((item) => {
    const delta = byPrice.get(item.priceId);
    if (delta === undefined) return [item];
    return delta.isIncluded ? [changedItem(item, delta)] : [];
  });
  const added = deltas.filter(({ priceId, isIncluded }) => isIncluded && !known.has(priceId));
  return [...stay, ...added.map(newItem)];
};

const changedItem = (
  { override: heldOverride, end: heldEnd, ...item }: SubscriptionItem,
  { priceId, quantity, override = heldOverride, end = heldEnd }: ItemDelta,
): SubscriptionItem => ({
  ...item,
  priceId,
  quantity: quantity ?? item.quantity,
  ...(override && { override }),
  ...(end && { end }),
});

const newItem = (delta: ItemDelta): SubscriptionItem =>
  changedItem({ id: delta.itemId, priceId: delta.priceId, quantity: '1' }, delta);

/**
 * Items whose price the new plan has, by its code, keep id, quantity, amounts and end of their own,
 * and with the id what is paid for already. Other items end; other prices begin where the change
 * names them.
 */
const carriedItems = (
  items: readonly SubscriptionItem[],
  was: PlanVersion,
  next: PlanVersion,
  deltas: readonly ItemDelta[],
): readonly SubscriptionItem[] => {
  const codes = new Map(was.terms.prices.map(({ id, code }) => [id, code]));
  const left = new Map(items.map((item) => [codes.get(item.priceId), item]));
  const byPrice = new Map(deltas.map((delta) => [delta.priceId, delta]));
  return next.terms.prices.flatMap(({ id, code }) => {
    const delta = byPrice.get(id);
    const carried = left.get(code);
    if (delta === undefined || !delta.isIncluded) return [];
    if (carried === undefined) return delta.isOnlyCarried ? [] : [newItem(delta)];
    return [changedItem(carried, delta)];
  });
};
