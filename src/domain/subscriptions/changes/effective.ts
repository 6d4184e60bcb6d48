import { parseBillingDate, parseBillingInstant } from '#domain/shared/calendar/billing-dates.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { periodOn } from '#domain/shared/calendar/grid.ts';
import { orNull } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseText } from '#domain/shared/text.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { formatInstant } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { changeMark, dayAt, endMark, markOn } from '#domain/subscriptions/agreement/mark.ts';
import { gridOf, planAt, segmentAt } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { termEndAt } from '#domain/subscriptions/agreement/term.ts';
import { trialEndAt } from '#domain/subscriptions/agreement/trial.ts';
import {
  ChangeAfterEnd,
  EarlierThanLastChange,
  PeriodClosed,
} from '#domain/subscriptions/errors.ts';
import type { RunningSubscription } from '#domain/subscriptions/subscription.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';

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

/** The same, once it was checked. */
export type Effective =
  | Exclude<EffectiveInput, object>
  | { readonly on: CalendarDate }
  | { readonly at: string };

export const endReasonLengthMax = 500;

export const parseEndReason = orNull((text: string) => parseText(text, endReasonLengthMax));

/**
 * The mark at which a subscription ends.
 * @throws {InvalidValue} `effective_in_the_past`, `no_term`, or as dates and instants are refused
 */
export const endEffective = (
  effective: EffectiveInput,
  running: RunningSubscription,
  times: EffectiveTimes,
): Mark => {
  const mark = askedMark(effective, running, times, endMark);
  if (mark.at >= times.now || effective === 'now' || effective === 'period_end') return mark;
  const pointer =
    effective === 'term_end' ? '/effective' : 'on' in effective ? '/effective/on' : '/effective/at';
  const detail = 'A subscription is canceled now or later.';
  throw InvalidValue.because('effective_in_the_past', detail, pointer);
};

/**
 * Checks a day or an instant before anybody knows whose it is.
 * @throws {InvalidValue} as dates and instants are refused
 */
export const requireEffective = (effective: EffectiveInput): Effective => {
  if (typeof effective === 'string') return effective;
  return 'on' in effective
    ? { on: dateIn(effective) }
    : { at: formatInstant(instantIn(effective)) };
};

const dateIn = ({ on }: { readonly on: string }): CalendarDate =>
  atPointer('/effective/on', () => parseBillingDate(on));

const instantIn = ({ at }: { readonly at: string }): Instant =>
  atPointer('/effective/at', () => parseBillingInstant(at));

const termEndOf = ({ facts }: RunningSubscription, now: Instant): Mark => {
  const { term } = facts;
  if (term !== null) return termEndAt(term, planAt(facts, now).timeZone, now);
  const detail = 'The subscription has no term: give a day, an instant, or period_end.';
  throw InvalidValue.because('no_term', detail, '/effective');
};

/**
 * Where the current period ends: in a trial where that ends; of what has not begun it is the start.
 */
const periodEndAt = ({ facts, status }: RunningSubscription, now: Instant): Mark => {
  const { start, segments } = facts;
  if (status === 'scheduled') return start;
  const trialEnd = status === 'trialing' ? trialEndAt(segments, now) : null;
  if (trialEnd !== null) return trialEnd;
  const plan = planAt(facts, now);
  return markOn(periodOn(gridOf(plan), dayAt(plan.timeZone, now)).end, plan.timeZone);
};

/** The times by which it is found when something takes effect. */
export interface EffectiveTimes {
  readonly now: Instant;
  /** The instant that `now` means: that of a preview, where the call repeats one. */
  readonly effectiveNow: Instant;
}

/** The limits of when a change may take effect. */
export interface ChangeLimits extends EffectiveTimes {
  /** Nothing may take effect before this day; null where the books are open. */
  readonly booksClosedOn: CalendarDate | null;
}

/**
 * The mark at which a change takes effect; that of one that has not begun is its start at least.
 * It may lie back as far as the period before the current one begins.
 * @param markAt how an instant becomes a mark: as that of a change, a pause, or the end of one
 * @throws {InvalidValue} `no_term`, or as dates and instants are refused
 * @throws {EarlierThanLastChange | PeriodClosed | ChangeAfterEnd}
 */
export const changeEffective = (
  effective: EffectiveInput,
  running: RunningSubscription,
  limits: ChangeLimits,
  markAt: MarkAt = changeMark,
): Mark => {
  const { facts, status } = running;
  const { now, booksClosedOn } = limits;
  const asked = askedMark(effective, running, limits, markAt);
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

type MarkAt = (at: Instant, zone: TimeZone, policy: BillingPolicy) => Mark;

const askedMark = (
  effective: EffectiveInput,
  running: RunningSubscription,
  { now, effectiveNow }: EffectiveTimes,
  markAt: MarkAt,
): Mark => {
  const { facts } = running;
  if (effective === 'period_end') return periodEndAt(running, now);
  if (effective === 'term_end') return termEndOf(running, now);
  if (effective !== 'now' && 'on' in effective) return dayOf(facts, dateIn(effective));
  const at = effective === 'now' ? effectiveNow : instantIn(effective);
  return markAt(at, planAt(facts, at).timeZone, facts.policy);
};

/** The first instant of a local day, in the zone that is agreed by then. */
export const dayOf = (facts: SubscriptionFacts, on: CalendarDate): Mark => {
  const mark = markOn(on, facts.timeZone);
  const { timeZone } = planAt(facts, mark.at);
  return timeZone === facts.timeZone ? mark : markOn(on, timeZone);
};

/**
 * The mark at which a pause ends by itself.
 * @throws {InvalidValue} `invalid_date`, `out_of_range`, `resumes_before_pause`
 */
export const resumeOn = (text: string, facts: SubscriptionFacts, pause: Mark): Mark => {
  const mark = dayOf(
    facts,
    atPointer('/resumesOn', () => parseBillingDate(text)),
  );
  if (mark.on >= pause.on && mark.at > pause.at) return mark;
  throw InvalidValue.because('resumes_before_pause', 'A pause ends after it begins.', '/resumesOn');
};

const previousStart = ({ facts }: RunningSubscription, now: Instant): CalendarDate => {
  const plan = planAt(facts, now);
  const grid = gridOf(plan);
  return periodOn(grid, daysAfter(periodOn(grid, dayAt(plan.timeZone, now)).start, -1)).start;
};

const atPointer = <Value>(pointer: string, parse: () => Value): Value => {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new InvalidValue(error.faults.map((fault) => ({ ...fault, pointer })));
  }
};
