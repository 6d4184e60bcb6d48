import type { OverdueDeliveries, OverdueState } from '#application/shared/jobs.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import { attemptJob } from '#infrastructure/memory/webhooks/memory-webhooks.ts';

const graceMilliseconds = 60_000;

/** Deliveries of all tenants in memory, compared with the jobs there. */
export class MemoryOverdueDeliveries implements OverdueDeliveries {
  readonly #store: MemoryStore;
  readonly #now: () => Instant;

  constructor(store: MemoryStore, now: () => Instant) {
    this.#store = store;
    this.#now = now;
  }

  async state(): Promise<OverdueState> {
    const now = this.#now();
    const overdue = this.#overdue();
    const oldest = Math.min(now, ...overdue.map(({ dueAt }) => dueAt));
    return { overdue: overdue.length, oldestSeconds: (now - oldest) / 1000 };
  }

  async resume(): Promise<number> {
    const missing = this.#overdue().filter(
      ({ delivery, dueAt }) =>
        !this.#store.jobs.some(
          ({ id, data }) => id === delivery.facts.id && 'dueAt' in data && data.dueAt === dueAt,
        ),
    );
    for (const { tenantId, delivery } of missing) {
      this.#store.enqueue(attemptJob(tenantId, delivery.facts));
    }
    return missing.length;
  }

  #overdue(): readonly Overdue[] {
    const before = this.#now() - graceMilliseconds;
    return this.#store.tables.webhookDeliveries.entries().flatMap(([key, delivery]) => {
      const { status, nextAttemptAt: dueAt } = delivery.facts;
      if (status !== 'pending' || dueAt === null || dueAt >= before) return [];
      const [tenantId] = key.split('/');
      return [{ tenantId: tenantId as TenantId, delivery, dueAt }];
    });
  }
}

interface Overdue {
  readonly tenantId: TenantId;
  readonly delivery: WebhookDelivery;
  readonly dueAt: Instant;
}
