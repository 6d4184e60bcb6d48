import { describe, expect, test } from 'vitest';
import type { PlanMigrationRepositories } from '#application/subscriptions/plan-migrations/migration-ports.ts';
import type { PlanMigrationReads } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import { planMigrationView } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import type { MigratedSubscription } from '#domain/subscriptions/plan-migration.ts';
import { planMigrationOf, RunningPlanMigration } from '#domain/subscriptions/plan-migration.ts';
import { storeSubscription } from '../../billing-builders.ts';
import { buildId, nextDay, someday } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

const moved = (subscriptionId: SubscriptionId): MigratedSubscription => ({
  subscriptionId,
  outcome: 'moved',
  changeId: buildId('chg'),
  refusal: null,
  settledAt: nextDay,
});

const refused = (subscriptionId: SubscriptionId): MigratedSubscription => ({
  subscriptionId,
  outcome: 'refused',
  changeId: null,
  refusal: { code: 'price_codes_unmatched', detail: 'It lacks "one".', priceCodes: ['one'] },
  settledAt: nextDay,
});

/** The laws of `PlanMigrationRepository` and of `PlanMigrationQueries`. */
export const planMigrationContract = (
  name: string,
  open: OpenStorage<PlanMigrationRepositories, PlanMigrationReads>,
): void => {
  describe(`PlanMigrationRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    /** A tenant with two subscriptions to one plan each, and a migration of both. */
    const openMigration = async () => {
      const tenant = await createTenant();
      const stored = await tenant.run(async (repositories) => {
        const first = await storeSubscription(repositories);
        const second = await storeSubscription(repositories);
        return [first.subscription.facts, second.subscription.facts] as const;
      });
      const [{ planId, segments }] = stored;
      const [one, other] = stored.map(({ id }) => id).toSorted() as [
        SubscriptionId,
        SubscriptionId,
      ];
      const planVersionId = segments[0]?.planVersionId ?? buildId('ver');
      const given = { id: buildId('mig'), planId, planVersionId, toVersion: 1, total: 2 };
      const started = RunningPlanMigration.start(
        {
          ...given,
          fromVersions: [3, 2],
          effective: { on: parseCalendarDate('2027-01-31') },
          effectiveNow: nextDay,
        },
        someday,
      );
      const migration = await tenant.run(({ planMigrations }) =>
        planMigrations.start(started, [other, one], someday),
      );
      return { tenant, started, migration, id: migration.facts.id, planId, one, other };
    };

    test('laws 1 and 2: a migration is found as it was started, all pending', async () => {
      const { tenant, started, migration, id, one, other } = await openMigration();

      const found = await tenant.run(async ({ planMigrations }) => [
        await planMigrations.find(id),
        await planMigrations.find(buildId('mig')),
        await planMigrations.pending(id, null, 10),
      ]);

      const stored = planMigrationOf({ ...started.facts, version: 1 });
      expect(migration).toEqual(stored);
      expect(found).toEqual([stored, undefined, [one, other]]);
      expect((await tenant.events()).map(({ type }) => type)).toContain('plan.migration_started');
    });

    test('law 1: one of a subscription that there is not is refused', async () => {
      const { tenant, started } = await openMigration();
      const again = new RunningPlanMigration({ ...started.facts, id: buildId('mig') });

      const kept = tenant.run(({ planMigrations }) =>
        planMigrations.start(again, [buildId('sub')], someday),
      );

      await expect(kept).rejects.toThrow(/subscription/);
    });

    test('law 3: it is saved over the version that it was read in', async () => {
      const { tenant, started, migration, id } = await openMigration();
      const report = { moved: 1, unchanged: 1, refused: 0 };
      const running = new RunningPlanMigration({ ...migration.facts, completedAt: null });

      const saved = await tenant.run(({ planMigrations }) =>
        planMigrations.save(running.complete(report, nextDay)),
      );
      const stale = tenant.run(({ planMigrations }) =>
        planMigrations.save(running.complete(report, nextDay)),
      );

      await expect(stale).rejects.toThrow(VersionMismatch);
      const ended = { report, version: 2, updatedAt: nextDay, completedAt: nextDay };
      expect(saved).toEqual(planMigrationOf({ ...started.facts, ...ended }));
      expect(await tenant.run(({ planMigrations }) => planMigrations.find(id))).toEqual(saved);
    });

    test('laws 4 to 7: each is settled once, and counted', async () => {
      const { tenant, id, one, other } = await openMigration();

      const first = await tenant.run(async ({ planMigrations }) => [
        await planMigrations.isPending(id, one),
        await planMigrations.settle(id, moved(one)),
        await planMigrations.settle(id, refused(one)),
        await planMigrations.isPending(id, one),
        await planMigrations.isPending(id, buildId('sub')),
        await planMigrations.pending(id, null, 10),
        await planMigrations.report(id),
      ]);
      const rest = await tenant.run(async ({ planMigrations }) => [
        await planMigrations.pending(id, other, 10),
        await planMigrations.settle(id, refused(other)),
        await planMigrations.report(id),
        await planMigrations.settle(buildId('mig'), moved(other)),
      ]);

      const counted = { moved: 1, unchanged: 0, refused: 0, pending: 1 };
      expect(first).toEqual([true, true, false, false, false, [other], counted]);
      expect(rest).toEqual([[], true, { ...counted, refused: 1, pending: 0 }, false]);
    });

    test('law 4: pending ones go by pages', async () => {
      const { tenant, id, one, other } = await openMigration();

      const pages = await tenant.run(async ({ planMigrations }) => [
        await planMigrations.pending(id, null, 1),
        await planMigrations.pending(id, one, 1),
      ]);

      expect(pages).toEqual([[one], [other]]);
    });

    test('the reads show them to their own plan and tenant, newest first', async () => {
      const { tenant, migration, id, planId, one, other } = await openMigration();
      const stranger = await openMigration();
      const settled = refused(one);
      await tenant.run(({ planMigrations }) => planMigrations.settle(id, settled));
      const everything = { limit: 10, after: null };

      const seen = await tenant.read(async ({ planMigrations }) => [
        await planMigrations.find(planId, id),
        await planMigrations.find(buildId('plan'), id),
        await planMigrations.find(stranger.planId, stranger.id),
        await planMigrations.list({ planId }, everything),
        await planMigrations.list({ planId: stranger.planId }, everything),
      ]);
      const each = await tenant.read(async ({ planMigrations }) => [
        await planMigrations.subscriptions({ migrationId: id }, everything),
        await planMigrations.subscriptions({ migrationId: id, outcome: 'refused' }, everything),
        await planMigrations.subscriptions({ migrationId: stranger.id }, everything),
      ]);

      const view = planMigrationView(migration, 1);
      expect(seen).toEqual([view, undefined, undefined, [view], []]);
      const unsettled = { outcome: 'pending', changeId: null, refusal: null, settledAt: null };
      const pending = { id: other, subscriptionId: other, ...unsettled };
      const told = { id: one, ...settled };
      expect(each).toEqual([[pending, told], [told], []]);
    });
  });
};
