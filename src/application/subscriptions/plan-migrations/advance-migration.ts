import { openBook } from '#application/invoicing/documents/open-book.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { Clock, Run, UnitOfWork } from '#application/shared/ports.ts';
import { systemContext } from '#application/shared/system-context.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { writeDecision } from '#application/subscriptions/changes/command.ts';
import { findNamed } from '#application/subscriptions/changes/decide-end.ts';
import type { Move } from '#application/subscriptions/plan-migrations/decide-migration.ts';
import { decideMigration } from '#application/subscriptions/plan-migrations/decide-migration.ts';
import type { PlanMigrationRepositories } from '#application/subscriptions/plan-migrations/migration-ports.ts';
import type { PlanMigrationView } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import { planMigrationView } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { DomainError, VersionMismatch } from '#domain/shared/errors.ts';
import type { PlanMigrationId, SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { instantOf } from '#domain/shared/time.ts';
import { PlanMigrationNotFound } from '#domain/subscriptions/errors.ts';
import type { PlanMigration } from '#domain/subscriptions/plan-migration.ts';
import { refusalOf } from '#domain/subscriptions/refusal.ts';

export interface AdvanceMigrationDependencies {
  readonly unitOfWork: UnitOfWork<PlanMigrationRepositories>;
  readonly hash: (text: string) => string;
  /** Real time. */
  readonly clock: Clock;
}

export interface AdvanceMigrationInput {
  readonly migrationId: PlanMigrationId;
  /** In real time; without it, until every subscription was tried. */
  readonly withinMilliseconds?: number | undefined;
}

const pageMax = 100;

/**
 * Moves the pending subscriptions of a migration, each in a transaction of its own, under the lock
 * of its customer, that also notes what became of it. So it may be cut off at any point and go on
 * in another process, several may do it at once, and no subscription is moved twice.
 */
export class AdvanceMigration implements UseCase<AdvanceMigrationInput, PlanMigrationView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: AdvanceMigrationDependencies;

  constructor(dependencies: AdvanceMigrationDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * The migration as it is when it is over, when the time is over, or when what is left waits for
   * somebody else: it is running then, and goes on with the next call.
   * @throws {PlanMigrationNotFound}
   */
  async execute(
    context: RequestContext,
    { migrationId, withinMilliseconds = Infinity }: AdvanceMigrationInput,
  ): Promise<PlanMigrationView> {
    const { clock } = this.#dependencies;
    // Whoever asked for it, and in whatever process it goes on.
    const own = systemContext(context, 'plan migration');
    const until = clock.now() + withinMilliseconds;
    const failures: unknown[] = [];
    let after: SubscriptionId | null = null;
    for (;;) {
      const page = await this.#page(own, migrationId, after);
      for (const subscriptionId of page.pending) {
        if (clock.now() >= until) return this.#look(own, migrationId);
        try {
          await this.#tryToMove(own, page.migration, subscriptionId);
        } catch (error) {
          if (error instanceof Unavailable) throw error;
          // One that fails holds up no other.
          failures.push(error);
        }
      }
      after = page.pending.at(-1) ?? null;
      if (after === null) break;
    }
    const view = await this.#look(own, migrationId);
    if (failures.length > 0) throw failures[0];
    return view;
  }

  #page(context: RequestContext, migrationId: PlanMigrationId, after: SubscriptionId | null) {
    return this.#dependencies.unitOfWork.run(context, async ({ planMigrations, planVersions }) => {
      const found = await planMigrations.find(migrationId);
      if (found === undefined) throw new PlanMigrationNotFound();
      const pending = await planMigrations.pending(migrationId, after, pageMax);
      const [version] = await planVersions.find([found.facts.planVersionId]);
      invariant(version !== undefined, 'What subscriptions move to is published.');
      return { migration: { facts: found.facts, version }, pending };
    });
  }

  /** Leaves it pending where only somebody else who is at work stands in the way. */
  async #tryToMove(
    context: RequestContext,
    migration: Migration,
    subscriptionId: SubscriptionId,
  ): Promise<void> {
    const { unitOfWork } = this.#dependencies;
    try {
      await unitOfWork.run(context, (repositories, run) =>
        this.#move(repositories, run, migration, subscriptionId),
      );
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof Unavailable) throw error;
      if (error.isTemporary || error instanceof VersionMismatch) return;
      const refusal = refusalOf(error);
      await unitOfWork.run(context, async ({ planMigrations }, { now }) => {
        const refused = { subscriptionId, outcome: 'refused', changeId: null, refusal } as const;
        await planMigrations.settle(migration.facts.id, { ...refused, settledAt: now });
      });
    }
  }

  async #move(
    repositories: PlanMigrationRepositories,
    run: Run,
    { facts, version }: Migration,
    subscriptionId: SubscriptionId,
  ): Promise<void> {
    requireReadyClock(run);
    const { planMigrations, billingAccounts } = repositories;
    const found = await findNamed(repositories, { subscriptionId }, run.now);
    const { customerId } = found.facts;
    const { now } = await billingAccounts.lock([customerId]);
    // Under the lock: whoever had it may have moved this one.
    if (!(await planMigrations.isPending(facts.id, subscriptionId))) return;
    const { hash } = this.#dependencies;
    const book = await openBook(repositories, { ...run, hash, now }, [customerId]);
    const effectiveNow = instantOf(Math.min(facts.effectiveNow, now));
    const move: Move = { ...facts, version };
    const decision = await decideMigration({ book, effectiveNow }, move, subscriptionId);
    const settled = { subscriptionId, refusal: null, settledAt: now };
    if (decision === null) {
      await planMigrations.settle(facts.id, { ...settled, outcome: 'unchanged', changeId: null });
      return;
    }
    await writeDecision({ book, effectiveNow }, decision, customerId);
    const changeId = decision.added[0]?.id ?? null;
    await planMigrations.settle(facts.id, { ...settled, outcome: 'moved', changeId });
  }

  /** Completes it where none is pending, and shows it. */
  #look(context: RequestContext, migrationId: PlanMigrationId): Promise<PlanMigrationView> {
    return this.#dependencies.unitOfWork.run(context, async ({ planMigrations }, { now }) => {
      const found = await planMigrations.find(migrationId);
      if (found === undefined) throw new PlanMigrationNotFound();
      if (found.status === 'completed') return planMigrationView(found, 0);
      const { pending, ...report } = await planMigrations.report(migrationId);
      if (pending > 0) return planMigrationView(found, pending);
      return planMigrationView(await planMigrations.save(found.complete(report, now)), 0);
    });
  }
}

interface Migration {
  readonly facts: PlanMigration['facts'];
  readonly version: Move['version'];
}
