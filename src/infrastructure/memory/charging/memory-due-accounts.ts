import type { DueAccounts } from '#application/charging/ports.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { ChargingTables } from '#infrastructure/memory/charging/charging-tables.ts';

/** Due accounts of all live tenants in memory. */
export const memoryDueAccounts = (tables: () => ChargingTables): DueAccounts => ({
  tenants: async (through, limit) => {
    const due = tables()
      .billingAccounts.entries()
      .flatMap(([key, { isLive, parkedAt, dueAt }]) =>
        isLive && parkedAt === null && dueAt !== null && dueAt <= through
          ? [{ tenantId: key.split('/')[0] as TenantId, dueAt }]
          : [],
      )
      .toSorted(
        (one, other) => one.dueAt - other.dueAt || (one.tenantId < other.tenantId ? -1 : 1),
      );
    return [...new Set(due.map(({ tenantId }) => tenantId))].slice(0, limit);
  },
});
