import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { alignedGrid } from '#domain/shared/calendar/alignment.ts';
import type { Weekday } from '#domain/shared/calendar/days.ts';
import { partsOf, weekdayOf } from '#domain/shared/calendar/days.ts';
import type { PlanVersionId } from '#domain/shared/ids.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import type { ItemDelta, SubscriptionChange } from '#domain/subscriptions/change.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import { notBefore } from '#domain/subscriptions/mark.ts';
import type {
  AgreedPlan,
  SubscriptionItem,
  SubscriptionSegment,
} from '#domain/subscriptions/segments.ts';
import { planOfSegment } from '#domain/subscriptions/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/subscription-facts.ts';
import { anchorFrom, trialEndAfter } from '#domain/subscriptions/trial.ts';

/** Gives a plan version that segments and changes name. */
export type VersionOf = (id: PlanVersionId) => PlanVersion;

/** The segments with a change, and the changes ahead that it takes back. */
export interface Rebuilt {
  readonly segments: readonly SubscriptionSegment[];
  readonly takenBack: readonly SubscriptionChange[];
}

/**
 * Builds the segments anew from the ones that stay and the changes that lie behind them. Another
 * plan or version takes back later ones of these, and whatever names a price that it lacks.
 * @param kept the segments that stay as they are, at least one
 * @param changes those to be applied, in any order
 * @param made the change that is made now; null where one is taken back
 */
export const rebuild = (
  facts: SubscriptionFacts,
  kept: readonly SubscriptionSegment[],
  changes: readonly SubscriptionChange[],
  made: SubscriptionChange | null,
  versionOf: VersionOf,
): Rebuilt => {
  const segments = [...kept];
  const takenBack: SubscriptionChange[] = [];
  const isReplaced = (change: SubscriptionChange): boolean =>
    made !== null &&
    made.planVersionId !== null &&
    change.id !== made.id &&
    change.planVersionId !== null &&
    change.effective.at >= made.effective.at;
  for (const change of changes.toSorted(byEffect)) {
    const base = segments.at(-1);
    const next = base === undefined ? null : segmentAfter(facts, base, change, versionOf);
    if (next === null || isReplaced(change)) takenBack.push(change);
    else segments.push(next);
  }
  return { segments, takenBack };
};

const byEffect = (one: SubscriptionChange, other: SubscriptionChange): number =>
  one.effective.at - other.effective.at || (one.id < other.id ? -1 : 1);

/** The segment that begins with a change; null where the change does not fit any more. */
const segmentAfter = (
  facts: SubscriptionFacts,
  base: SubscriptionSegment,
  change: SubscriptionChange,
  versionOf: VersionOf,
): SubscriptionSegment | null => {
  const planVersionId = change.planVersionId ?? base.planVersionId;
  const version = versionOf(planVersionId);
  const fits = change.items.every(({ priceId }) =>
    version.terms.prices.some(({ id }) => id === priceId),
  );
  if (!fits) return null;
  const isOtherPlan = change.planVersionId !== null;
  const was = versionOf(base.planVersionId);
  if (isOtherPlan && unmatchedCodes(base.items, was, version).length > 0) return null;
  const items = isOtherPlan
    ? carriedItems(base.items, was, version, change.items)
    : changedItems(base.items, change.items);
  if (items.length === 0) return null;
  const plan = planOfSegment(facts, base);
  const trialEnd = trialEndFrom(facts, base, change);
  const moved = isOtherPlan ? movedPlan(plan, version, change) : plan;
  return {
    from: change.effective,
    planVersionId,
    items,
    ...(trialEnd && { trialEnd }),
    plan: { ...moved, ...anchorOfTrial(facts, { base, change, trialEnd, plan: moved }) },
    begunBy: {
      id: change.id,
      isOtherPlan,
      decrease: change.decrease,
      charge: change.charge,
      creditAs: change.creditAs,
    },
  };
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

/** Where the trial ends after a change: as before, or as the new plan says, from the start on. */
const trialEndFrom = (
  { start, timeZone }: SubscriptionFacts,
  base: SubscriptionSegment,
  { trialDays, effective }: SubscriptionChange,
): Mark | null => {
  const held = base.trialEnd ?? null;
  if (trialDays === null) return held;
  const end = trialDays === 0 ? null : trialEndAfter(start, trialDays, timeZone);
  if (end !== null && end.at > effective.at) return notBefore(end, effective);
  return held !== null && held.at > effective.at ? effective : held;
};

/** Periods stay aligned to the end of a trial that the change finds, or gives. */
const anchorOfTrial = (
  { alignment, policy }: SubscriptionFacts,
  {
    base,
    change: { effective, planVersionId },
    trialEnd,
    plan,
  }: {
    readonly base: SubscriptionSegment;
    readonly change: SubscriptionChange;
    readonly trialEnd: Mark | null;
    readonly plan: AgreedPlan;
  },
): Partial<AgreedPlan> => {
  const isAligned = planVersionId !== null && policy.alignFrom === 'trial_end';
  const ends = [base.trialEnd?.at, trialEnd?.at];
  const isTried = ends.some((at) => at !== undefined && at > effective.at);
  return isAligned && isTried && trialEnd !== null
    ? anchorFrom(alignment, trialEnd.on, plan.interval)
    : {};
};

const changedItems = (
  items: readonly SubscriptionItem[],
  deltas: readonly ItemDelta[],
): readonly SubscriptionItem[] => {
  const byPrice = new Map(deltas.map((delta) => [delta.priceId, delta]));
  const known = new Set(items.map(({ priceId }) => priceId));
  const stay = items.flatMap((item) => {
    const delta = byPrice.get(item.priceId);
    if (delta === undefined) return [item];
    return delta.isIncluded ? [{ ...item, quantity: delta.quantity ?? item.quantity }] : [];
  });
  const added = deltas.filter(({ priceId, isIncluded }) => isIncluded && !known.has(priceId));
  return [...stay, ...added.map(newItem)];
};

const newItem = ({ itemId, priceId, quantity }: ItemDelta): SubscriptionItem => ({
  id: itemId,
  priceId,
  quantity: quantity ?? '1',
});

/** Items whose price the new plan has, by its code, keep id and quantity; others are new. */
const carriedItems = (
  items: readonly SubscriptionItem[],
  was: PlanVersion,
  next: PlanVersion,
  deltas: readonly ItemDelta[],
): readonly SubscriptionItem[] => {
  const oldPrices = new Map(was.terms.prices.map((price) => [price.id, price]));
  const left = new Map(
    items.flatMap((item) => {
      const price = oldPrices.get(item.priceId);
      return price === undefined ? [] : [[price.code, item] as const];
    }),
  );
  const byPrice = new Map(deltas.map((delta) => [delta.priceId, delta]));
  return next.terms.prices.flatMap((price) => {
    const delta = byPrice.get(price.id);
    const carried = left.get(price.code);
    if (delta === undefined || !delta.isIncluded) return [];
    if (carried === undefined) return delta.isOnlyCarried ? [] : [newItem(delta)];
    return [{ ...carried, priceId: price.id, quantity: delta.quantity ?? carried.quantity }];
  });
};

const movedPlan = (
  plan: AgreedPlan,
  { planId, number, terms }: PlanVersion,
  { cycle, effective }: SubscriptionChange,
): AgreedPlan => {
  const { unit, count } = terms.interval;
  const isOther = unit !== plan.interval.unit || count !== plan.interval.count;
  const anchor = anchorAfter(plan, isOther, cycle, effective.on);
  return { planId, planVersion: number, interval: { unit, count }, ...anchor };
};

/** Where the periods begin after a change of plan, as `cycle` says. */
const anchorAfter = (
  { anchorOn, anchorDay, interval }: AgreedPlan,
  isOther: boolean,
  cycle: SubscriptionChange['cycle'],
  on: CalendarDate,
): Pick<AgreedPlan, 'anchorOn' | 'anchorDay'> => {
  if (cycle === 'keep' || (cycle === 'restart' && !isOther)) return { anchorOn, anchorDay };
  if (cycle === 'restart' || interval.unit === 'day') {
    return { anchorOn: on, anchorDay: partsOf(on).day };
  }
  const alignment =
    interval.unit === 'week'
      ? { weekday: weekdayOf(anchorOn) satisfies Weekday }
      : { day: anchorDay };
  const grid = alignedGrid(alignment, on, interval);
  return { anchorOn: grid.anchorOn, anchorDay: grid.anchorDay };
};
