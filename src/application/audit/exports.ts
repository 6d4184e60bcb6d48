// The names of the audit log that the package exports.

export type { AuditRepositories, AuditVerificationRepository } from '#application/audit/ports.ts';
export type {
  AuditEntryFilter,
  StoredVerification,
  Verification,
} from '#application/audit/queries.ts';
export type { AuditUseCases, ListAuditEntriesInput } from '#application/audit/use-cases.ts';
export type { VerifyAuditChainInput } from '#application/audit/verify-audit-chain.ts';
export type { AuditEntry, Breach, BreachReason, ChainHead } from '#domain/audit/audit-entry.ts';
export * from '#domain/audit/errors.ts';
