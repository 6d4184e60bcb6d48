import type { RequestContext } from '#application/shared/context.ts';
import type { JobHandlers, QueueName } from '#application/shared/jobs.ts';
import type { IdGenerator } from '#application/shared/ports.ts';
import type { AuditEntry, ChainHead, UnchainedEntry } from '#domain/audit/audit-entry.ts';
import { canonicalEntry, emptyChain } from '#domain/audit/audit-entry.ts';
import type { Plan } from '#domain/catalog/plan.ts';
import type { Product } from '#domain/catalog/product.ts';
import type { Customer } from '#domain/customers/customer.ts';
import type { ApiKey } from '#domain/identity/api-key.ts';
import type { Invitation } from '#domain/identity/invitation.ts';
import type { Membership } from '#domain/identity/membership.ts';
import type { Session } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Tenant } from '#domain/tenants/tenant.ts';
import type { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import { Sha256EntryHasher } from '#infrastructure/security/sha256-entry-hasher.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';

/** Something that happened, with who did it and in which request. */
export interface RecordedEvent {
  readonly context: RequestContext;
  readonly event: DomainEvent;
  /** The real instant. */
  readonly recordedAt: Instant;
}

/** Work that is done after its transaction. */
export interface MemoryJob {
  readonly id: string;
  readonly queue: QueueName;
  readonly data: Readonly<Record<string, unknown>>;
  readonly run: (handlers: JobHandlers) => Promise<void>;
  dueAt: number;
  tries: number;
  error: string | null;
}

/** What a run leaves besides rows: events, jobs, and the answer to its claim. */
export interface Leavings {
  readonly events: RecordedEvent[];
  readonly jobs: MemoryJob[];
  readonly answers: Map<string, KeptAnswer>;
}

export interface KeptAnswer {
  readonly request: string;
  readonly answer: string;
}

const emptyTables = () => ({
  tenants: new MemoryTable<Tenant>(),
  users: new MemoryTable<User>(),
  memberships: new MemoryTable<Membership>(),
  invitations: new MemoryTable<Invitation>(),
  sessions: new MemoryTable<Session>(),
  apiKeys: new MemoryTable<ApiKey>(),
  customers: new MemoryTable<Customer>(),
  products: new MemoryTable<Product>(),
  plans: new MemoryTable<Plan>(),
  webhookEndpoints: new MemoryTable<WebhookEndpoint>(),
  webhookDeliveries: new MemoryTable<WebhookDelivery>(),
});

export type MemoryTables = ReturnType<typeof emptyTables>;

/** One tenant's audit entries, in the order of the chain. */
interface Chain {
  readonly entries: AuditEntry[];
  head: ChainHead;
}

/** What would be the database: all tables, and what happened. Lives as long as the process. */
export class MemoryStore {
  readonly #ids: IdGenerator;
  readonly #hasher = new Sha256EntryHasher();
  #tables: MemoryTables = emptyTables();
  readonly #events: RecordedEvent[] = [];
  readonly #chains = new Map<TenantId, Chain>();
  #jobs: readonly MemoryJob[] = [];
  readonly #answers = new Map<string, KeptAnswer>();
  /** Tenants in whose sequence some subscriber may not have read to the end. */
  readonly tenantsWithNews = new Set<TenantId>();
  #lastRun: Promise<unknown> = Promise.resolve();

  constructor(ids: IdGenerator = new UuidV7Ids()) {
    this.#ids = ids;
  }

  /** What is committed. */
  get tables(): MemoryTables {
    return this.#tables;
  }

  get jobs(): readonly MemoryJob[] {
    return this.#jobs;
  }

  get answers(): ReadonlyMap<string, KeptAnswer> {
    return this.#answers;
  }

  eventsOf(tenantId: TenantId): readonly RecordedEvent[] {
    return this.#events.filter(({ context }) => context.tenantId === tenantId);
  }

  chainOf(tenantId: TenantId): Readonly<Chain> {
    return this.#chains.get(tenantId) ?? { entries: [], head: emptyChain };
  }

  forget(job: MemoryJob): void {
    this.#jobs = this.#jobs.filter((each) => each !== job);
  }

  keep(key: string, answer: KeptAnswer): void {
    if (!this.#answers.has(key)) this.#answers.set(key, answer);
  }

  /** One transaction at a time, all or nothing. */
  transact<Result>(
    work: (draft: MemoryTables, leave: Leavings) => Promise<Result>,
  ): Promise<Result> {
    const run = this.#lastRun.then(async () => {
      const draft = draftOf(this.#tables);
      const left: Leavings = { events: [], jobs: [], answers: new Map() };
      const result = await work(draft, left);
      this.#tables = draft;
      for (const recorded of left.events) this.#record(recorded);
      this.#jobs = [...this.#jobs, ...left.jobs];
      for (const [key, answer] of left.answers) this.keep(key, answer);
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
  action: event.type,
  resourceId: event.subjectId,
  actor: { ...context.actor },
  requestId: context.requestId,
  createdAt: recordedAt,
  ...(event.at === recordedAt ? {} : { occurredAt: event.at }),
  before: event.before,
  after: event.after,
});

const draftOf = (tables: MemoryTables): MemoryTables =>
  Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      (table as { draft: () => unknown }).draft(),
    ]),
  ) as MemoryTables;
