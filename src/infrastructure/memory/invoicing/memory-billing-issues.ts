import type { BillingIssueRepository } from '#application/invoicing/ports.ts';
import type { BillingIssueFilter, BillingIssueQueries } from '#application/invoicing/queries.ts';
import type { BillingIssueFacts } from '#domain/invoicing/billing-issue.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { ChargingTables } from '#infrastructure/memory/charging/charging-tables.ts';
import { assertAccount } from '#infrastructure/memory/charging/memory-billing-accounts.ts';
import type { InvoicingTables } from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import { fits, sliceOf, within } from '#infrastructure/memory/list.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** Billing issues in memory. */
export const memoryBillingIssues = (
  transaction: MemoryTransaction<ChargingTables & InvoicingTables>,
): BillingIssueRepository => {
  const table = () => transaction.tables.billingIssues;
  const keyOf = (id: string): string => `${transaction.tenantId}/${id}`;
  return {
    add: async (issue) => {
      assertAccount(transaction, issue.customerId);
      invariant(table().get(keyOf(issue.id)) === undefined, 'An issue is added once.');
      table().put(keyOf(issue.id), { ...issue, version: 1, resolvedAt: null });
    },
    find: async (issueId) => table().get(keyOf(issueId)),
    resolve: async ({ id, version }, at) => {
      const stored = table().get(keyOf(id));
      const isOpen = stored?.version === version && stored.resolvedAt === null;
      if (!isOpen) throw new VersionMismatch();
      table().put(keyOf(id), { ...stored, version: version + 1, resolvedAt: at });
    },
  };
};

/** Reads of billing issues in memory. */
export const memoryBillingIssueQueries = ({
  tables: { billingIssues },
  tenantId,
}: MemoryReader<InvoicingTables>): BillingIssueQueries => ({
  list: async (filter, slice) => {
    const found = billingIssues.under(`${tenantId}/`).filter((issue) => isListed(issue, filter));
    return sliceOf(found, ({ id }) => id, slice);
  },
});

const isListed = (
  { customerId, resolvedAt, createdAt }: BillingIssueFacts,
  { status = 'open', customerId: wanted, createdAt: range }: BillingIssueFilter,
): boolean =>
  fits(wanted, customerId) &&
  within(createdAt, range) &&
  (status === 'all' || (resolvedAt === null ? 'open' : 'resolved') === status);
