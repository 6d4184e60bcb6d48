import type { Counting, RollUp, UsageToRollUp } from '#domain/metering/rollup.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** Days that are rolled up in one way of counting. */
export interface CountedDays {
  readonly counting: Counting;
  /** All events up to this position are rolled up, and none behind it: a whole number as a text. */
  readonly position: string;
  readonly days: readonly RollUp[];
}

/** Some days of a customer's events of one type, as far as they are rolled up. */
export interface RolledUpDays {
  /** Whole days in UTC, `[from, to)`. */
  readonly from: Instant;
  readonly to: Instant;
  readonly counted: readonly CountedDays[];
}

/** Some days of a customer's events of one type. */
export interface DaysOfUsage extends Pick<RolledUpDays, 'from' | 'to'> {
  readonly customerId: CustomerId;
  readonly type: string;
}

/**
 * Reads of one tenant's roll-ups, and of the events that they are made of, to compare both.
 *
 * 1. `countings` gives the ways of counting that are asked for, each once. A storage that rolls
 *    nothing up gives none.
 * 2. `customers` gives the next of those that have events or roll-ups, in the order of their ids.
 * 3. `days` gives the next days, as one state has them, in ways of counting of one type: the first
 *    has an event or a roll-up, of a time from `from` on. Ways in which nothing is rolled up are
 *    not among them. Nothing where there are no such days.
 * 4. `events` hands out the events of some days that were stored, and not cancelled, up to a
 *    position, some at a time and in any order. It says until when events are kept no more; null
 *    where all are.
 */
export interface RollUpQueries {
  countings(): Promise<readonly Counting[]>;
  customers(after: CustomerId | null, limit: number): Promise<readonly CustomerId[]>;
  days(
    customerId: CustomerId,
    countings: readonly Counting[],
    from: Instant | null,
  ): Promise<RolledUpDays | undefined>;
  events(
    days: DaysOfUsage,
    through: string,
    take: (events: readonly UsageToRollUp[]) => void,
  ): Promise<Instant | null>;
}
