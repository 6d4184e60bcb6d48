import type { IdGenerator } from '#application/shared/ports.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { memoryDueAccounts } from '#infrastructure/memory/charging/memory-due-accounts.ts';
import { MemoryEventPositions } from '#infrastructure/memory/events/memory-event-positions.ts';
import { MemoryDirectory } from '#infrastructure/memory/identity/memory-identity-queries.ts';
import { MemoryInstallation } from '#infrastructure/memory/memory-installation.ts';
import { MemoryJobs } from '#infrastructure/memory/memory-jobs.ts';
import { MemoryMailOutbox } from '#infrastructure/memory/memory-mail-outbox.ts';
import { MemoryOverdueDeliveries } from '#infrastructure/memory/memory-overdue-deliveries.ts';
import { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import { openMemoryQueries, openMemoryRepositories } from '#infrastructure/memory/repositories.ts';
import { MemoryIdempotencyRecords, MemoryUnitOfWork } from '#infrastructure/memory/unit-of-work.ts';
import { MemorySigningKeys } from '#infrastructure/security/key-ring.ts';
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
  const factories = { openRepositories: openMemoryRepositories, openQueries: openMemoryQueries };
  const work = new MemoryUnitOfWork(store, { clock, ids }, factories);
  return {
    unitOfWork: work,
    reads: work,
    directory: new MemoryDirectory(store),
    mails: new MemoryMailOutbox(store, () => clock.now()),
    idempotencyRecords: new MemoryIdempotencyRecords(store),
    positions: new MemoryEventPositions(store),
    jobs: new MemoryJobs(store, () => clock.now()),
    overdueDeliveries: new MemoryOverdueDeliveries(store, () => clock.now()),
    dueAccounts: memoryDueAccounts(() => store.tables),
    installation: new MemoryInstallation(store),
    signingKeys: new MemorySigningKeys(),
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
