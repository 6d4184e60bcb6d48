import type { StoredUsage } from '#application/metering/usage-ports.ts';
import type { UsageTallying } from '#domain/metering/open-usage.ts';
import type { TalliedUsage } from '#domain/metering/rollup.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The events that a quantity is billed or watched by: of a customer and a type, `[from, to)`. */
export interface BilledRange {
  readonly customerId: CustomerId;
  /**
   * Events that name another subscription are not its own; those that name none are. Null for all
   * of the customer's, whatever they name.
   */
  readonly subscriptionId: SubscriptionId | null;
  readonly type: string;
  /** Null from the first event on. */
  readonly from: Instant | null;
  readonly to: Instant;
}

/** Events, and the newest position of the tenant when they were read. */
export interface CountableUsage extends TalliedUsage {
  readonly events: readonly StoredUsage[];
  /** A whole number as a text; `0` before the first event. */
  readonly position: string;
  /** The latest instant at which an event happened that is kept no more; null where all are. */
  readonly goneUntil: Instant | null;
}

/** Who takes events in order of time (`byTime`), some at a time. */
export interface UsagePages {
  readonly take: (events: readonly StoredUsage[]) => void;
  /** The most events of a page. */
  readonly size?: number;
}

/** How many events are taken at a time where nobody says it: some milliseconds of work. */
export const pageOfUsage = 1000;

/**
 * Counts the events behind the lines of one tenant's invoices.
 *
 * 1. `within` gives all events of the range that were stored by then, and not cancelled, in any
 *    order, and the position up to which that is so. Where it is told how they are tallied, it may
 *    give tallies of many of them instead, each of a time within one span, with the same
 *    quantities. Where it is given who takes pages, these get all of them, and it gives none. Else
 *    all of them are in memory at once.
 * 2. Up to a position that it gave before, it gives the same events again, whatever came or was
 *    cancelled since; but not those that are kept no more.
 * 3. `hasChanged` says whether `within` gives other events now than up to a position that it gave
 *    before, apart from those that are kept no more.
 * 4. Pages have the same events in the same order, whatever their size. Others in the process have
 *    their turn between two of them, and who takes one and fails gets no other.
 */
export interface UsageCounts {
  /** @param through a position; null for all that is stored */
  within(
    range: BilledRange,
    through: string | null,
    reading?: UsageTallying | UsagePages,
  ): Promise<CountableUsage>;
  hasChanged(range: BilledRange, since: string): Promise<boolean>;
}
