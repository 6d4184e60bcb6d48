import type { Clock, IdGenerator } from '#application/shared/ports.ts';
import { memoryDueAccounts } from '#infrastructure/memory/charging/memory-due-accounts.ts';
import { MemoryEventPositions } from '#infrastructure/memory/events/memory-event-positions.ts';
import { MemoryDirectory } from '#infrastructure/memory/identity/memory-identity-queries.ts';
import { MemoryInstallation } from '#infrastructure/memory/memory-installation.ts';
import { MemoryJobs } from '#infrastructure/memory/memory-jobs.ts';
import { MemoryMailOutbox } from '#infrastructure/memory/memory-mail-outbox.ts';
import { MemoryOverdueDeliveries } from '#infrastructure/memory/memory-overdue-deliveries.ts';
import type { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import { openMemoryQueries, openMemoryRepositories } from '#infrastructure/memory/repositories.ts';
import { MemoryIdempotencyRecords, MemoryUnitOfWork } from '#infrastructure/memory/unit-of-work.ts';
import { MemorySigningKeys } from '#infrastructure/security/key-ring.ts';

/** Every storage port, over a store in memory. */
export const memoryPorts = (store: MemoryStore, clock: Clock, ids: IdGenerator) => {
  const factories = { openRepositories: openMemoryRepositories, openQueries: openMemoryQueries };
  const work = new MemoryUnitOfWork(store, { clock, ids }, factories);
  const now = () => clock.now();
  return {
    unitOfWork: work,
    reads: work,
    directory: new MemoryDirectory(store),
    mails: new MemoryMailOutbox(store, now),
    idempotencyRecords: new MemoryIdempotencyRecords(store),
    positions: new MemoryEventPositions(store),
    jobs: new MemoryJobs(store, now),
    overdueDeliveries: new MemoryOverdueDeliveries(store, now),
    dueAccounts: memoryDueAccounts(() => store.tables),
    installation: new MemoryInstallation(store),
    signingKeys: new MemorySigningKeys(),
  };
};
