import type { AuditVerificationRepository } from '#application/audit/ports.ts';
import type {
  AuditEntryFilter,
  AuditEntryQueries,
  ChainEnds,
  StoredVerification,
} from '#application/audit/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import type { AuditEntry, ChainHead } from '#domain/audit/audit-entry.ts';
import { actorIdIn } from '#domain/audit/audit-entry.ts';
import type { AuditEntryId, TenantId } from '#domain/shared/ids.ts';
import { fits, sliceOf, within } from '#infrastructure/memory/list.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** One tenant's audit entries, in the order of the chain. */
interface Chain {
  readonly entries: readonly AuditEntry[];
  readonly head: ChainHead;
}

interface AuditTables {
  readonly auditVerifications: MemoryTable<StoredVerification>;
}

interface Reader {
  readonly chain: () => Chain;
  readonly tenantId: TenantId;
  readonly tables: AuditTables & { readonly tenants: { get(tenantId: TenantId): unknown } };
}

export class MemoryAuditEntryQueries implements AuditEntryQueries {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async list(filter: AuditEntryFilter, slice: Slice<AuditEntryId>): Promise<readonly AuditEntry[]> {
    const found = this.#reader
      .chain()
      .entries.filter(
        (entry) =>
          fits(filter.subjectId, entry.subjectId) &&
          fits(filter.actorId, actorIdIn(entry)) &&
          fits(filter.type, entry.type) &&
          within(entry.createdAt, filter.createdAt),
      );
    return sliceOf(found, ({ id }) => id, slice);
  }

  async chain(afterSequence: number, limit: number): Promise<readonly AuditEntry[]> {
    return this.#reader.chain().entries.slice(afterSequence, afterSequence + limit);
  }

  async ends(): Promise<ChainEnds | undefined> {
    const { tables, tenantId, chain } = this.#reader;
    if (tables.tenants.get(tenantId) === undefined) return undefined;
    const { head, entries } = chain();
    return { head: entries.length === 0 ? null : head, sequenceMax: entries.length };
  }

  async lastVerification(): Promise<StoredVerification | undefined> {
    const { tables, tenantId } = this.#reader;
    return tables.auditVerifications.get(tenantId);
  }
}

const memoryAuditVerifications = ({
  tables: { auditVerifications: table },
  tenantId,
}: MemoryTransaction<AuditTables>): AuditVerificationRepository => ({
  save: async (verification) => {
    const known = table.get(tenantId);
    if (known === undefined || known.verifiedAt <= verification.verifiedAt) {
      table.put(tenantId, verification);
    }
  },
});

/** The last verification of each tenant's audit entries. */
export const auditVerifications = {
  table: () => new MemoryTable<StoredVerification>(),
  repository: memoryAuditVerifications,
};

/** The audit entries: written by the transaction itself. */
export const auditEntries = { queries: (reader: Reader) => new MemoryAuditEntryQueries(reader) };
