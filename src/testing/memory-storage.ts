import type { TenantId } from '#domain/shared/ids.ts';
import { MemoryDirectory } from '#infrastructure/memory/identity/memory-identity-queries.ts';
import { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import { openMemoryQueries, openMemoryRepositories } from '#infrastructure/memory/repositories.ts';
import { MemoryKeptAnswers, MemoryUnitOfWork } from '#infrastructure/memory/unit-of-work.ts';
import type { RecordedEvent } from './harness.ts';

/** An empty storage in memory, behind every storage port: for tests of use cases, and of ours. */
export const openMemoryStorage = async () => {
  const store = new MemoryStore();
  const work = new MemoryUnitOfWork(store, {
    openRepositories: openMemoryRepositories,
    openQueries: openMemoryQueries,
  });
  return {
    unitOfWork: work,
    reads: work,
    directory: new MemoryDirectory(store),
    answers: new MemoryKeptAnswers(store),
    eventsOf: async (tenantId: TenantId): Promise<readonly RecordedEvent[]> =>
      store.eventsOf(tenantId).map(({ context: { actor, requestId }, event }) => ({
        ...event,
        actor,
        requestId,
      })),
    close: async (): Promise<void> => undefined,
  };
};
