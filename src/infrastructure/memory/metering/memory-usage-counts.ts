import type { UsageCounts } from '#application/metering/usage-counts.ts';
import type { MeteringTables } from '#infrastructure/memory/metering/metering-tables.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

// Rows lie in the order in which they were stored: the place of one is its position.
const memoryCounts = ({
  tables,
  tenantId,
}: Pick<MemoryReader<MeteringTables>, 'tables' | 'tenantId'>): UsageCounts => ({
  within: async ({ customerId, subscriptionId, type, from, to, after }, through) => {
    const stored = tables.usageEvents.under(`${tenantId}/`);
    const known = through === null ? stored : stored.slice(0, Number(through));
    const events = known
      .slice(after === undefined ? 0 : Number(after))
      .filter((event) => event.customerId === customerId && event.type === type)
      .filter((event) => (event.subscriptionId ?? subscriptionId) === subscriptionId)
      .filter(({ at }) => (from === null || at >= from) && at < to)
      .map(({ source, id, at, data }) => ({
        source,
        id,
        at,
        data: JSON.parse(data) as Readonly<Record<string, unknown>>,
      }));
    return { events, position: String(known.length) };
  },
});

/** The events behind the lines of invoices, in memory. */
export const usageCounts = { repository: memoryCounts, queries: memoryCounts };
