import { afterBilled, firstBilled } from '#domain/shared/calendar/billing-dates.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import {
  asStored,
  hidden,
  instant,
  nullable,
  objectOf,
  onceStored,
  plain,
} from '#domain/shared/snapshot.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf } from '#domain/shared/time.ts';

/** The work that an advance has handled. */
export interface AdvanceReport {
  /** Invoices that were issued. */
  readonly invoices: number;
}

/** The last way that a clock was sent on, or the one that it is on. */
export interface Advance {
  readonly from: Instant;
  readonly to: Instant;
  /** In real time. */
  readonly startedAt: Instant;
}

export interface TestClockFacts {
  readonly tenantId: TenantId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  /** The time for everything that the tenant bills. */
  readonly now: Instant;
  readonly status: 'ready' | 'advancing';
  readonly advance: Advance | null;
  /** Of the last advance, once it is over. */
  readonly report: AdvanceReport | null;
}

/** The clock of a test tenant, in one of its states. */
export type TestClock = ReadyClock | AdvancingClock;

/** As it was stored. */
export const testClockOf = (facts: TestClockFacts): TestClock =>
  facts.status === 'ready' ? new ReadyClock(facts) : new AdvancingClock(facts);

/** A clock that stands still, and may be sent on. */
export class ReadyClock {
  readonly facts: TestClockFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: TestClockFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** The clock of a tenant that is being created, which is the event. */
  static begin(tenantId: TenantId, now: Instant): ReadyClock {
    const rest = { version: 0, status: 'ready', advance: null, report: null } as const;
    return new ReadyClock({ tenantId, now, ...rest });
  }

  /**
   * @param realNow real time
   * @throws {InvalidValue} `clock_goes_forward`, `clock_advance_too_far`
   */
  advance(to: Instant, realNow: Instant): AdvancingClock {
    const { now: from } = this.facts;
    const way = { from, to: parseTarget(to, from), startedAt: realNow };
    const facts = { ...this.facts, status: 'advancing', advance: way, report: null } as const;
    return new AdvancingClock(facts, [
      ...this.events,
      eventOf('test_clock.advance_started', this, facts),
    ]);
  }
}

/** A clock on its way, from one instant at which something is due to the next. */
export class AdvancingClock {
  readonly facts: TestClockFacts;
  readonly events: readonly DomainEvent[];
  readonly #to: Instant;

  constructor(facts: TestClockFacts, events: readonly DomainEvent[] = []) {
    invariant(facts.advance !== null, 'A clock that is on its way has somewhere to go.');
    this.facts = facts;
    this.events = events;
    this.#to = facts.advance.to;
  }

  /** Whether it was sent on just now, and not stored since. */
  get isSettingOut(): boolean {
    return this.events.length > 0;
  }

  /** Whether what is due at this instant lies on the way that is left, or was passed already. */
  passes(dueAt: Instant | undefined): dueAt is Instant {
    return dueAt !== undefined && dueAt <= this.#to;
  }

  /** Moves on to an instant on the way; the clock itself where it has come there already. */
  moveTo(dueAt: Instant): AdvancingClock {
    invariant(this.passes(dueAt), 'A clock moves no further than it was sent.');
    if (dueAt <= this.facts.now) return this;
    return new AdvancingClock({ ...this.facts, now: dueAt }, this.events);
  }

  /** Nothing is due any more on the way that is left: the clock is where it was sent. */
  arrive(report: AdvanceReport): ReadyClock {
    const facts = { ...this.facts, now: this.#to, status: 'ready', report } as const;
    return new ReadyClock(facts, [...this.events, eventOf('test_clock.advanced', this, facts)]);
  }
}

/** How far an advance has come, in days; all of them once it is over. */
export const progressOf = ({
  now,
  status,
  advance,
}: TestClockFacts): { readonly done: number; readonly total: number } | null => {
  if (advance === null) return null;
  const total = Math.ceil((advance.to - advance.from) / dayMilliseconds);
  const done = Math.floor((now - advance.from) / dayMilliseconds);
  return { done: status === 'ready' ? total : done, total };
};

/** In one advance. It is the longest interval of a plan, and thousands of days' work. */
const advanceYearsMax = 10;
const yearMilliseconds = 366 * dayMilliseconds;

const parseTarget = (to: Instant, now: Instant): Instant => {
  const target = instantOf(to);
  if (target <= now) {
    throw InvalidValue.because(
      'clock_goes_forward',
      'A test clock goes forward only: the instant must lie after the one it shows.',
    );
  }
  if (target - now > advanceYearsMax * yearMilliseconds) {
    throw InvalidValue.because(
      'clock_advance_too_far',
      `A test clock is advanced by ${advanceYearsMax} years at most in one go.`,
    );
  }
  if (target >= afterBilled) {
    throw InvalidValue.because(
      'clock_advance_too_far',
      'A test clock shows the years 1970 to 2199.',
    );
  }
  return target;
};

/**
 * When the clock of a new tenant starts; real time where nothing is said.
 * @throws {InvalidValue} `not_a_test_tenant` for a live one, `clock_start_out_of_range`
 */
export const parseClockStart = (
  startsAt: Instant | undefined,
  mode: string | undefined,
): Instant | undefined => {
  if (startsAt === undefined) return undefined;
  if (mode !== 'test') {
    throw InvalidValue.because(
      'not_a_test_tenant',
      'Only a test tenant has a clock that can be set: leave it out, or create the tenant as test.',
    );
  }
  const at = instantOf(startsAt);
  if (at >= firstBilled && at < afterBilled) return at;
  throw InvalidValue.because(
    'clock_start_out_of_range',
    'A test clock starts in the years 1970 to 2199.',
  );
};

const eventOf = (
  type: string,
  before: { readonly facts: TestClockFacts; readonly events: readonly DomainEvent[] },
  after: TestClockFacts,
): DomainEvent => ({
  type,
  subjectId: after.tenantId,
  occurredAt: after.now,
  before: encoder.encode(asStored(before)),
  after: encoder.encode(onceStored(after)),
});

const encoder = objectOf<TestClockFacts>({
  tenantId: hidden(plain),
  version: plain,
  now: instant,
  status: plain,
  advance: nullable(objectOf<Advance>({ from: instant, to: instant, startedAt: instant })),
  report: nullable(objectOf<AdvanceReport>({ invoices: plain })),
});
