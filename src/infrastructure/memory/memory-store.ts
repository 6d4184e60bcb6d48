import type { RequestContext } from '#application/shared/context.ts';
import type { IdGenerator } from '#application/shared/ports.ts';
import type { AuditEntry, ChainHead, UnchainedEntry } from '#domain/audit/audit-entry.ts';
import { canonicalEntry, emptyChain } from '#domain/audit/audit-entry.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import type { ChargingTables } from '#infrastructure/memory/charging/charging-tables.ts';
import type { CustomerTables } from '#infrastructure/memory/customers/customer-tables.ts';
import type { IdentityTables } from '#infrastructure/memory/identity/identity-tables.ts';
import type { InvoicingTables } from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { SubscriptionTables } from '#infrastructure/memory/subscriptions/subscription-tables.ts';
import type { TenantTables } from '#infrastructure/memory/tenants/tenant-tables.ts';
import type { MemoryJob } from '#infrastructure/memory/transaction.ts';
import type { WebhookTables } from '#infrastructure/memory/webhooks/webhook-tables.ts';
import { Sha256EntryHasher } from '#infrastructure/security/sha256-entry-hasher.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';

/** Something that happened, with who did it and in which request. */
export interface RecordedEvent {
  readonly context: RequestContext;
  readonly event: DomainEvent;
  /** The real instant. */
  readonly recordedAt: Instant;
}

/** The effects of a run besides rows: events, jobs, and the outcome under an idempotency key. */
export interface TransactionEffects {
  readonly events: RecordedEvent[];
  readonly jobs: MemoryJob[];
  readonly idempotencyRecords: Map<string, IdempotencyRecord>;
}

export interface IdempotencyRecord {
  readonly request: string;
  /** As `outcomeText` writes it. */
  readonly outcome: string;
}

/** The tables of every module. */
export type MemoryTables = TenantTables &
  IdentityTables &
  CustomerTables &
  CatalogTables &
  ChargingTables &
  InvoicingTables &
  SubscriptionTables &
  WebhookTables;

const emptyTables = (): MemoryTables => ({
  tenants: new MemoryTable(),
  testClocks: new MemoryTable(),
  users: new MemoryTable(),
  memberships: new MemoryTable(),
  invitations: new MemoryTable(),
  sessions: new MemoryTable(),
  apiKeys: new MemoryTable(),
  customers: new MemoryTable(),
  products: new MemoryTable(),
  plans: new MemoryTable(),
  planVersions: new MemoryTable(),
  billingAccounts: new MemoryTable(),
  priceTerms: new MemoryTable(),
  charges: new MemoryTable(),
  invoices: new MemoryTable(),
  invoiceDocuments: new MemoryTable(),
  payments: new MemoryTable(),
  numberSeries: new MemoryTable(),
  balances: new MemoryTable(),
  balanceTransactions: new MemoryTable(),
  billingIssues: new MemoryTable(),
  subscriptions: new MemoryTable(),
  subscriptionCursors: new MemoryTable(),
  webhookEndpoints: new MemoryTable(),
  webhookDeliveries: new MemoryTable(),
});

/** One tenant's audit entries, in the order of the chain. */
interface Chain {
  readonly entries: AuditEntry[];
  head: ChainHead;
}

/** The database in memory: all tables and events. It lives as long as the process. */
export class MemoryStore {
  readonly #ids: IdGenerator;
  readonly #hasher = new Sha256EntryHasher();
  #tables: MemoryTables = emptyTables();
  readonly #events: RecordedEvent[] = [];
  readonly #chains = new Map<TenantId, Chain>();
  #jobs: readonly MemoryJob[] = [];
  readonly #idempotencyRecords = new Map<string, IdempotencyRecord>();
  /** Tenants in whose sequence some subscriber may not have read to the end. */
  readonly tenantsWithNews = new Set<TenantId>();
  #lastRun: Promise<unknown> = Promise.resolve();

  constructor(ids: IdGenerator = new UuidV7Ids()) {
    this.#ids = ids;
  }

  /** The committed tables. */
  get tables(): MemoryTables {
    return this.#tables;
  }

  get jobs(): readonly MemoryJob[] {
    return this.#jobs;
  }

  get idempotencyRecords(): ReadonlyMap<string, IdempotencyRecord> {
    return this.#idempotencyRecords;
  }

  eventsOf(tenantId: TenantId): readonly RecordedEvent[] {
    return this.#events.filter(({ context }) => context.tenantId === tenantId);
  }

  chainOf(tenantId: TenantId): Readonly<Chain> {
    return this.#chains.get(tenantId) ?? { entries: [], head: emptyChain };
  }

  /** Adds work that belongs to no transaction. */
  enqueue(job: MemoryJob): void {
    this.#jobs = [...this.#jobs, job];
  }

  forget(job: MemoryJob): void {
    this.#jobs = this.#jobs.filter((each) => each !== job);
  }

  keep(key: string, answer: IdempotencyRecord): void {
    if (!this.#idempotencyRecords.has(key)) this.#idempotencyRecords.set(key, answer);
  }

  /** One transaction at a time, all or nothing. */
  transact<Result>(
    work: (draft: MemoryTables, leave: TransactionEffects) => Promise<Result>,
  ): Promise<Result> {
    const run = this.#lastRun.then(async () => {
      const draft = draftOf(this.#tables);
      const left: TransactionEffects = { events: [], jobs: [], idempotencyRecords: new Map() };
      const result = await work(draft, left);
      this.#tables = draft;
      for (const recorded of left.events) this.#record(recorded);
      this.#jobs = [...this.#jobs, ...left.jobs];
      for (const [key, answer] of left.idempotencyRecords) this.keep(key, answer);
      return result;
    });
    // The next one waits for this one, however it ends.
    this.#lastRun = run.catch(() => undefined);
    return run;
  }

  // Every event is an audit entry in the tenant's chain, which is the sequence subscribers read.
  #record(recorded: RecordedEvent): void {
    this.#events.push(recorded);
    const { tenantId } = recorded.context;
    const entry = entryOf(recorded, this.#ids);
    const chain = this.#chains.get(tenantId) ?? { entries: [], head: emptyChain };
    const hash = this.#hasher.hash(chain.head.hash, canonicalEntry(tenantId, entry));
    const sequence = chain.head.sequence + 1;
    chain.entries.push({ ...entry, sequence, hash });
    chain.head = { sequence, hash };
    this.#chains.set(tenantId, chain);
    this.tenantsWithNews.add(tenantId);
  }
}

const entryOf = (
  { context, event, recordedAt }: RecordedEvent,
  ids: IdGenerator,
): UnchainedEntry => ({
  id: ids.next('aud', recordedAt),
  type: event.type,
  subjectId: event.subjectId,
  actor: { ...context.actor },
  requestId: context.requestId,
  createdAt: recordedAt,
  ...(event.occurredAt === recordedAt ? {} : { occurredAt: event.occurredAt }),
  before: event.before,
  after: event.after,
});

const draftOf = (tables: MemoryTables): MemoryTables =>
  Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      (table as { draft: () => unknown }).draft(),
    ]),
  ) as unknown as MemoryTables;
