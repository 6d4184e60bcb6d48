import { randomUUID } from 'node:crypto';
import type { TestClockQueries, TestClockRepository } from '#application/tenants/ports.ts';
import type { TestClockView } from '#application/tenants/queries.ts';
import { testClockView } from '#application/tenants/queries.ts';
import type { AdvanceData } from '#application/tenants/test-clock-queue.ts';
import { testClockQueue } from '#application/tenants/test-clock-queue.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { TestClock } from '#domain/tenants/test-clock.ts';
import { AdvancingClock, testClockOf } from '#domain/tenants/test-clock.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { TenantTables } from '#infrastructure/memory/tenants/tenant-tables.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

export class MemoryTestClockRepository implements TestClockRepository {
  readonly #transaction: MemoryTransaction<TenantTables>;

  constructor(transaction: MemoryTransaction<TenantTables>) {
    this.#transaction = transaction;
  }

  async find(): Promise<TestClock | undefined> {
    const { tables, tenantId } = this.#transaction;
    return tables.testClocks.get(tenantId);
  }

  async save(clock: TestClock): Promise<TestClock> {
    const { tables, tenantId } = this.#transaction;
    invariant(clock.facts.tenantId === tenantId, 'A clock is stored in a run of its tenant.');
    const stored = testClockOf({ ...clock.facts, version: clock.facts.version + 1 });
    tables.testClocks.store(tenantId, stored);
    this.#transaction.record(clock);
    if (clock instanceof AdvancingClock && clock.isSettingOut) this.#enqueue();
    return stored;
  }

  #enqueue(): void {
    const { tenantId } = this.#transaction;
    this.#transaction.enqueue({
      id: randomUUID(),
      queue: testClockQueue,
      data: { tenantId: uuidOf(tenantId) } satisfies AdvanceData,
      lane: { tenantId, endpointId: '' },
      dueAt: 0,
      tries: 0,
      error: null,
    });
  }
}

export class MemoryTestClockQueries implements TestClockQueries {
  readonly #reader: MemoryReader<TenantTables>;

  constructor(reader: MemoryReader<TenantTables>) {
    this.#reader = reader;
  }

  async find(): Promise<TestClockView | undefined> {
    const { tables, tenantId } = this.#reader;
    const clock = tables.testClocks.get(tenantId);
    return clock && testClockView(clock);
  }
}

/** The clock of a test tenant. */
export const testClocks = {
  table: () => new MemoryTable<TestClock>(),
  repository: (transaction: MemoryTransaction<TenantTables>) =>
    new MemoryTestClockRepository(transaction),
  queries: (reader: MemoryReader<TenantTables>) => new MemoryTestClockQueries(reader),
};
