import { setImmediate as othersTurn } from 'node:timers/promises';
import type { BilledRange, UsageCounts, UsagePages } from '#application/metering/usage-counts.ts';
import { pageOfUsage } from '#application/metering/usage-counts.ts';
import type { StoredUsage } from '#application/metering/usage-ports.ts';
import { byTime } from '#domain/metering/event-order.ts';
import type { KeptEvent, MeteringTables } from '#infrastructure/memory/metering/metering-tables.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

type Reader = Pick<MemoryReader<MeteringTables>, 'tables' | 'tenantId'>;

const memoryCounts = ({ tables, tenantId }: Reader): UsageCounts => ({
  within: async (range, through, reading) => {
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
    const read = { rolledUp: [], position: String(last), goneUntil: head.goneUntil };
    if (reading === undefined || !('take' in reading)) return { ...read, events };
    await handOut(events.toSorted(byTime), reading);
    return { ...read, events: [] };
  },
  hasChanged: async (range, since) =>
    eventsIn({ tables, tenantId }, range).some(
      (event) => isCounted(event, Number(since)) !== isCounted(event, Infinity),
    ),
});

const handOut = async (
  events: readonly StoredUsage[],
  { take, size = pageOfUsage }: UsagePages,
): Promise<void> => {
  for (let first = 0; first < events.length; first += size) {
    if (first > 0) await othersTurn();
    take(events.slice(first, first + size));
  }
};

const eventsIn = (
  { tables, tenantId }: Reader,
  { customerId, subscriptionId, type, from, to }: BilledRange,
): readonly KeptEvent[] =>
  tables.usageEvents
    .under(`${tenantId}/`)
    .filter((event) => event.customerId === customerId && event.type === type)
    .filter(
      (event) =>
        subscriptionId === null || (event.subscriptionId ?? subscriptionId) === subscriptionId,
    )
    .filter(({ at }) => (from === null || at >= from) && at < to);

/** Whether an event was counted by who counted up to a position. */
const isCounted = ({ position, cancellation }: KeptEvent, last: number): boolean =>
  position <= last && (cancellation === null || cancellation.position > last);

/** The events behind the lines of invoices, in memory. */
export const usageCounts = { repository: memoryCounts, queries: memoryCounts };
