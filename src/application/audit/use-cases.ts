import type { AuditReads, EntryHasher } from '#application/audit/ports.ts';
import type { AuditEntryFilter } from '#application/audit/queries.ts';
import { VerifyAuditChain } from '#application/audit/verify-audit-chain.ts';
import type { PageRequest } from '#application/shared/page.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import { listPage } from '#application/shared/reads.ts';

export type ListAuditEntriesInput = AuditEntryFilter & PageRequest;

/** The use cases of audit entries. */
export const auditUseCases = (ports: {
  readonly reads: ReadAccess<AuditReads>;
  readonly entryHasher: EntryHasher;
}) => ({
  list: guarded(
    listPage(ports.reads, {
      permission: 'audit:read',
      prefix: 'aud',
      parse: (filter: AuditEntryFilter) => filter,
      list: ({ auditEntries }, filter, slice) => auditEntries.list(filter, slice),
    }),
  ),
  verify: guarded(new VerifyAuditChain(ports)),
});

export type AuditUseCases = ReturnType<typeof auditUseCases>;
