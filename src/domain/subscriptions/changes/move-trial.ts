import { parseBillingInstant } from '#domain/shared/calendar/billing-dates.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { trialDaysMax } from '#domain/shared/interval.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { notBefore, startMark } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import { planOfSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { firstTermEnd } from '#domain/subscriptions/agreement/term.ts';
import { anchorFrom, trialEndAfter, trialEndAt } from '#domain/subscriptions/agreement/trial.ts';
import type { Rebuilt, VersionOf } from '#domain/subscriptions/changes/apply-change.ts';
import { rebuild } from '#domain/subscriptions/changes/apply-change.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import { NotInTrial } from '#domain/subscriptions/errors.ts';
import type { RunningSubscription } from '#domain/subscriptions/subscription.ts';

/**
 * Where the trial ends that a subscription is in, or will be in once it has begun.
 * @throws {NotInTrial}
 */
export const requireTrial = ({ facts }: RunningSubscription, now: Instant): Mark => {
  const end = trialEndAt(facts.segments, now);
  if (end === null || end.at <= now || end.at <= facts.start.at) throw new NotInTrial();
  return end;
};

/**
 * Reads the instant up to which a trial is extended.
 * @throws {InvalidValue} `invalid_instant`, `out_of_range`; `trial_not_extended` where the trial
 *   lasts as long already; `trial_too_long` where it would last for more than 730 days. All at
 *   `/trialEndsAt`.
 */
export const extendedTrialEnd = (
  text: string,
  { start, timeZone }: Pick<SubscriptionFacts, 'start' | 'timeZone'>,
  end: Mark,
): Mark => {
  const at = parseBillingInstant(text);
  if (at <= end.at) {
    throw InvalidValue.because(
      'trial_not_extended',
      'The trial lasts until then already: give a later instant, or end the trial.',
    );
  }
  if (at > trialEndAfter(start, trialDaysMax, timeZone).at) {
    throw InvalidValue.because('trial_too_long', `A trial lasts ${trialDaysMax} days at most.`);
  }
  return startMark(at, timeZone);
};

/**
 * The segments with another end of the trial. Where periods are aligned to it they move along, and
 * the changes that lie ahead follow on what is agreed by then.
 * @param scheduled the changes that take effect after `now`
 */
export const moveTrial = (
  facts: SubscriptionFacts,
  end: Mark,
  {
    scheduled,
    now,
    versionOf,
  }: {
    readonly scheduled: readonly SubscriptionChange[];
    readonly now: Instant;
    readonly versionOf: VersionOf;
  },
): Rebuilt => {
  const begun = facts.segments.filter(({ from }, index) => index === 0 || from.at <= now);
  const moved = begun.map((segment) => {
    const isOver = segment.trialEnd === undefined || segment.trialEnd.at <= now;
    return isOver ? segment : withTrialEnd(facts, segment, end);
  });
  const without = { ...facts, segments: moved };
  return rebuild(without, { scheduled, made: [], removed: [] }, versionOf);
};

/** The term that begins with the end of a trial, and the end that it brings: they move along. */
export const termAfterTrial = (
  { term, end, policy, timeZone }: SubscriptionFacts,
  trialEnd: Mark,
): Pick<SubscriptionFacts, 'term' | 'end'> => {
  if (term === null || policy.alignFrom !== 'trial_end') return { term, end };
  const moved = { ...term, startsOn: trialEnd.on };
  const isOfTerm = term.renewal === 'end' && end?.at === firstTermEnd(term, timeZone).at;
  return { term: moved, end: isOfTerm ? firstTermEnd(moved, timeZone) : end };
};

const withTrialEnd = (
  facts: SubscriptionFacts,
  segment: SubscriptionSegment,
  end: Mark,
): SubscriptionSegment => {
  const plan = planOfSegment(facts, segment);
  const trialEnd = notBefore(end, segment.from);
  const anchor =
    facts.policy.alignFrom === 'trial_end'
      ? anchorFrom(facts.alignment, trialEnd.on, plan.interval)
      : {};
  return { ...segment, trialEnd, plan: { ...plan, ...anchor } };
};
