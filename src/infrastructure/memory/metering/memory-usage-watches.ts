import type {
  UsageNews,
  UsageRetry,
  UsageToWatch,
  UsageWatches,
  WatchClaim,
  WatchedUsage,
} from '#application/metering/usage-watches.ts';
import { instantOf } from '#domain/shared/time.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type {
  MeteringTables,
  StoredRetry,
  UsageWatch,
} from '#infrastructure/memory/metering/metering-tables.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

type Watched = MemoryTransaction<MeteringTables>;

const memoryWatches = (transaction: Watched): UsageWatches => {
  const { tables, tenantId } = transaction;
  return {
    begin: async () => {
      if (tables.usageWatches.has(tenantId)) return;
      const { position } = tables.usageHeads.get(tenantId) ?? { position: 0 };
      tables.usageWatches.put(tenantId, { tenantId, position, claimedUntil: null });
    },
    claim: async (claim) => claimNext(transaction, claim),
    finish: async (watched) => finish(transaction, watched),
    end: async () => {
      tables.usageWatches.removeWhere(tenantId, () => true);
      tables.usageWatchRetries.removeWhere(`${tenantId}/`, () => true);
    },
  };
};

const claimNext = (
  { tables, tenantId }: Watched,
  { now, until, limit }: WatchClaim,
): UsageToWatch | null => {
  const watch = tables.usageWatches.get(tenantId);
  if (watch === undefined || (watch.claimedUntil !== null && watch.claimedUntil > now)) return null;
  const head = tables.usageHeads.get(tenantId) ?? { position: 0 };
  const through = Math.min(head.position, watch.position + limit);
  const retries = tables.usageWatchRetries
    .under(`${tenantId}/`)
    .filter(({ dueAt }) => dueAt <= now)
    .slice(0, limit);
  if (through === watch.position && retries.length === 0) return null;
  tables.usageWatches.put(tenantId, { ...watch, claimedUntil: until });
  const events = tables.usageEvents
    .under(`${tenantId}/`)
    .filter(({ position }) => position > watch.position && position <= through);
  const byCustomer = Map.groupBy(events, ({ customerId }) => customerId);
  const news = [...byCustomer].map(
    ([customerId, own]): UsageNews => ({
      customerId,
      eventTypes: [...new Set(own.map(({ type }) => type))].toSorted(),
      from: instantOf(Math.min(...own.map(({ at }) => at))),
      through: instantOf(Math.max(...own.map(({ at }) => at))),
    }),
  );
  return {
    news: news.toSorted((one, other) => (one.customerId < other.customerId ? -1 : 1)),
    retries: retries.map(toRetry),
    through: String(through),
  };
};

const toRetry = ({ watcher, customerId, from, through, attempts }: StoredRetry): UsageRetry => ({
  watcher,
  customerId,
  eventTypes: null,
  from,
  through,
  attempts,
});

const finish = (
  { tables, tenantId }: Watched,
  { through, retries, failed }: WatchedUsage,
): void => {
  const keyOf = ({ watcher, customerId }: Pick<StoredRetry, 'watcher' | 'customerId'>) =>
    `${tenantId}/${watcher}/${customerId}`;
  const done = new Set(retries.map(keyOf));
  tables.usageWatchRetries.removeWhere(`${tenantId}/`, (retry) => done.has(keyOf(retry)));
  for (const each of failed) {
    const known = tables.usageWatchRetries.get(keyOf(each)) ?? each;
    tables.usageWatchRetries.put(keyOf(each), {
      ...each,
      from: instantOf(Math.min(known.from, each.from)),
      through: instantOf(Math.max(known.through, each.through)),
      attempts: Math.max(known.attempts, each.attempts),
    });
  }
  const watch = tables.usageWatches.get(tenantId);
  if (watch === undefined) return;
  const position = Math.max(watch.position, Number(through));
  tables.usageWatches.put(tenantId, { ...watch, position, claimedUntil: null });
};

/** How far usage was watched, in memory. */
export const usageWatches = {
  table: () => new MemoryTable<UsageWatch>(),
  repository: memoryWatches,
};
export const usageWatchRetries = { table: () => new MemoryTable<StoredRetry>() };
