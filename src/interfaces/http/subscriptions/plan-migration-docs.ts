import type { OperationDocs } from '#interfaces/http/module.ts';

/** The document's text about moves of subscriptions to a version. */
export const planMigrationDocs: OperationDocs = {
  previewPlanMigration: {
    description:
      'Shows for each subscription, by itself, whether it can be moved, and the invoices that ' +
      'its change would bring: at once (`now`) and next. One with prices that the version lacks ' +
      'is refused, with their codes. Send the `quote` with the call to move just these or none.',
    body: { toVersion: 1, fromVersions: [1], effective: 'period_end' },
  },
  startPlanMigration: {
    description:
      'Moves subscriptions to a published version of their plan, each by a change of its own: ' +
      'all that are on the plan, those on some versions, or those named. It goes on in the ' +
      'background: 200 says that it is over, 202 that it is under way. Each is moved once, ' +
      'whatever fails meanwhile; one that cannot be moved is told, and holds up no other.',
    body: { toVersion: 1, effective: 'period_end' },
  },
  listPlanMigrations: { description: 'Lists the migrations of a plan, with their progress.' },
  getPlanMigration: {
    description: 'Shows how far a migration is, and, once it is over, how many were moved.',
  },
  listMigratedSubscriptions: {
    description: 'Lists the subscriptions of a migration: what became of each, and why.',
    query: { outcome: 'refused' },
  },
};
