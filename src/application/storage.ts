import type { DueAccounts } from '#application/charging/ports.ts';
import type { EventPositions } from '#application/events/ports.ts';
import type { Directory } from '#application/identity/ports.ts';
import type * as modules from '#application/modules.ts';
import type { Installation, SigningKeyStore } from '#application/operations/ports.ts';
import type { Jobs } from '#application/queues.ts';
import type { IdempotencyRecords } from '#application/shared/idempotency.ts';
import type { OverdueDeliveries } from '#application/shared/jobs.ts';
import type { MailOutbox } from '#application/shared/mail.ts';
import type { ReadAccess, UnitOfWork } from '#application/shared/ports.ts';

/** The intersection of all `Parts`. */
type Intersection<Parts> = (Parts extends unknown ? (part: Parts) => void : never) extends (
  whole: infer Whole,
) => void
  ? Whole
  : never;

type PortsOfOne = Parameters<(typeof modules)[keyof typeof modules]>[0];

type RepositoriesOf<Given> = Given extends { readonly unitOfWork: UnitOfWork<infer Repositories> }
  ? Repositories
  : never;

type QueriesOf<Given> = Given extends { readonly reads: ReadAccess<infer Queries> }
  ? Queries
  : never;

/** The dependencies of all use cases together. */
export type AllPorts = Intersection<PortsOfOne>;

/** All repositories that a storage hands out to a run: those that the use cases ask for. */
export type AllRepositories = Intersection<RepositoriesOf<PortsOfOne>>;

/** All queries that a storage hands out to a read: those that the use cases ask for. */
export type AllQueries = Intersection<QueriesOf<PortsOfOne>>;

/**
 * Everything that keeps what Billing Service knows: an adapter of each port, over one storage. The
 * suites of `billing-service/testing` prove their laws.
 */
export interface StoragePorts<Repositories = AllRepositories, Queries = AllQueries> {
  readonly unitOfWork: UnitOfWork<Repositories>;
  readonly reads: ReadAccess<Queries>;
  readonly directory: Directory;
  readonly mails: MailOutbox;
  readonly idempotencyRecords: IdempotencyRecords;
  readonly positions: EventPositions;
  readonly jobs: Jobs;
  readonly overdueDeliveries: OverdueDeliveries;
  readonly dueAccounts: DueAccounts;
  readonly installation: Installation;
  /** Without it signing keys live as long as the instance, and so do access tokens. */
  readonly signingKeys?: SigningKeyStore | undefined;
  /**
   * How many runs and reads can be at work at once; any number by default. Where there are fewer
   * than two, events are delivered by nobody.
   */
  readonly connectionsMax?: number | undefined;
  /** @throws {Unavailable} while the storage is away. */
  readonly ready?: (() => Promise<void>) | undefined;
  /** Lets go of the storage: called once, when nothing is at work any more. */
  readonly close?: (() => Promise<void>) | undefined;
}
