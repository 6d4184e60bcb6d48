import type { PlanMigrationRepository } from '#application/subscriptions/plan-migrations/migration-ports.ts';
import { instantOf } from '#domain/shared/time.ts';
import { RunningPlanMigration } from '#domain/subscriptions/plan-migration.ts';
import { buildId } from '../../src/testing/builders.ts';
import type { ProbesOf } from './adapter-probes.ts';
import type { BillingThings } from './billing-probes.ts';

// The probes of adapter-probes.ts for moves of many subscriptions.

/** Later than anything that is made as long as this runs. */
const far = instantOf(Date.UTC(2040, 0));

export const migrationProbes: Required<
  ProbesOf<
    { readonly planMigrations: PlanMigrationRepository },
    { readonly billing: BillingThings }
  >
>['planMigrations'] = {
  start: (migrations, { billing: { migration, subscription } }) => {
    const given = { ...migration, id: buildId('mig', far), total: 1 };
    return migrations.start(RunningPlanMigration.start(given, far), [subscription.facts.id], far);
  },
  find: (migrations, { billing: { migration } }) => migrations.find(migration.id),
  save: (migrations, { billing: { migration } }) => {
    const running = new RunningPlanMigration(migration);
    return migrations.save(running.complete({ moved: 1, unchanged: 0, refused: 0 }, far));
  },
  pending: (migrations, { billing: { migration } }) => migrations.pending(migration.id, null, 100),
  isPending: async (migrations, { billing: { migration, subscription } }) =>
    (await migrations.isPending(migration.id, subscription.facts.id)) && migration.id,
  settle: async (migrations, { billing: { migration, subscription } }) => {
    const given = { subscriptionId: subscription.facts.id, changeId: null, refusal: null };
    const settled = { ...given, outcome: 'unchanged', settledAt: far } as const;
    return (await migrations.settle(migration.id, settled)) && migration.id;
  },
  report: async (migrations, { billing: { migration } }) => {
    const { pending } = await migrations.report(migration.id);
    return pending > 0 && migration.id;
  },
};
