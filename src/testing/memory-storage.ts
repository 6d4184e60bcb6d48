import type { IdGenerator } from '#application/shared/ports.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { memoryPorts } from '#infrastructure/memory/memory-ports.ts';
import { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import { someday } from './builders.ts';
import { FixedClock } from './fixed-clock.ts';
import type { RecordedEvent, StorageHarness } from './harness.ts';

interface Given {
  readonly clock?: FixedClock | undefined;
  readonly ids?: IdGenerator | undefined;
}

/**
 * An empty storage in memory, behind every storage port: for tests of use cases, for ours, and to
 * hand to `createBilling` with its clock.
 */
export const openMemoryStorage = async ({
  clock = new FixedClock(someday),
  ids = new UuidV7Ids(),
}: Given = {}): Promise<StorageHarness> => {
  const store = new MemoryStore(ids);
  return {
    ...memoryPorts(store, clock, ids),
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
