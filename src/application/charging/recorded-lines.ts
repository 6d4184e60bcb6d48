import type { ChargingRepositories } from '#application/charging/ports.ts';
import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { closedAfterDays } from '#domain/metering/usage-life.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { CalendarDate } from '#domain/shared/time.ts';

/** Gives the stored lines of a subscription that usage of it is counted with, oldest first. */
export type RecordedLines = (id: SubscriptionId) => Promise<readonly ChargeWithTerms[]>;

/**
 * The stored lines of the periods that some lines are of, and of those before of which events may
 * have come since. They are read once for each subscription, when somebody asks.
 */
export const recordedLines = (
  { charges }: Pick<ChargingRepositories, 'charges'>,
  asking: readonly UsageCharge[],
): RecordedLines => {
  const known = new Map<SubscriptionId, Promise<readonly ChargeWithTerms[]>>();
  return (id) => {
    const read = known.get(id) ?? charges.endingAfter(id, daysAfter(sinceOf(id, asking), -1));
    known.set(id, read);
    return read;
  };
};

// All was counted when the period before ended, or later: an event that came after that is of a
// time so many days before at most.
const sinceOf = (id: SubscriptionId, asking: readonly UsageCharge[]): CalendarDate => {
  const [first, ...others] = asking
    .filter(({ subscriptionId }) => subscriptionId === id)
    .map(({ derivation }) => derivation.period.start);
  invariant(first !== undefined, 'Whose lines are read, asked for them.');
  const since = others.reduce((one, other) => (other < one ? other : one), first);
  return daysAfter(since, -closedAfterDays);
};
