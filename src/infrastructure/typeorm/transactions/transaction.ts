import type { EntityManager } from 'typeorm';
import type { Recordable } from '#domain/shared/events.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { JobSender } from '#infrastructure/jobs/job-sender.ts';
import type { Sealer } from '#infrastructure/security/sealer.ts';
import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';

// A file of its own: a repository knows the transaction that it works in, and not who runs it. Who
// runs it knows the tables of every module.

/** The transaction of a repository, its tenant (as uuid), and the recorder of events. */
export interface Transaction {
  readonly manager: EntityManager;
  /** The connection itself, for statements that stay prepared or are pipelined. */
  readonly client: TransactionClient;
  readonly tenantId: string;
  readonly events: Recorder;
  /**
   * Business time in this moment: later than the run's own `now` where the run had to wait for a
   * lock. In a test tenant both are what its clock says.
   */
  readonly currentTime: () => Instant;
  /** Sends jobs that exist if the transaction commits. */
  readonly jobs: Pick<JobSender, 'send'>;
  /** Keeps what is secret unreadable in the database. */
  readonly sealer: Sealer;
}

/** Takes the events of a transaction, to be written with it. */
interface Recorder {
  /** Called by every repository for everything that it stores or deletes. */
  record(aggregate: Recordable): void;
}
