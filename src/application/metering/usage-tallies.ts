import type { OpenSpan } from '#domain/metering/cover.ts';
import type {
  Counting,
  HourToRecount,
  RollUp,
  TalliedUsage,
  UsageToRollUp,
} from '#domain/metering/rollup.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';

/** The usage that a quantity is made of: of one customer, as it is counted. */
export interface TalliedRange {
  readonly customerId: CustomerId;
  /** Those whose events count; null among them stands for none. Without a list all do. */
  readonly subscriptions: readonly (SubscriptionId | null)[] | null;
  readonly counting: Counting;
  /** In order of time, none over another; of a level that is carried over since the first event. */
  readonly spans: readonly OpenSpan[];
}

/** Usage, and the newest position of the tenant when it was read. */
export interface PositionedUsage extends TalliedUsage {
  /** A whole number as a text; `0` before the first event. */
  readonly position: string;
}

/**
 * Reads one tenant's usage to be counted, tallied where that was done before.
 *
 * 1. Each event of the range that was stored by then, and not cancelled, is in one tally or among
 *    the events, and in no two. Whatever was rolled up, and when: the quantities are those of the
 *    events.
 * 2. An event outside the spans is in no tally. Those between two spans may be among the events.
 * 3. A tally is of an hour or a day that lies within one span.
 */
export interface UsageTallies {
  within(range: TalliedRange): Promise<PositionedUsage>;
}

/** Events to roll up next, all at once and up to a position. */
export interface UsageToRollUpNext {
  readonly countings: readonly Counting[];
  readonly events: readonly UsageToRollUp[];
  /** All events of these hours are among them, as some were cancelled that were rolled up. */
  readonly recounted: readonly HourToRecount[];
  /** Rolled up after this position, */
  readonly after: string;
  /** up to this one. */
  readonly through: string;
}

/**
 * The roll-ups of the one tenant of the unit of work.
 *
 * 1. `countings` gives the ways of counting that meters, which are not archived, and prices of
 *    usage ask for: each once. A storage that rolls nothing up gives none.
 * 2. `next` gives the next events of their types that are not rolled up by some of these ways, of
 *    up to `limit` positions, or nothing where there are none; and with cancellations of events
 *    that are rolled up, all other events of their hours. Until the run is over nobody else is
 *    given any; who waited for it sees what it left.
 * 3. `add` adds what was rolled up of the events that `next` gave to what there is. The run
 *    does so with all of it or with none.
 * 4. `forgetEnded` deletes roll-ups that are used no more, as events of their time are gone, and
 *    gives their number: below the limit there are none any more.
 */
export interface UsageRollUps {
  countings(): Promise<readonly Counting[]>;
  next(countings: readonly Counting[], limit: number): Promise<UsageToRollUpNext | null>;
  add(work: UsageToRollUpNext, rolledUp: ReadonlyMap<Counting, readonly RollUp[]>): Promise<void>;
  forgetEnded(limit: number): Promise<number>;
}
