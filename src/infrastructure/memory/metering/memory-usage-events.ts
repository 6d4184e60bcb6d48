import type {
  ListedUsageEvent,
  UsageEventFilter,
  UsageEventPlace,
  UsageEventQueries,
  UsageEventSlice,
} from '#application/metering/usage-event-queries.ts';
import { isByTime } from '#application/metering/usage-event-queries.ts';
import type { EventData } from '#domain/metering/measure.ts';
import type { Instant } from '#domain/shared/time.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { KeptEvent, MeteringTables } from '#infrastructure/memory/metering/metering-tables.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

/** Lists of usage events in memory. */
const memoryUsageEventQueries = ({
  tables,
  tenantId,
}: MemoryReader<MeteringTables>): UsageEventQueries => ({
  list: async (filter, slice) => {
    const stored = tables.usageEvents.under(`${tenantId}/`);
    const order = isByTime(filter) ? byTime : byReceipt;
    const head = tables.usageHeads.get(tenantId)?.position ?? 0;
    const isSearch = !isByTime(filter) && filter.id === undefined;
    const edge = isSearch ? edgeOf(slice, head) : null;
    const { limit, after, before } = slice;
    const events = stored
      .filter((event) => isFitting(event, filter) && (edge === null || edge.holds(event)))
      .filter((event) => after === null || order(event, after) < 0)
      .filter((event) => before === undefined || order(event, before) > 0)
      .toSorted((one, other) => order(other, one))
      .map(toListed);
    const found = before === undefined ? events.slice(0, limit) : events.slice(-limit);
    return { events: found, reached: found.length === limit ? null : (edge?.reached ?? null) };
  },
});

const byReceipt = (one: UsageEventPlace, other: UsageEventPlace): number =>
  one.position - other.position;
const byTime = (one: UsageEventPlace, other: UsageEventPlace): number =>
  one.at - other.at || byReceipt(one, other);

const isFitting = (event: KeptEvent, filter: UsageEventFilter): boolean => {
  const { customerId, type, source, id, from, to } = filter;
  return (
    (customerId === undefined || event.customerId === customerId) &&
    (type === undefined || event.type === type) &&
    (source === undefined || event.source === source) &&
    (id === undefined || event.id === id) &&
    (from === undefined || event.at >= from) &&
    (to === undefined || event.at < to)
  );
};

/** How far a search looks, and where it goes on; null where it came to the end. */
const edgeOf = ({ after, before, lookedAtMax }: UsageEventSlice, head: number) => {
  if (before !== undefined) {
    const reached = before.position + lookedAtMax;
    return {
      holds: ({ position }: KeptEvent) => position <= reached,
      reached: reached >= head ? null : placeAt(reached),
    };
  }
  const reached = Math.min(after?.position ?? head + 1, head + 1) - lookedAtMax;
  return {
    holds: ({ position }: KeptEvent) => position >= reached,
    reached: reached <= 1 ? null : placeAt(reached),
  };
};

// In the order of receipt only the position says where to look on.
const placeAt = (position: number): UsageEventPlace => ({ at: 0 as Instant, position });

const toListed = ({
  expiresOn: _expiresOn,
  cancellation,
  data,
  ...event
}: KeptEvent): ListedUsageEvent => ({
  ...event,
  data: JSON.parse(data) as EventData,
  cancelledAt: cancellation?.at ?? null,
  cancelReason: cancellation?.reason ?? null,
});

export const usageEvents = {
  table: () => new MemoryTable<KeptEvent>(),
  queries: memoryUsageEventQueries,
};
