import type { BilledRange, UsageCounts } from '#application/metering/usage-counts.ts';
import type { KeptEvent, MeteringTables } from '#infrastructure/memory/metering/metering-tables.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

type Reader = Pick<MemoryReader<MeteringTables>, 'tables' | 'tenantId'>;

const memoryCounts = ({ tables, tenantId }: Reader): UsageCounts => ({
  within: async (range, through) => {
    const head = tables.usageHeads.get(tenantId) ?? { position: 0, goneUntil: null };
    const last = through === null ? head.position : Number(through);
    const events = eventsIn({ tables, tenantId }, range)
      .filter((event) => isCounted(event, last))
      .map(({ source, id, at, data }) => ({
        source,
        id,
        at,
        data: JSON.parse(data) as Readonly<Record<string, unknown>>,
      }));
    return { rolledUp: [], events, position: String(last), goneUntil: head.goneUntil };
  },
  hasChanged: async (range, since) =>
    eventsIn({ tables, tenantId }, range).some(
      (event) => isCounted(event, Number(since)) !== isCounted(event, Infinity),
    ),
});

const eventsIn = (
  { tables, tenantId }: Reader,
  { customerId, subscriptionId, type, from, to }: BilledRange,
): readonly KeptEvent[] =>
  tables.usageEvents
    .under(`${tenantId}/`)
    .filter((event) => event.customerId === customerId && event.type === type)
    .filter((event) => (event.subscriptionId ?? subscriptionId) === subscriptionId)
    .filter(({ at }) => (from === null || at >= from) && at < to);

/** Whether an event was counted by who counted up to a position. */
const isCounted = ({ position, cancellation }: KeptEvent, last: number): boolean =>
  position <= last && (cancellation === null || cancellation.position > last);

/** The events behind the lines of invoices, in memory. */
export const usageCounts = { repository: memoryCounts, queries: memoryCounts };
