import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import type { Period } from '#domain/shared/calendar/period.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import { runsOf } from '#domain/subscriptions/agreement/runs.ts';
import { uncountedSinceBegun } from '#domain/subscriptions/settlement/counted-usage.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import { openUsage } from '#domain/subscriptions/settlement/due.ts';

/**
 * The usage that will fall due of periods that are open at an instant, without what lines under
 * other terms counted already.
 * @param recorded all charges of the subscription that end after the open periods began
 */
export const openUncounted = (
  agreement: Agreement,
  at: Instant,
  recorded: readonly ChargeWithTerms[],
): readonly Due[] => {
  const runs = runsOf(agreement);
  return openUsage(agreement, at).flatMap((due) => uncountedSinceBegun(due, recorded, runs) ?? []);
};

/** The prices of usage whose own periods lie in a period, as far as they are open. */
export const within = (period: Period, dues: readonly Due[]): readonly Due[] =>
  dues.filter(({ period: own }) => period.startsAt <= own.startsAt && own.endsAt <= period.endsAt);
