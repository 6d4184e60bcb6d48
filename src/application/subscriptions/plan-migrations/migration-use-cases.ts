import type { ListRequest } from '#application/shared/created-on.ts';
import type { PageRequest } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import type { AdvanceMigrationDependencies } from '#application/subscriptions/plan-migrations/advance-migration.ts';
import { AdvanceMigration } from '#application/subscriptions/plan-migrations/advance-migration.ts';
import type { PlanMigrationRepositories } from '#application/subscriptions/plan-migrations/migration-ports.ts';
import type {
  MigratedSubscriptionFilter,
  MigratedSubscriptionView,
  PlanMigrationFilter,
  PlanMigrationReads,
} from '#application/subscriptions/plan-migrations/migration-queries.ts';
import { PreviewMigration } from '#application/subscriptions/plan-migrations/preview-migration.ts';
import { StartMigration } from '#application/subscriptions/plan-migrations/start-migration.ts';
import { PlanNotFound } from '#domain/catalog/errors.ts';
import type { PlanId, PlanMigrationId } from '#domain/shared/ids.ts';
import { PlanMigrationNotFound } from '#domain/subscriptions/errors.ts';

export interface GetPlanMigrationInput {
  readonly planId: PlanId;
  readonly migrationId: PlanMigrationId;
}

export type ListPlanMigrationsInput = PlanMigrationFilter & ListRequest;

export type ListMigratedSubscriptionsInput = MigratedSubscriptionFilter & PageRequest;

const permission = 'subscriptions:read' as const;

/** The use cases of moves of many subscriptions to a version of their plan. */
export const planMigrationUseCases = (
  ports: Ports<PlanMigrationRepositories, PlanMigrationReads> & AdvanceMigrationDependencies,
) => ({
  start: guarded(new StartMigration({ ...ports, advance: new AdvanceMigration(ports) })),
  preview: guarded(new PreviewMigration(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission,
      find: ({ planMigrations }, { planId, migrationId }: GetPlanMigrationInput) =>
        planMigrations.find(planId, migrationId),
      notFound: PlanMigrationNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission,
      prefix: 'mig',
      parse: (filter: PlanMigrationFilter) => filter,
      list: async ({ plans, planMigrations }, filter, slice) => {
        if ((await plans.find(filter.planId)) === undefined) throw new PlanNotFound();
        return planMigrations.list(filter, slice);
      },
    }),
  ),
  subscriptions: guarded({
    permission,
    execute: (context, { limit, cursor, planId, ...filter }: ListMigratedSubscriptionsInput) =>
      ports.reads.read(context, async ({ planMigrations }) => {
        const found = await planMigrations.find(planId, filter.migrationId);
        if (found === undefined) throw new PlanMigrationNotFound();
        const key = { prefix: 'sub', of: ({ id }: MigratedSubscriptionView) => id } as const;
        return readPage({ limit, cursor }, key, (slice) =>
          planMigrations.subscriptions(filter, slice),
        );
      }),
  }),
});

export type PlanMigrationUseCases = ReturnType<typeof planMigrationUseCases>;
