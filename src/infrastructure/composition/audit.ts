import type { DependencyContainer } from 'tsyringe';
import { ListAuditEntries } from '#application/audit/list-audit-entries.ts';
import type { AuditUseCases } from '#application/audit/use-cases.ts';
import { VerifyAuditChain } from '#application/audit/verify-audit-chain.ts';
import { guarded } from '#application/shared/pipeline.ts';
import { entryHasher, reads, single } from '#infrastructure/composition/tokens.ts';

export const registerAudit = (container: DependencyContainer): void => {
  const needs = () => ({
    reads: container.resolve(reads),
    entryHasher: container.resolve(entryHasher),
  });
  single(container, ListAuditEntries, () => new ListAuditEntries(needs()));
  single(container, VerifyAuditChain, () => new VerifyAuditChain(needs()));
};

export const auditUseCases = (container: DependencyContainer): AuditUseCases => ({
  list: guarded(container.resolve(ListAuditEntries)),
  verify: guarded(container.resolve(VerifyAuditChain)),
});
