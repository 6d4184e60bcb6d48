import type { Lane } from '#application/shared/job-slots.ts';
import type { AnyQueue } from '#application/shared/jobs.ts';
import type { Recordable } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

// A repository names the tables of its own module and those before it, and knows neither the store
// nor who runs it: these know the tables of every module.

/** The transaction of a repository: the draft of this run, its tenant, and its events. */
export interface MemoryTransaction<Tables> {
  readonly tables: Tables;
  readonly tenantId: TenantId;
  /** Business time: no run waits for another once it has begun. */
  readonly now: Instant;
  record(aggregate: Recordable): void;
  enqueue(job: MemoryJob): void;
}

/** The reader of a query: the committed tables, and the tenant. */
export interface MemoryReader<Tables> {
  readonly tables: Tables;
  readonly tenantId: TenantId;
  /** Business time, of that tenant. */
  readonly now: () => Instant;
}

/** Work that is done after its transaction. */
export interface MemoryJob {
  readonly id: string;
  readonly queue: AnyQueue;
  /** As the queue has it stored. */
  readonly data: object;
  readonly lane: Lane;
  dueAt: number;
  tries: number;
  error: string | null;
}
