import type { TenantId } from '#domain/shared/ids.ts';
import { MemoryEventPositions } from '#infrastructure/memory/events/memory-event-positions.ts';
import { MemoryDirectory } from '#infrastructure/memory/identity/memory-identity-queries.ts';
import { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import { openMemoryQueries, openMemoryRepositories } from '#infrastructure/memory/repositories.ts';
import { MemoryKeptAnswers, MemoryUnitOfWork } from '#infrastructure/memory/unit-of-work.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import { someday } from './builders.ts';
import { FixedClock } from './fixed-clock.ts';
import type { RecordedEvent } from './harness.ts';

/** An empty storage in memory, behind every storage port: for tests of use cases, and of ours. */
export const openMemoryStorage = async () => {
  const clock = new FixedClock(someday);
  const ids = new UuidV7Ids();
  const store = new MemoryStore(ids);
  const doors = { openRepositories: openMemoryRepositories, openQueries: openMemoryQueries };
  const work = new MemoryUnitOfWork(store, { clock, ids }, doors);
  return {
    unitOfWork: work,
    reads: work,
    directory: new MemoryDirectory(store),
    answers: new MemoryKeptAnswers(store),
    positions: new MemoryEventPositions(store),
    clock,
    eventsOf: async (tenantId: TenantId): Promise<readonly RecordedEvent[]> =>
      store.eventsOf(tenantId).map(({ context: { actor, requestId }, event }) => ({
        ...event,
        actor,
        requestId,
      })),
    close: async (): Promise<void> => undefined,
  };
};
