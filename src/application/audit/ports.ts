import type { AuditEntryQueries, StoredVerification } from '#application/audit/queries.ts';
import type { TimeZoneReads } from '#application/shared/created-on.ts';
import type { CanonicalEntry } from '#domain/audit/audit-entry.ts';

/**
 * Chains audit entries: SHA-256 over the hash before and the entry's canonical form (RFC 8785).
 *
 * 1. The same entry after the same hash has the same hash, whatever the order of its fields.
 * 2. Any other entry, or the same after another, has another.
 */
export interface EntryHasher {
  /** @param previous the hash before, in hexadecimal; '' before the first entry */
  hash(previous: string, entry: CanonicalEntry): string;
}

/**
 * The last verification of the one tenant of the unit of work.
 *
 * 1. What is saved takes the place of the one before, unless that one is later.
 */
export interface AuditVerificationRepository {
  save(verification: StoredVerification): Promise<void>;
}

export interface AuditRepositories {
  readonly auditVerifications: AuditVerificationRepository;
}

export interface AuditReads extends TimeZoneReads {
  readonly auditEntries: AuditEntryQueries;
}
