import type { AuditReads } from '#application/audit/ports.ts';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { CatalogReads } from '#application/catalog/queries.ts';
import type { DueAccounts } from '#application/charging/ports.ts';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerReads } from '#application/customers/queries.ts';
import type { EventPositions } from '#application/events/ports.ts';
import type { EventReads } from '#application/events/queries.ts';
import type {
  Directory,
  IdentityReads,
  IdentityRepositories,
} from '#application/identity/ports.ts';
import type { InvoicingReads } from '#application/invoicing/queries.ts';
import type { Installation, SigningKeyStore } from '#application/operations/ports.ts';
import type { IdempotencyRecords } from '#application/shared/idempotency.ts';
import type { Jobs, OverdueDeliveries } from '#application/shared/jobs.ts';
import type { MailOutbox } from '#application/shared/mail.ts';
import type { ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { SubscriptionReads } from '#application/subscriptions/queries.ts';
import type { TenantReads } from '#application/tenants/ports.ts';
import type { WebhookReads, WebhookRepositories } from '#application/webhooks/ports.ts';

/** All repositories that a storage hands out to a run. */
export type AllRepositories = IdentityRepositories &
  CustomerRepositories &
  CatalogRepositories &
  SubscriptionRepositories &
  WebhookRepositories;

/** All queries that a storage hands out to a read. */
export type AllQueries = TenantReads &
  IdentityReads &
  CustomerReads &
  CatalogReads &
  SubscriptionReads &
  InvoicingReads &
  AuditReads &
  EventReads &
  WebhookReads;

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
