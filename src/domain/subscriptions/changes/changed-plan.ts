import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { alignedGrid } from '#domain/shared/calendar/alignment.ts';
import type { Weekday } from '#domain/shared/calendar/days.ts';
import { partsOf, weekdayOf } from '#domain/shared/calendar/days.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { notBefore } from '#domain/subscriptions/agreement/mark.ts';
import type { AgreedPlan, SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import { planOfSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { anchorFrom, trialEndAfter } from '#domain/subscriptions/agreement/trial.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';

/** The plan, its periods and the trial from a change on. */
export const changedPlan = (
  facts: SubscriptionFacts,
  base: SubscriptionSegment,
  change: SubscriptionChange,
  version: PlanVersion | null,
): Pick<SubscriptionSegment, 'plan' | 'trialEnd'> => {
  const trialEnd = trialEndFrom(facts, base, change);
  const moved = movedPlan(planOfSegment(facts, base), version, change, change.effective.on);
  const ofTrial = change.anchorOn === null ? { base, change, trialEnd, plan: moved } : null;
  return {
    ...(trialEnd && { trialEnd }),
    plan: { ...moved, ...(ofTrial && anchorOfTrial(facts, ofTrial)) },
  };
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

/** The plan from a change on: that of a version, or the one before; by other days if it says so. */
const movedPlan = (
  plan: AgreedPlan,
  version: PlanVersion | null,
  { cycle, anchorOn, timeZone }: SubscriptionChange,
  on: CalendarDate,
): AgreedPlan => {
  const { unit, count } = version?.terms.interval ?? plan.interval;
  const isOther = unit !== plan.interval.unit || count !== plan.interval.count;
  const anchor = version === null ? {} : anchorAfter(plan, isOther, cycle, on);
  return {
    ...plan,
    ...(version && { planId: version.planId, planVersion: version.number }),
    interval: { unit, count },
    ...anchor,
    ...(anchorOn && { anchorOn, anchorDay: partsOf(anchorOn).day }),
    ...(timeZone && { timeZone }),
  };
};

/** Where the periods begin after a change of plan, as `cycle` says. */
export const anchorAfter = (
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
