import type { RequestContext } from '#application/shared/context.ts';
import type { Plan } from '#domain/catalog/plan.ts';
import type { Product } from '#domain/catalog/product.ts';
import type { Customer } from '#domain/customers/customer.ts';
import type { Invitation } from '#domain/identity/invitation.ts';
import type { Membership } from '#domain/identity/membership.ts';
import type { Session } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Tenant } from '#domain/tenants/tenant.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** Something that happened, with who did it and in which request. */
export interface RecordedEvent {
  readonly context: RequestContext;
  readonly event: DomainEvent;
}

const emptyTables = () => ({
  tenants: new MemoryTable<Tenant>(),
  users: new MemoryTable<User>(),
  memberships: new MemoryTable<Membership>(),
  invitations: new MemoryTable<Invitation>(),
  sessions: new MemoryTable<Session>(),
  customers: new MemoryTable<Customer>(),
  products: new MemoryTable<Product>(),
  plans: new MemoryTable<Plan>(),
});

export type MemoryTables = ReturnType<typeof emptyTables>;

/** What would be the database: all tables, and what happened. Lives as long as the process. */
export class MemoryStore {
  #tables: MemoryTables = emptyTables();
  readonly #events: RecordedEvent[] = [];
  #lastRun: Promise<unknown> = Promise.resolve();

  /** What is committed. */
  get tables(): MemoryTables {
    return this.#tables;
  }

  eventsOf(tenantId: TenantId): readonly RecordedEvent[] {
    return this.#events.filter(({ context }) => context.tenantId === tenantId);
  }

  /** One transaction at a time, all or nothing. */
  transact<Result>(
    work: (
      draft: MemoryTables,
      record: (events: readonly RecordedEvent[]) => void,
    ) => Promise<Result>,
  ): Promise<Result> {
    const run = this.#lastRun.then(async () => {
      const draft = draftOf(this.#tables);
      const recorded: RecordedEvent[] = [];
      const result = await work(draft, (events) => recorded.push(...events));
      this.#tables = draft;
      this.#events.push(...recorded);
      return result;
    });
    // The next one waits for this one, however it ends.
    this.#lastRun = run.catch(() => undefined);
    return run;
  }
}

const draftOf = (tables: MemoryTables): MemoryTables => ({
  tenants: tables.tenants.draft(),
  users: tables.users.draft(),
  memberships: tables.memberships.draft(),
  invitations: tables.invitations.draft(),
  sessions: tables.sessions.draft(),
  customers: tables.customers.draft(),
  products: tables.products.draft(),
  plans: tables.plans.draft(),
});
