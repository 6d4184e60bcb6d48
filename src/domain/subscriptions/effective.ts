import { daysAfter } from '#domain/shared/calendar/days.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { periodOn } from '#domain/shared/calendar/grid.ts';
import { orNull } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseText } from '#domain/shared/text.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import {
  ChangeAfterEnd,
  EarlierThanLastChange,
  PeriodClosed,
} from '#domain/subscriptions/errors.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import { changeMark, dayAt, endMark, markOn } from '#domain/subscriptions/mark.ts';
import { gridOf, planAt, segmentAt } from '#domain/subscriptions/segments.ts';
import type {
  ActiveSubscription,
  ScheduledSubscription,
} from '#domain/subscriptions/subscription.ts';

/** When a change takes effect: at once, at the end of the period, on a day or at an instant. */
export type EffectiveInput =
  | 'now'
  | 'period_end'
  | { readonly on: string }
  | { readonly at: string };

export const endReasonLengthMax = 500;

export const parseEndReason = orNull((text: string) => parseText(text, endReasonLengthMax));

/**
 * The mark at which a subscription ends. The end of the period of one that has not begun is its
 * start.
 * @param times.grid the plan's periods
 * @param times.effectiveNow the instant that `now` means, which may lie back a little
 * @throws {InvalidValue} `effective_in_the_past`, or as dates and instants are refused
 */
export const endEffective = (
  effective: EffectiveInput,
  { facts, status }: ScheduledSubscription | ActiveSubscription,
  {
    grid,
    now,
    effectiveNow,
  }: { readonly grid: Grid; readonly now: Instant; readonly effectiveNow: Instant },
): Mark => {
  const { timeZone, policy, start } = facts;
  if (effective === 'now') return endMark(effectiveNow, timeZone, policy);
  if (effective === 'period_end') {
    return status === 'scheduled'
      ? start
      : markOn(periodOn(grid, dayAt(timeZone, now)).end, timeZone);
  }
  const mark =
    'on' in effective
      ? markOn(
          atPointer('/effective/on', () => parseCalendarDate(effective.on)),
          timeZone,
        )
      : endMark(
          atPointer('/effective/at', () => parseInstant(effective.at)),
          timeZone,
          policy,
        );
  if (mark.at >= now) return mark;
  throw InvalidValue.because(
    'effective_in_the_past',
    'A subscription is canceled now or later.',
    'on' in effective ? '/effective/on' : '/effective/at',
  );
};

/** The limits of when a change may take effect. */
export interface ChangeLimits {
  readonly now: Instant;
  /** The instant that `now` means: that of a preview, where the call repeats one. */
  readonly effectiveNow: Instant;
  /** Nothing may take effect before this day; null where the books are open. */
  readonly booksClosedOn: CalendarDate | null;
}

/**
 * The mark at which a change takes effect; that of one that has not begun is its start at least.
 * It may lie back as far as the period before the current one begins.
 * @throws {InvalidValue} as dates and instants are refused
 * @throws {EarlierThanLastChange | PeriodClosed | ChangeAfterEnd}
 */
export const changeEffective = (
  effective: EffectiveInput,
  running: ScheduledSubscription | ActiveSubscription,
  limits: ChangeLimits,
): Mark => {
  const { facts, status } = running;
  const { now, booksClosedOn } = limits;
  const asked = askedMark(effective, running, limits);
  const isScheduled = status === 'scheduled';
  const last = isScheduled ? facts.start : (segmentAt(facts.segments, now)?.from ?? facts.start);
  if (asked.at < last.at && !isScheduled) throw new EarlierThanLastChange();
  const mark = asked.at < last.at ? last : { on: laterDate(asked.on, last.on), at: asked.at };
  if (facts.end !== null && facts.end.at <= mark.at) throw new ChangeAfterEnd();
  if (booksClosedOn !== null && mark.on <= booksClosedOn) throw new PeriodClosed();
  if (mark.at < now && mark.on < previousStart(running, now)) throw new PeriodClosed();
  return mark;
};

const laterDate = (one: CalendarDate, other: CalendarDate): CalendarDate =>
  other > one ? other : one;

const askedMark = (
  effective: EffectiveInput,
  { facts, status }: ScheduledSubscription | ActiveSubscription,
  { now, effectiveNow }: ChangeLimits,
): Mark => {
  const { timeZone, policy, start } = facts;
  if (effective === 'now') return changeMark(effectiveNow, timeZone, policy);
  if (effective === 'period_end') {
    if (status === 'scheduled') return start;
    return markOn(periodOn(gridOf(planAt(facts, now)), dayAt(timeZone, now)).end, timeZone);
  }
  if ('on' in effective) {
    const on = atPointer('/effective/on', () => parseCalendarDate(effective.on));
    return markOn(on, timeZone);
  }
  const at = atPointer('/effective/at', () => parseInstant(effective.at));
  return changeMark(at, timeZone, policy);
};

const previousStart = (
  { facts }: ScheduledSubscription | ActiveSubscription,
  now: Instant,
): CalendarDate => {
  const grid = gridOf(planAt(facts, now));
  return periodOn(grid, daysAfter(periodOn(grid, dayAt(facts.timeZone, now)).start, -1)).start;
};

const atPointer = <Value>(pointer: string, parse: () => Value): Value => {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new InvalidValue(error.faults.map((fault) => ({ ...fault, pointer })));
  }
};
