import type { OpenSpan } from '#domain/metering/cover.ts';
import type {
  Counting,
  HourToRecount,
  RollUp,
  TalliedUsage,
  UsageToRollUp,
} from '#domain/metering/rollup.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';

/** The usage that a quantity is made of: of one customer, as it is counted. */
export interface TalliedRange {
  readonly customerId: CustomerId;
  /** Those whose events count; null among them stands for none. Without a list all do. */
  readonly subscriptions: readonly (SubscriptionId | null)[] | null;
  readonly counting: Counting;
  /** In order of time, none over another; of a level that is carried over since the first event. */
  readonly spans: readonly OpenSpan[];
  /** The most events that are read one by one; as many as there are where it is absent. */
  readonly eventsMax?: number | undefined;
}

const tooManyCode = 'too_many_events';

/** The refusal of a range of which more events would be read one by one than it allows. */
export const tooManyEvents = (eventsMax: number): InvalidValue =>
  InvalidValue.because(
    tooManyCode,
    `More than ${eventsMax} events would be counted one by one: ask for a shorter span, or tell ` +
      'usage apart by what the meter, or a price, groups by.',
    '/to',
  );

const isTooManyEvents = (error: unknown): boolean =>
  error instanceof InvalidValue && error.faults.some(({ code }) => code === tooManyCode);

/** Beyond these, steps of a level take more memory than they save time: see `eventsMax`. */
export const stepsMax = 20_000;

/** Usage, or nothing where a range is refused by `tooManyEvents`. */
export const unlessTooMany = async (
  reading: Promise<PositionedUsage>,
): Promise<PositionedUsage | undefined> => {
  try {
    return await reading;
  } catch (error) {
    if (isTooManyEvents(error)) return undefined;
    throw error;
  }
};

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
 * 3. A tally is of a time that lies within one span.
 * 4. Where a range states `eventsMax`, and more events than that would be read one by one, it is
 *    refused by `tooManyEvents`, before all of them are in memory. Beside them a storage may read
 *    some that it has not tallied yet.
 */
export interface UsageTallies {
  within(range: TalliedRange): Promise<PositionedUsage>;
}

/** The events to roll up next, all at once. */
export interface UsageToRollUpNext {
  readonly countings: readonly Counting[];
  /** Those after this position, */
  readonly after: bigint;
  /** up to this one. */
  readonly through: bigint;
  readonly recounted: RecountedHours;
}

/** Hours that are counted anew, and all their events. */
export interface RecountedHours {
  readonly hours: readonly HourToRecount[];
  readonly events: readonly UsageToRollUp[];
}

/**
 * The roll-ups of the one tenant of the unit of work.
 *
 * 1. `countings` gives the ways of counting that meters, which are not archived, and prices of
 *    usage ask for: each once. A storage that rolls nothing up gives none.
 * 2. `next` says which events are next, that are not rolled up by some of these ways: up to `limit`
 *    positions, or null where there are none. Until the run is over nobody else is given any; who
 *    waited for it sees what it left. `events` reads them, some at a time: those of the types that
 *    are counted, and that were not cancelled up to the last position. Hours with cancelled events
 *    that are rolled up come with all that is left of them (`recounted`), and not by `events`.
 * 3. `add` adds what was rolled up of all of these events to what there is, and puts hours that
 *    were counted anew in the place of theirs. The run does so with all of it or with none.
 * 4. `forgetEnded` deletes roll-ups that are used no more, as events of their time are gone, and
 *    gives their number: below the limit there are none any more.
 */
export interface UsageRollUps {
  countings(): Promise<readonly Counting[]>;
  next(countings: readonly Counting[], limit: number): Promise<UsageToRollUpNext | null>;
  events(work: UsageToRollUpNext): AsyncIterable<readonly UsageToRollUp[]>;
  add(work: UsageToRollUpNext, rolledUp: ReadonlyMap<Counting, readonly RollUp[]>): Promise<void>;
  forgetEnded(limit: number): Promise<number>;
}
