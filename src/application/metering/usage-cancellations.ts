import type { UsageEvent } from '#domain/metering/admission.ts';
import type { Cancellation, CountedInvoice, EventKey } from '#domain/metering/cancellation.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** An event that was stored under a key. */
export interface StoredEvent {
  readonly key: EventKey;
  /** Null where it is kept no more, and its id is not free yet. */
  readonly event: UsageEvent | null;
  readonly cancellation: Cancellation | null;
}

/** Whose invoices are asked for, and from when on. */
export interface InvoicedSince {
  readonly customerIds: readonly CustomerId[];
  readonly from: Instant;
}

/**
 * Cancellations of usage events of the one tenant of the unit of work. They are facts, as events
 * are: a cancelled event stays, its id stays taken, and it counts no more from a position on.
 *
 * 1. `find` gives the events under some keys that there are, and which of them are cancelled.
 * 2. `add` cancels those of the events that are stored and not cancelled, and gives their keys. Of
 *    runs that cancel one event at once, one does.
 * 3. A cancellation has a position after those of all events and cancellations of the tenant that
 *    were stored before: what `UsageCounts` counted up to a position stays as it was.
 * 4. `invoicedSince` gives each span once in which usage of these customers was counted for an
 *    invoice and that ends after an instant, and whether its subscription refuses late usage. A
 *    part of a period that was invoiced at a threshold is none: it is counted again at the end.
 */
export interface UsageCancellations {
  find(keys: readonly EventKey[]): Promise<readonly StoredEvent[]>;
  add(
    keys: readonly EventKey[],
    cancelled: Pick<Cancellation, 'at' | 'reason'>,
  ): Promise<readonly EventKey[]>;
  invoicedSince(asked: InvoicedSince): Promise<readonly CountedInvoice[]>;
}
