import { takeInOrder } from '#application/metering/take-in-order.ts';
import type { BilledRange, UsageCounts } from '#application/metering/usage-counts.ts';
import type { CountedPart } from '#domain/charging/counted-usage.ts';
import type { OpenParts } from '#domain/charging/open-parts.ts';
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
  usageCounts: Pick<UsageCounts, 'within'>,
  range: BilledRange,
  through: string | null,
  parts: OpenParts,
): Promise<CountedInOrder> => {
  const { position, goneUntil } = await takeInOrder(usageCounts, range, through, (event) =>
    parts.add(event),
  );
  return { counted: parts.close(), position, goneUntil };
};
