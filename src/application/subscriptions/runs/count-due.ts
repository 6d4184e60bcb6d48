import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import type { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { Instant } from '#domain/shared/time.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import { settledBetween } from '#domain/subscriptions/settlement/due.ts';

/** How many charges fall due of these subscriptions up to an instant; not far beyond `most`. */
export const countDue = (
  tracked: readonly TrackedSubscription[],
  terms: Terms,
  until: Instant,
  most: number,
): number => {
  let count = 0;
  for (const { facts, cursor } of tracked) {
    const agreement = agreementOf(facts, terms);
    count += settledBetween(agreement, cursor.settledThrough, until, most - count).length;
    if (count > most) break;
  }
  return count;
};
