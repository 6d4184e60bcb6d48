import type { ListAuditEntriesInput } from '#application/audit/list-audit-entries.ts';
import type { Verification, VerifyAuditChainInput } from '#application/audit/verify-audit-chain.ts';
import type { Page } from '#application/shared/page.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { AuditEntry } from '#domain/audit/audit-entry.ts';

/** What can be asked of the audit entries. */
export interface AuditUseCases {
  readonly list: UseCase<ListAuditEntriesInput, Page<AuditEntry>>;
  readonly verify: UseCase<VerifyAuditChainInput, Verification>;
}
