import type { Period } from '#domain/shared/calendar/period.ts';
import { periodAt } from '#domain/shared/calendar/period.ts';
import type { CalendarLength, Instant } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { gridOf, planAt, planOfSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { statusAt } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { isInTrialAt, trialEndAt, trialStartAt } from '#domain/subscriptions/agreement/trial.ts';

/** A period as far as it is served: by local dates and instants, the end exclusive. */
export type ServedPeriod = Omit<Period, 'index'>;

/**
 * The natural period that an instant lies in, or the trial; cut where within it the subscription
 * begins or ends, or its periods are moved. Null where it does not run.
 */
export const currentPeriod = (facts: SubscriptionFacts, at: Instant): ServedPeriod | null => {
  const status = statusAt(facts, at);
  if (status !== 'active' && status !== 'trialing') return null;
  const plan = planAt(facts, at);
  const natural = periodAt(gridOf(plan), plan.timeZone, at);
  const trialStart = trialStartAt(facts.segments, at);
  const trialEnd = status === 'trialing' ? trialEndAt(facts.segments, at) : null;
  const [since, until] = trialStart === null ? gridSpan(facts, at) : [facts.start, facts.end];
  const opens = trialStart ?? { on: natural.start, at: natural.startsAt };
  const closes = trialEnd ?? { on: natural.end, at: natural.endsAt };
  return servedPeriod(later(opens, since), earlier(closes, until));
};

/**
 * The period in which usage is set against a limit: of the plan, or of a length of its own. A trial
 * is a period by itself, and cuts those of another length: what is used in it is used up with it.
 */
export const limitPeriod = (
  facts: SubscriptionFacts,
  interval: CalendarLength | null,
  at: Instant,
): ServedPeriod => {
  const [since, until] = limitSpan(facts, at);
  if (interval === null && until !== null && isInTrialAt(facts.segments, at)) {
    return servedPeriod(since, until);
  }
  const plan = planAt(facts, at);
  const grid = gridOf({ ...plan, interval: interval ?? plan.interval });
  const natural = periodAt(grid, plan.timeZone, at);
  return servedPeriod(
    later({ on: natural.start, at: natural.startsAt }, since),
    earlier({ on: natural.end, at: natural.endsAt }, until),
  );
};

/** From where to where periods of limits follow each other: in the trial, or after it. */
const limitSpan = (facts: SubscriptionFacts, at: Instant): readonly [Mark, Mark | null] => {
  const trialStart = trialStartAt(facts.segments, at);
  const trialEnd = trialEndAt(facts.segments, at);
  if (trialEnd === null) return gridSpan(facts, at);
  if (trialStart !== null) return [trialStart, earlier(trialEnd, facts.end)];
  const [since, until] = gridSpan(facts, at);
  return [later(since, trialEnd), until];
};

const servedPeriod = (begins: Mark, ends: Mark): ServedPeriod => ({
  start: begins.on,
  end: ends.on,
  startsAt: begins.at,
  endsAt: ends.at,
});

const later = (one: Mark, other: Mark): Mark => (one.at < other.at ? other : one);

const earlier = (one: Mark, other: Mark | null): Mark =>
  other !== null && other.at < one.at ? other : one;

/** From where to where the periods that are in force at an instant follow one grid. */
const gridSpan = (facts: SubscriptionFacts, at: Instant): readonly [Mark, Mark | null] => {
  const { segments, start, end } = facts;
  const grids = segments.map((segment) => {
    const plan = planOfSegment(facts, segment);
    return JSON.stringify([gridOf(plan), plan.timeZone]);
  });
  const place = Math.max(
    0,
    segments.findLastIndex(({ from }) => from.at <= at),
  );
  const before = grids.findLastIndex((grid, index) => index < place && grid !== grids[place]);
  const after = grids.findIndex((grid, index) => index > place && grid !== grids[place]);
  const until = segments[after]?.from ?? null;
  const isBeyond = until === null || (end !== null && end.at < until.at);
  return [segments[before + 1]?.from ?? start, isBeyond ? end : until];
};
