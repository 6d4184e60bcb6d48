import { InvalidValue } from '#domain/shared/errors.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type {
  PlanId,
  PlanMigrationId,
  PlanVersionId,
  SubscriptionChangeId,
  SubscriptionId,
} from '#domain/shared/ids.ts';
import type { Encoder } from '#domain/shared/snapshot.ts';
import {
  asStored,
  hidden,
  instant,
  listOf,
  nullable,
  objectOf,
  onceStored,
  plain,
} from '#domain/shared/snapshot.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Effective } from '#domain/subscriptions/changes/effective.ts';
import type { planMigrationEventTypes } from '#domain/subscriptions/event-types.ts';
import type { Refusal } from '#domain/subscriptions/refusal.ts';

/** The move of many subscriptions to a version of their plan, each by a change of its own. */
export interface PlanMigrationFacts {
  readonly id: PlanMigrationId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly planId: PlanId;
  /** The published version that they move to, and its number. */
  readonly planVersionId: PlanVersionId;
  readonly toVersion: number;
  /** The numbers of the versions that they move from; null for all others. */
  readonly fromVersions: readonly number[] | null;
  /** When each change takes effect. `now` is the instant at which the migration was made. */
  readonly effective: Effective;
  /** That instant, in business time. */
  readonly effectiveNow: Instant;
  /** How many subscriptions it takes. */
  readonly total: number;
  /** Null while it is under way. */
  readonly report: MigrationReport | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly completedAt: Instant | null;
}

/** How many subscriptions a migration moved, left as they were, and could not move. */
export interface MigrationReport {
  readonly moved: number;
  readonly unchanged: number;
  readonly refused: number;
}

export const migrationStatuses = ['running', 'completed'] as const;
export type MigrationStatus = (typeof migrationStatuses)[number];

/**
 * The outcome for a subscription. It is `unchanged` where it agrees to that version anyway by then,
 * and `refused` where the change that would move it is.
 */
export const migrationOutcomes = ['pending', 'moved', 'unchanged', 'refused'] as const;
export type MigrationOutcome = (typeof migrationOutcomes)[number];

/** One subscription of a migration, with its outcome. */
export interface MigratedSubscription {
  readonly subscriptionId: SubscriptionId;
  readonly outcome: MigrationOutcome;
  /** The change that moved it; null where none did. */
  readonly changeId: SubscriptionChangeId | null;
  /** Null where it was not refused. */
  readonly refusal: Refusal | null;
  /** In business time; null while it is pending. */
  readonly settledAt: Instant | null;
}

export type PlanMigration = RunningPlanMigration | CompletedPlanMigration;

/** A migration that is under way: some of its subscriptions may still be pending. */
export class RunningPlanMigration {
  readonly status = 'running' as const;
  readonly facts: PlanMigrationFacts & { readonly completedAt: null };
  readonly events: readonly DomainEvent[];

  constructor(facts: RunningPlanMigration['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  static start(
    given: Omit<
      PlanMigrationFacts,
      'version' | 'report' | 'createdAt' | 'updatedAt' | 'completedAt'
    >,
    now: Instant,
  ): RunningPlanMigration {
    const times = { createdAt: now, updatedAt: now, completedAt: null };
    const facts = { ...given, version: 0, report: null, ...times };
    return new RunningPlanMigration(facts, [happened('plan.migration_started', now, null, facts)]);
  }

  /** @param report of all its subscriptions: none is pending */
  complete(report: MigrationReport, now: Instant): CompletedPlanMigration {
    const facts = { ...this.facts, report, updatedAt: now, completedAt: now };
    const completed = happened('plan.migration_completed', now, this, facts);
    return new CompletedPlanMigration(facts, [...this.events, completed]);
  }
}

/** A migration that is over. */
export class CompletedPlanMigration {
  readonly status = 'completed' as const;
  readonly facts: PlanMigrationFacts & { readonly completedAt: Instant };
  readonly events: readonly DomainEvent[];

  constructor(facts: CompletedPlanMigration['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }
}

/** The migration with these facts, in the state that its times tell. */
export const planMigrationOf = (facts: PlanMigrationFacts): PlanMigration => {
  const { completedAt } = facts;
  return completedAt === null
    ? new RunningPlanMigration({ ...facts, completedAt })
    : new CompletedPlanMigration({ ...facts, completedAt });
};

/** How many subscriptions one migration can name. */
export const namedSubscriptionsMax = 1000;

/**
 * Reads the ids of the subscriptions that a migration is to move.
 * @param known those that there are
 * @throws {InvalidValue} `too_many`, `duplicate_subscription`, `unknown_subscription`, each with
 *   its pointer
 */
export const requireSubscriptions = (
  given: readonly SubscriptionId[],
  known: ReadonlySet<SubscriptionId>,
): void => {
  const faults = given.flatMap((id, index) => {
    const pointer = `/subscriptionIds/${index}`;
    if (given.indexOf(id) < index) {
      const detail = 'Another place in the list names this subscription, too.';
      return [{ pointer, code: 'duplicate_subscription', detail }];
    }
    if (known.has(id)) return [];
    return [{ pointer, code: 'unknown_subscription', detail: 'There is no such subscription.' }];
  });
  if (faults.length > 0) throw new InvalidValue(faults);
};

const stated = (facts: PlanMigrationFacts) => ({
  ...facts,
  status: facts.completedAt === null ? ('running' as const) : ('completed' as const),
});

const happened = (
  type: (typeof planMigrationEventTypes)[number],
  occurredAt: Instant,
  before: RunningPlanMigration | null,
  after: PlanMigrationFacts,
): DomainEvent => ({
  type,
  subjectId: after.id,
  occurredAt,
  before: before === null ? null : encoder.encode(stated(asStored(before))),
  after: encoder.encode(stated(onceStored(after))),
});

const effective: Encoder<Effective> = {
  encode: (value) => (typeof value === 'string' ? value : { ...value }),
  isEqual: (one, other) => JSON.stringify(one) === JSON.stringify(other),
};

const encoder = objectOf<ReturnType<typeof stated>>({
  id: plain,
  version: plain,
  planId: plain,
  planVersionId: hidden(plain),
  toVersion: plain,
  fromVersions: nullable(listOf(plain)),
  effective,
  effectiveNow: hidden(instant),
  total: plain,
  report: nullable(objectOf<MigrationReport>({ moved: plain, unchanged: plain, refused: plain })),
  status: plain,
  createdAt: instant,
  updatedAt: instant,
  completedAt: nullable(instant),
});
