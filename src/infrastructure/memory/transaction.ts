import type { JobHandlers, QueueName } from '#application/shared/jobs.ts';
import type { Recordable } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';

// A repository names the tables of its own module and those before it, and knows neither the store
// nor who runs it: these know the tables of every module.

/** What a repository is opened with: the draft of this run, its tenant, and where events go. */
export interface MemoryTransaction<Tables> {
  readonly tables: Tables;
  readonly tenantId: TenantId;
  record(aggregate: Recordable): void;
  enqueue(job: MemoryJob): void;
}

/** What a query is opened with: what is committed, and the tenant. */
export interface MemoryReader<Tables> {
  readonly tables: Tables;
  readonly tenantId: TenantId;
}

/** Work that is done after its transaction. */
export interface MemoryJob {
  readonly id: string;
  readonly queue: QueueName;
  /** Of jobs with one key, one is done after the other. */
  readonly key: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly run: (handlers: JobHandlers) => Promise<void>;
  dueAt: number;
  tries: number;
  error: string | null;
}
