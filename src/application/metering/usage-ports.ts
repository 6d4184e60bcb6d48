import type {
  CountingMeter,
  InvoicedSpan,
  KnownSubjects,
  UsageEvent,
} from '#domain/metering/admission.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';

/** The customers and subscriptions that some events name. */
export interface NamedSubjects {
  readonly customerIds: readonly CustomerId[];
  readonly externalIds: readonly string[];
  readonly subscriptionIds: readonly SubscriptionId[];
}

/** The types, customers and subscriptions that some events name. */
export interface NamedByEvents extends NamedSubjects {
  readonly types: readonly string[];
}

/** All that decides whether events are taken in, as far as it is known before each is judged. */
export interface IntakeFacts {
  readonly settings: UsageSettings;
  readonly subjects: KnownSubjects;
  /** Those that are not archived and count events of the types. */
  readonly meters: readonly CountingMeter[];
  /** Whether a subscription of the tenant refuses late usage: without one there is no such span. */
  readonly refusesLate: boolean;
}

/** The customers of some events, and the time in which these happened. */
export interface NamedTimes extends Pick<NamedSubjects, 'customerIds' | 'externalIds'> {
  readonly from: Instant;
  /** Inclusive. */
  readonly through: Instant;
}

/** The outcome of an event: it is stored now, or it was before. */
export type Appended =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'duplicate'; readonly isSame: boolean };

/** When events are received, in real time, and until when they are kept. */
export interface Receipt {
  readonly receivedAt: Instant;
  readonly expiresAt: Instant;
}

/** The events whose time is over: those that expire before a day. */
export interface ExpiringUsage {
  /** A day in UTC. */
  readonly before: CalendarDate;
  /** Until when those are kept that are still needed. */
  readonly keptUntil: Instant;
  /** How many are kept by one call, at most. */
  readonly limit: number;
}

/**
 * The usage events of the one tenant of the unit of work. They are facts: stored once, never
 * changed but in how long they are kept. One that is cancelled is stored, as any other.
 *
 * 1. `append` stores the events whose source and id no stored event has, all of them or none, and
 *    says of each, in order, what became of it. One call names no event twice.
 * 2. Of runs that append events of one source and id at once, one stores it.
 * 3. A duplicate is the same where it says the same: type, customer, subscription, data and, where
 *    the sender stated it, the time. Whichever it is, the stored event stays as it is.
 * 4. `intake` gives those of the customers and subscriptions that there are, the latter with their
 *    customer; the meters that count events of the types; the settings of the tenant; and whether
 *    `invoicedSpans` may find any. Nothing where there is no such tenant.
 * 5. `keepNeeded` has events that expire expire later that may still be counted: of the type of a
 *    meter that is carried over and not archived; and of a customer, since the beginning of a
 *    period that is not charged yet (`uncountedSince`), or of a line that is not counted yet. It
 *    gives their number: below the limit nothing needed expires any more, and `UsageCounts` tells
 *    until when those happened that do.
 * 6. `forgetEnded` deletes keys of events that were dropped (`Installation.endUsage`), and gives
 *    their number: below the limit there are none any more, and their ids are free.
 * 7. `stored` gives those of some events whose source and id a stored event has, whatever it says.
 * 8. `invoicedSpans` gives each span once in which usage was counted for an invoice, of the
 *    subscriptions of some customers that refuse late usage (`BillingPolicy`), as far as a time
 *    meets it. A period that was counted and came to nothing is among them, and one that goes on is
 *    not, however much of it was invoiced.
 */
export interface UsageStore {
  append(events: readonly UsageEvent[], receipt: Receipt): Promise<readonly Appended[]>;
  keepNeeded(expiring: ExpiringUsage): Promise<number>;
  forgetEnded(before: CalendarDate, limit: number): Promise<number>;
  intake(named: NamedByEvents): Promise<IntakeFacts | undefined>;
  stored(events: readonly UsageEvent[]): Promise<ReadonlySet<UsageEvent>>;
  invoicedSpans(named: NamedTimes): Promise<readonly InvoicedSpan[]>;
}

/** The events that a quantity is made of: of one customer and type, `[from, to)`. */
export interface UsageRange {
  readonly customerId: CustomerId;
  readonly type: string;
  /** Null for all customers' subscriptions, and for events that name none. */
  readonly subscriptionId: SubscriptionId | null;
  /** Null from the first event on. */
  readonly from: Instant | null;
  readonly to: Instant;
}

/** A stored event, as it is counted. */
export interface StoredUsage {
  readonly source: string;
  readonly id: string;
  readonly at: Instant;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The customer, and the subscription where it is one's, that usage is asked of. */
export interface UsageSubject {
  readonly customerId: CustomerId;
  readonly subscriptionId: SubscriptionId | null;
}

export interface SubjectZones {
  /** The customer's, else the tenant's. */
  readonly customer: TimeZone;
  /** Undefined where the customer has no such subscription, or none is asked of. */
  readonly subscription: TimeZone | undefined;
}

/**
 * Reads of one tenant's usage events.
 *
 * 1. `within` gives all events of the range that are not cancelled, in any order.
 * 2. `zonesOf` gives the time zones of a customer of the tenant and of their subscription, or
 *    nothing where there is no such customer.
 */
export interface UsageQueries {
  zonesOf(subject: UsageSubject): Promise<SubjectZones | undefined>;
  within(range: UsageRange): Promise<readonly StoredUsage[]>;
}
