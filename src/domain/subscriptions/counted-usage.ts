import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import type { Due } from '#domain/subscriptions/due.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import type { AgreedRun } from '#domain/subscriptions/runs.ts';
import { itemOf } from '#domain/subscriptions/runs.ts';

/**
 * The part of a due of usage that no line is for yet; null where there is none. What was charged is
 * not charged again under other terms, where a change was back-dated over the end of a period.
 * @param runs as it is agreed now
 * @param since where the change takes effect
 */
export const uncounted = (
  due: Due,
  recorded: readonly ChargeWithTerms[],
  runs: readonly AgreedRun[],
  since: Mark,
): Due | null => {
  const { item, until } = due;
  const goingOn = new Set(
    runs
      .filter((run) => run.until === null || run.until.at > since.at)
      .map((run) => itemOf(run).id),
  );
  const from = recorded
    .filter(({ charge }) => charge.derivation.kind === 'usage')
    .filter(
      ({ charge, terms }) =>
        charge.itemId === item.id ||
        (terms.meterId === item.terms.meterId && !goingOn.has(charge.itemId)),
    )
    .filter(({ charge }) => charge.startsAt < until.at && charge.endsAt > due.from.at)
    .map(({ charge }): Mark => ({ on: charge.servicePeriod.end, at: charge.endsAt }))
    .reduce((one, other) => (other.at > one.at ? other : one), due.from);
  return from.at < until.at ? { ...due, from } : null;
};
