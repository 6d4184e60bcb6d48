import { instant, nullable, objectOf } from '#domain/shared/snapshot.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';

/** A time in which nothing accrues. */
export interface Pause {
  readonly from: Mark;
  /** Null where nobody said yet when it ends. */
  readonly until: Mark | null;
}

interface Pausing {
  readonly segments: readonly SubscriptionSegment[];
  readonly end: Mark | null;
}

/** All pauses that begin before the end, in order of time: those that are over, too. */
export const pausesOf = ({ segments, end }: Pausing): readonly Pause[] =>
  segments.flatMap(({ from, isPaused }, index) => {
    const begins = isPaused === true && !segments[index - 1]?.isPaused;
    if (!begins || (end !== null && from.at >= end.at)) return [];
    const next = segments.slice(index).find((segment) => !segment.isPaused);
    return [{ from, until: next?.from ?? null }];
  });

/** The pause in force at an instant, else the next one; null where there is none. */
export const pauseAt = (facts: Pausing, at: Instant): Pause | null =>
  pausesOf(facts).find(({ until }) => until === null || until.at > at) ?? null;

/** A pause as it is shown. */
export interface ShownPause {
  readonly startsAt: Instant;
  readonly resumesAt: Instant | null;
}

/** The pause in force at an instant, else the next one, as it is shown. */
export const pauseShownAt = (facts: Pausing, at: Instant): ShownPause | null => {
  const pause = pauseAt(facts, at);
  return pause && shownPause(pause);
};

export const shownPause = ({ from, until }: Pause): ShownPause => ({
  startsAt: from.at,
  resumesAt: until?.at ?? null,
});

export const pauseEncoder = nullable(
  objectOf<ShownPause>({ startsAt: instant, resumesAt: nullable(instant) }),
);
