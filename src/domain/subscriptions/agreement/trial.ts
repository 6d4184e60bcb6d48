import type { Alignment } from '#domain/shared/calendar/alignment.ts';
import { alignedGrid } from '#domain/shared/calendar/alignment.ts';
import { sameTimeLater } from '#domain/shared/calendar/local-time.ts';
import type { CalendarDate, CalendarLength, Instant, TimeZone } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { startMark } from '#domain/subscriptions/agreement/mark.ts';
import type { AgreedPlan, SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import { segmentAt } from '#domain/subscriptions/agreement/segments.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';

/**
 * Where a trial of so many days ends: as many local days after the start, at the same time of the
 * day. That day counts from its beginning, as it does where something starts.
 */
export const trialEndAfter = ({ at }: Pick<Mark, 'at'>, days: number, zone: TimeZone): Mark =>
  startMark(sameTimeLater(zone, at, days), zone);

type Tried = Pick<SubscriptionSegment, 'trialEnd' | 'from'>;

/** Where the trial ends, or ended, that is agreed to at an instant; null where there is none. */
export const trialEndAt = (segments: readonly Tried[], at: Instant): Mark | null =>
  segmentAt(segments, at)?.trialEnd ?? null;

/** Whether what is free in a trial is free at an instant. */
export const isInTrialAt = (segments: readonly Tried[], at: Instant): boolean => {
  const end = trialEndAt(segments, at);
  return end !== null && at < end.at;
};

/** Where the trial begins that holds at an instant: changes that keep it do not begin it anew. */
export const trialStartAt = (segments: readonly Tried[], at: Instant): Mark | null => {
  if (!isInTrialAt(segments, at)) return null;
  const begun = segments.filter(({ from }, index) => index === 0 || from.at <= at);
  const first = begun.findLast(({ from }, index) => {
    const before = begun[index - 1]?.trialEnd;
    return before === undefined || before.at < from.at;
  });
  return first?.from ?? null;
};

/** The anchor of periods that are aligned to a trial's end, or to a start. */
export const anchorFrom = (
  alignment: Alignment,
  reference: CalendarDate,
  interval: CalendarLength,
): Pick<AgreedPlan, 'anchorOn' | 'anchorDay'> => {
  const { anchorOn, anchorDay } = alignedGrid(alignment, reference, interval);
  return { anchorOn, anchorDay };
};

/** The day that periods are aligned to: the trial's end, or the start where the policy says so. */
export const alignedTo = (
  start: Mark,
  trialEnd: Mark | null,
  { alignFrom }: Pick<BillingPolicy, 'alignFrom'>,
): CalendarDate => (alignFrom === 'trial_end' && trialEnd !== null ? trialEnd : start).on;
