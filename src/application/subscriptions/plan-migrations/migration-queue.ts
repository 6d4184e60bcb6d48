import type { BackgroundContexts } from '#application/shared/jobs.ts';
import { queue } from '#application/shared/jobs.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { AdvanceMigrationInput } from '#application/subscriptions/plan-migrations/advance-migration.ts';
import type { PlanMigrationView } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import type { PlanMigrationId, TenantId } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A migration whose pending subscriptions are to be moved. */
export interface DueMigration {
  readonly tenantId: TenantId;
  readonly migrationId: PlanMigrationId;
  /** When the job was handed out. */
  readonly handedOutAt: Instant;
}

/** A job as it is stored: ids as UUIDs. */
export interface MigrationData {
  readonly tenantId: string;
  readonly migrationId: string;
}

/** The use cases that work on its jobs. */
export interface MigrationWork extends BackgroundContexts {
  readonly migrations: { readonly advance: UseCase<AdvanceMigrationInput, PlanMigrationView> };
}

// Well below the time after which a job counts as lost with its worker.
const turn = { withinMilliseconds: 5_000 };

/**
 * Migrations of subscriptions. A worker moves subscriptions for some seconds at a time, and whoever
 * was killed meanwhile is followed soon. Each such turn counts as a failure, and a migration of a
 * million subscriptions takes thousands.
 */
export const planMigrationQueue = queue({
  name: 'plan-migration',
  handler: 'migrate',
  options: { retryLimit: 10_000, retryDelay: 2, expireInSeconds: 15 },
  slotsMax: 4,
  dueOf: ({ tenantId, migrationId }: MigrationData, handedOutAt): DueMigration => ({
    tenantId: idFromUuid('ten', tenantId),
    migrationId: idFromUuid('mig', migrationId),
    handedOutAt,
  }),
  handlerOf:
    ({ migrations, contextOf }: MigrationWork) =>
    async ({ tenantId, migrationId, handedOutAt: notBefore }) => {
      const input = { migrationId, ...turn };
      const { status } = await migrations.advance.execute(contextOf(tenantId), input);
      return status === 'completed' ? 'done' : { notBefore };
    },
});
