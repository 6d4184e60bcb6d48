import type { Clock, IdGenerator } from '#application/shared/ports.ts';
import type { StoragePorts } from '#application/storage.ts';
import { memoryPorts } from '#infrastructure/memory/memory-ports.ts';
import { MemoryStore } from '#infrastructure/memory/memory-store.ts';
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
}: MemoryStorageOptions = {}): StoragePorts => memoryPorts(new MemoryStore(ids), clock, ids);
