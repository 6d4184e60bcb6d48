import type { RollUpQueries } from '#application/metering/roll-up-queries.ts';
import type { UsageRollUps, UsageTallies } from '#application/metering/usage-tallies.ts';
import { tooManyEvents } from '#application/metering/usage-tallies.ts';
import { isWithin } from '#domain/metering/cover.ts';
import type { MeteringTables } from '#infrastructure/memory/metering/metering-tables.ts';
import { isInForce } from '#infrastructure/memory/metering/metering-tables.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

const memoryTallies = ({
  tables,
  tenantId,
}: Pick<MemoryReader<MeteringTables>, 'tables' | 'tenantId'>): UsageTallies => ({
  within: async ({ customerId, subscriptions, counting, spans, eventsMax = Infinity }) => {
    const { position } = tables.usageHeads.get(tenantId) ?? { position: 0 };
    const events = tables.usageEvents
      .under(`${tenantId}/`)
      .filter(isInForce)
      .filter((event) => event.customerId === customerId && event.type === counting.eventType)
      .filter((event) => subscriptions === null || subscriptions.includes(event.subscriptionId))
      .filter(({ at }) => spans.some((span) => isWithin(at, span)))
      .map(({ source, id, at, data }) => ({
        source,
        id,
        at,
        data: JSON.parse(data) as Readonly<Record<string, unknown>>,
      }));
    if (events.length > eventsMax) throw tooManyEvents(eventsMax);
    return { rolledUp: [], events, position: String(position) };
  },
});

// In memory each event is counted when it is asked for, and nothing is rolled up.
const noRollUps: UsageRollUps = {
  countings: async () => [],
  next: async () => null,
  events: async function* () {},
  add: async () => undefined,
  forgetEnded: async () => 0,
};

const noneRolledUp: RollUpQueries = {
  countings: async () => [],
  customers: async () => [],
  days: async () => undefined,
  events: async () => null,
};

/** Usage to be counted, in memory. */
export const usageTallies = { repository: memoryTallies, queries: memoryTallies };
export const usageRollUps = {
  repository: (): UsageRollUps => noRollUps,
  queries: (): RollUpQueries => noneRolledUp,
};
