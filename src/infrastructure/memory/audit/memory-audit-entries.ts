import type { AuditEntryFilter, AuditEntryQueries, ChainEnds } from '#application/audit/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import { actorIdIn } from '#domain/audit/audit-entry.ts';
import type { AuditEntryId } from '#domain/shared/ids.ts';
import { fits, sliceOf, within } from '#infrastructure/memory/list.ts';
import type { MemoryReader } from '#infrastructure/memory/unit-of-work.ts';

export class MemoryAuditEntryQueries implements AuditEntryQueries {
  readonly #reader: MemoryReader;

  constructor(reader: MemoryReader) {
    this.#reader = reader;
  }

  async list(filter: AuditEntryFilter, slice: Slice<AuditEntryId>): Promise<readonly AuditEntry[]> {
    const found = this.#chain().entries.filter(
      (entry) =>
        fits(filter.resourceId, entry.resourceId) &&
        fits(filter.actorId, actorIdIn(entry)) &&
        fits(filter.action, entry.action) &&
        within(entry.createdAt, filter.createdAt),
    );
    return sliceOf(found, ({ id }) => id, slice);
  }

  async chain(afterSequence: number, limit: number): Promise<readonly AuditEntry[]> {
    return this.#chain().entries.slice(afterSequence, afterSequence + limit);
  }

  async ends(): Promise<ChainEnds | undefined> {
    const { store, tenantId } = this.#reader;
    if (store.tables.tenants.get(tenantId) === undefined) return undefined;
    const { head, entries } = this.#chain();
    return { head: entries.length === 0 ? null : head, sequenceMax: entries.length };
  }

  #chain() {
    const { store, tenantId } = this.#reader;
    return store.chainOf(tenantId);
  }
}
