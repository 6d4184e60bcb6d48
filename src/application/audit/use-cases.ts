import type { AuditReads, AuditRepositories, EntryHasher } from '#application/audit/ports.ts';
import type { AuditEntryFilter, StoredVerification } from '#application/audit/queries.ts';
import { VerifyAuditChain } from '#application/audit/verify-audit-chain.ts';
import type { ListRequest } from '#application/shared/created-on.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage } from '#application/shared/reads.ts';

export type ListAuditEntriesInput = AuditEntryFilter & ListRequest;

/** The use cases of audit entries. */
export const auditUseCases = (
  ports: Ports<AuditRepositories, AuditReads> & { readonly entryHasher: EntryHasher },
) => ({
  list: guarded(
    listPage(ports.reads, {
      permission: 'audit:read',
      prefix: 'aud',
      parse: (filter: AuditEntryFilter) => filter,
      list: ({ auditEntries }, filter, slice) => auditEntries.list(filter, slice),
    }),
  ),
  verify: guarded(new VerifyAuditChain(ports)),
  lastVerification: guarded<Record<string, never>, StoredVerification | undefined>({
    permission: 'audit:read',
    execute: (context) =>
      ports.reads.read(context, ({ auditEntries }) => auditEntries.lastVerification()),
  }),
});

export type AuditUseCases = ReturnType<typeof auditUseCases>;
