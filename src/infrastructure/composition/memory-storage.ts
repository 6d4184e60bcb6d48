import type { Clock, IdGenerator } from '#application/shared/ports.ts';
import type { StoragePorts } from '#application/storage.ts';
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
import { SystemClock } from '#infrastructure/system/system-clock.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';

export interface MemoryStorageOptions {
  readonly clock?: Clock | undefined;
  readonly ids?: IdGenerator | undefined;
}

/** A storage in this process' memory: what `'memory'` stands for, to build one's own upon. */
export const memoryStorage = ({
  clock = new SystemClock(),
  ids = new UuidV7Ids(),
}: MemoryStorageOptions = {}): StoragePorts => {
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
  };
};
