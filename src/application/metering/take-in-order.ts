import type { BilledRange, UsageCounts } from '#application/metering/usage-counts.ts';
import { byTime } from '#domain/metering/event-order.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';

/** Hands out the events of a range one after the other, in order of time (`byTime`). */
export const takeInOrder = async (
  { within }: Pick<UsageCounts, 'within'>,
  range: BilledRange,
  through: string | null,
  take: (event: UsageToCount) => void,
) => {
  const takeEach = (page: readonly UsageToCount[]): void => page.forEach(take);
  const { events, position, goneUntil } = await within(range, through, { take: takeEach });
  // Who stands before a storage may know no pages, and give all events at once.
  takeEach(events.toSorted(byTime));
  return { position, goneUntil };
};
