import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { AuditEntry, Breach, ChainHead } from '#domain/audit/audit-entry.ts';
import type { AuditEntryId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

export interface AuditEntryFilter {
  /** The whole id of the thing that it happened to. */
  readonly subjectId?: string | undefined;
  /** The user's or API key's id, or the name of a program. */
  readonly actorId?: string | undefined;
  /** The whole type of the event: `customer.created`. */
  readonly type?: string | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/** The ends of a chain, read at one moment. */
export interface ChainEnds {
  /** Where it should end; null where that is not written down. */
  readonly head: ChainHead | null;
  /** The highest number that any entry has; 0 when there is none. */
  readonly sequenceMax: number;
}

/** Whether a tenant's audit entries are what was written; if not, the first that is not. */
export type Verification =
  | { readonly isIntact: true; readonly head: ChainHead; readonly firstBreach: null }
  | { readonly isIntact: false; readonly head: ChainHead; readonly firstBreach: Breach };

/** A verification, and the real instant at which the chain was read. */
export type StoredVerification = Verification & { readonly verifiedAt: Instant };

/**
 * Reads of one tenant's audit entries. 1. `list`: newest first. 2. Up to `limit` after `after`.
 * 3. `chain`: in the order of the chain, up to `limit` that come after the number given.
 * 4. `ends`: undefined where there is no such tenant. 5. `lastVerification`: the latest that was
 * saved; undefined before the first.
 */
export interface AuditEntryQueries {
  list(filter: AuditEntryFilter, slice: Slice<AuditEntryId>): Promise<readonly AuditEntry[]>;
  chain(afterSequence: number, limit: number): Promise<readonly AuditEntry[]>;
  ends(): Promise<ChainEnds | undefined>;
  lastVerification(): Promise<StoredVerification | undefined>;
}
