import type { BilledRange, UsageCounts } from '#application/metering/usage-counts.ts';
import type { CountedPart } from '#domain/charging/counted-usage.ts';
import type { OpenParts } from '#domain/charging/open-parts.ts';
import { byTime } from '#domain/metering/event-order.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The parts of a line, counted of events that were read in order of time. */
export interface CountedInOrder {
  readonly counted: readonly CountedPart[];
  readonly position: string;
  readonly goneUntil: Instant | null;
}

/**
 * Counts the events of a range while they are read, a page at a time, so that they are never in
 * memory at once and nobody in this process waits for all of them.
 * @param through a position; null for all that is stored
 */
export const countInPages = async (
  { within }: Pick<UsageCounts, 'within'>,
  range: BilledRange,
  through: string | null,
  parts: OpenParts,
): Promise<CountedInOrder> => {
  const take = (page: readonly UsageToCount[]): void => {
    for (const event of page) parts.add(event);
  };
  const { events, position, goneUntil } = await within(range, through, { take });
  // Who stands before a storage may know no pages, and give all events at once.
  take(events.toSorted(byTime));
  return { counted: parts.close(), position, goneUntil };
};
