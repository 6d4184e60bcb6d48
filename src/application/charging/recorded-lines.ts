import type { ChargingRepositories } from '#application/charging/ports.ts';
import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { closedAfterDays } from '#domain/metering/usage-life.ts';
import { daysAfter, epochDayOf } from '#domain/shared/calendar/days.ts';
import { earliestOf } from '#domain/shared/extremes.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { CalendarDate } from '#domain/shared/time.ts';

/** Gives the stored lines of a subscription that usage of it is counted with, oldest first. */
export type RecordedLines = (id: SubscriptionId) => Promise<readonly ChargeWithTerms[]>;

/**
 * The stored lines of the periods that some lines are of, and of those before of which events may
 * have come since: all lines of each, as they add up. They are read once for each subscription,
 * when somebody asks.
 */
export const recordedLines = (
  repositories: Pick<ChargingRepositories, 'charges'>,
  asking: readonly UsageCharge[],
): RecordedLines => {
  const known = new Map<SubscriptionId, Promise<readonly ChargeWithTerms[]>>();
  return (id) => {
    const own = asking.filter(({ subscriptionId }) => subscriptionId === id);
    const read = known.get(id) ?? readLines(repositories, id, own);
    known.set(id, read);
    return read;
  };
};

const readLines = async (
  { charges }: Pick<ChargingRepositories, 'charges'>,
  id: SubscriptionId,
  asking: readonly UsageCharge[],
): Promise<readonly ChargeWithTerms[]> => {
  const since = sinceOf(asking);
  // As a rule the periods before are as long as these.
  const guessed = daysAfter(since, -longestOf(asking));
  const lines = await charges.endingAfter(id, daysAfter(guessed, -1));
  const needed = lines.filter((line) => !isOver(line, since));
  const begun = earliestOf(
    needed.flatMap(({ charge: { derivation } }) =>
      derivation.kind === 'usage' ? [derivation.period.start] : [],
    ),
  );
  if (begun === undefined || begun >= guessed) return needed;
  const all = await charges.endingAfter(id, daysAfter(begun, -1));
  return all.filter((line) => !isOver(line, since));
};

// A line ends with its part, and its period may go on: parts before it may have ended long ago.
const isOver = ({ charge: { derivation } }: ChargeWithTerms, since: CalendarDate): boolean =>
  derivation.kind === 'usage' && derivation.period.end < since;

// All was counted when the period before ended, or later: an event that came after that is of a
// time so many days before at most.
const sinceOf = (asking: readonly UsageCharge[]): CalendarDate => {
  const first = earliestOf(asking.map(({ derivation }) => derivation.period.start));
  invariant(first !== undefined, 'Whose lines are read, asked for them.');
  return daysAfter(first, -closedAfterDays);
};

const longestOf = (asking: readonly UsageCharge[]): number =>
  Math.max(
    ...asking.map(
      ({ derivation: { period } }) => epochDayOf(period.end) - epochDayOf(period.start),
    ),
  );
