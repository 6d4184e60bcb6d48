import type { UsageCounts } from '#application/metering/usage-counts.ts';
import type { MeteringTables } from '#infrastructure/memory/metering/metering-tables.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

const memoryCounts = ({
  tables,
  tenantId,
}: Pick<MemoryReader<MeteringTables>, 'tables' | 'tenantId'>): UsageCounts => ({
  within: async ({ customerId, subscriptionId, type, from, to, after }, through) => {
    const head = tables.usageHeads.get(tenantId) ?? { position: 0, goneUntil: null };
    const last = through === null ? head.position : Number(through);
    const first = Number(after ?? 0);
    const events = tables.usageEvents
      .under(`${tenantId}/`)
      .filter(({ position }) => position > first && position <= last)
      .filter((event) => event.customerId === customerId && event.type === type)
      .filter((event) => (event.subscriptionId ?? subscriptionId) === subscriptionId)
      .filter(({ at }) => (from === null || at >= from) && at < to)
      .map(({ source, id, at, data }) => ({
        source,
        id,
        at,
        data: JSON.parse(data) as Readonly<Record<string, unknown>>,
      }));
    return { events, position: String(last), goneUntil: head.goneUntil };
  },
});

/** The events behind the lines of invoices, in memory. */
export const usageCounts = { repository: memoryCounts, queries: memoryCounts };
