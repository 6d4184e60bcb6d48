import { daysAfter } from '#domain/shared/calendar/days.ts';
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
import type { RunningSubscription } from '#domain/subscriptions/subscription.ts';
import { termEndAt } from '#domain/subscriptions/term.ts';
import { trialEndAt } from '#domain/subscriptions/trial.ts';

/**
 * When a change takes effect: at once, at the end of the period or of the term, on a day or at an
 * instant.
 */
export type EffectiveInput =
  | 'now'
  | 'period_end'
  | 'term_end'
  | { readonly on: string }
  | { readonly at: string };

export const endReasonLengthMax = 500;

export const parseEndReason = orNull((text: string) => parseText(text, endReasonLengthMax));

/**
 * The mark at which a subscription ends.
 * @param times.effectiveNow the instant that `now` means, which may lie back a little
 * @throws {InvalidValue} `effective_in_the_past`, `no_term`, or as dates and instants are refused
 */
export const endEffective = (
  effective: EffectiveInput,
  running: RunningSubscription,
  { now, effectiveNow }: { readonly now: Instant; readonly effectiveNow: Instant },
): Mark => {
  const { timeZone, policy } = running.facts;
  if (effective === 'now') return endMark(effectiveNow, timeZone, policy);
  if (effective === 'period_end') return periodEndAt(running, now);
  const [mark, pointer] =
    effective === 'term_end'
      ? [termEndOf(running, now), '/effective']
      : 'on' in effective
        ? [markOn(dateIn(effective), timeZone), '/effective/on']
        : [endMark(instantIn(effective), timeZone, policy), '/effective/at'];
  if (mark.at >= now) return mark;
  const detail = 'A subscription is canceled now or later.';
  throw InvalidValue.because('effective_in_the_past', detail, pointer);
};

const dateIn = ({ on }: { readonly on: string }): CalendarDate =>
  atPointer('/effective/on', () => parseCalendarDate(on));

const instantIn = ({ at }: { readonly at: string }): Instant =>
  atPointer('/effective/at', () => parseInstant(at));

const termEndOf = ({ facts: { term, timeZone } }: RunningSubscription, now: Instant): Mark => {
  if (term !== null) return termEndAt(term, timeZone, now);
  const detail = 'The subscription has no term: give a day, an instant, or period_end.';
  throw InvalidValue.because('no_term', detail, '/effective');
};

/**
 * Where the current period ends: in a trial where that ends; of what has not begun it is the start.
 */
const periodEndAt = ({ facts, status }: RunningSubscription, now: Instant): Mark => {
  const { timeZone, start, segments } = facts;
  if (status === 'scheduled') return start;
  const trialEnd = status === 'trialing' ? trialEndAt(segments, now) : null;
  if (trialEnd !== null) return trialEnd;
  return markOn(periodOn(gridOf(planAt(facts, now)), dayAt(timeZone, now)).end, timeZone);
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
 * @throws {InvalidValue} `no_term`, or as dates and instants are refused
 * @throws {EarlierThanLastChange | PeriodClosed | ChangeAfterEnd}
 */
export const changeEffective = (
  effective: EffectiveInput,
  running: RunningSubscription,
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
  running: RunningSubscription,
  { now, effectiveNow }: ChangeLimits,
): Mark => {
  const { timeZone, policy } = running.facts;
  if (effective === 'now') return changeMark(effectiveNow, timeZone, policy);
  if (effective === 'period_end') return periodEndAt(running, now);
  if (effective === 'term_end') return termEndOf(running, now);
  if ('on' in effective) return markOn(dateIn(effective), timeZone);
  return changeMark(instantIn(effective), timeZone, policy);
};

const previousStart = ({ facts }: RunningSubscription, now: Instant): CalendarDate => {
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
