import type { EventData } from '#domain/metering/measure.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The stored events that are asked for; a field that is absent asks nothing. */
export interface UsageEventFilter {
  readonly customerId?: CustomerId | undefined;
  readonly type?: string | undefined;
  readonly source?: string | undefined;
  /** One event, together with `source`. */
  readonly id?: string | undefined;
  /** When it happened. */
  readonly from?: Instant | undefined;
  /** Exclusive. */
  readonly to?: Instant | undefined;
}

/** The place of an event: when it happened, and where it stands in the order of receipt. */
export interface UsageEventPlace {
  readonly at: Instant;
  /** 1, 2, … in each tenant, with gaps. */
  readonly position: number;
}

/** A part of a list, as `Slice`, and how many events are looked at for it, at most. */
export interface UsageEventSlice {
  readonly limit: number;
  readonly after: UsageEventPlace | null;
  readonly before?: UsageEventPlace | undefined;
  readonly lookedAtMax: number;
}

/** A stored event, as people look at it. */
export interface ListedUsageEvent extends UsageEventPlace {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  /** Whether its sender said when it happened. */
  readonly isTimed: boolean;
  /** In real time. */
  readonly receivedAt: Instant;
  readonly customerId: CustomerId;
  readonly subscriptionId: SubscriptionId | null;
  readonly data: EventData;
  /** Null where it is not cancelled. */
  readonly cancelledAt: Instant | null;
  readonly cancelReason: string | null;
}

export interface FoundUsageEvents {
  readonly events: readonly ListedUsageEvent[];
  /** Where to look on; null where a full slice or the end of the list was reached. */
  readonly reached: UsageEventPlace | null;
}

/** Whether a list is in the order of time; else it is in the order of receipt. */
export const isByTime = ({ customerId, source, id }: UsageEventFilter): boolean =>
  customerId !== undefined && source === undefined && id === undefined;

/**
 * Lists of one tenant's usage events, for people to look at.
 *
 * 1. Those that fit all of the filter: of a customer, where no source is asked for, by the time at
 *    which they happened; else by their receipt. Newest first.
 * 2. Up to `slice.limit` after `slice.after`, or right before `slice.before`.
 * 3. In the order of receipt it looks at so many positions that `slice.lookedAtMax` says, whether
 *    they fit or not, and tells how far it came where that ended it.
 * 4. An event that was cancelled is listed as before, with the time and the reason.
 */
export interface UsageEventQueries {
  list(filter: UsageEventFilter, slice: UsageEventSlice): Promise<FoundUsageEvents>;
}
