import type { BillingRunQueries } from '#application/invoicing/queries.ts';
import type { ChargingTables } from '#infrastructure/memory/charging/charging-tables.ts';
import type { InvoicingTables } from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

/** How the runs of a tenant stand, in memory. */
export const memoryBillingRunQueries = ({
  tables: { billingAccounts, billingIssues },
  tenantId,
  now,
}: MemoryReader<ChargingTables & InvoicingTables>): BillingRunQueries => ({
  standing: async () => {
    const accounts = billingAccounts.under(`${tenantId}/`);
    const dueAts = accounts
      .filter(({ parkedAt }) => parkedAt === null)
      .flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]))
      .toSorted((one, other) => one - other);
    const issues = billingIssues.under(`${tenantId}/`);
    return {
      due: dueAts.filter((dueAt) => dueAt <= now()).length,
      nextDueAt: dueAts[0] ?? null,
      parked: accounts.filter(({ parkedAt }) => parkedAt !== null).length,
      openIssues: issues.filter(({ resolvedAt }) => resolvedAt === null).length,
    };
  },
});
