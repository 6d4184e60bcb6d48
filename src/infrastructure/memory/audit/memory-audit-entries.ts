import type { AuditEntryFilter, AuditEntryQueries, ChainEnds } from '#application/audit/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import type { AuditEntry, ChainHead } from '#domain/audit/audit-entry.ts';
import { actorIdIn } from '#domain/audit/audit-entry.ts';
import type { AuditEntryId } from '#domain/shared/ids.ts';
import { fits, sliceOf, within } from '#infrastructure/memory/list.ts';

/** One tenant's audit entries, in the order of the chain. */
interface Chain {
  readonly entries: readonly AuditEntry[];
  readonly head: ChainHead;
}

export class MemoryAuditEntryQueries implements AuditEntryQueries {
  readonly #chain: () => Chain;

  constructor({ chain }: { readonly chain: () => Chain }) {
    this.#chain = chain;
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
}
