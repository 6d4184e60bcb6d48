import type { Snapshot } from '#domain/shared/events.ts';
import type { AuditEntryId, TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A record of one event. */
export interface AuditEntry {
  readonly id: AuditEntryId;
  /** Its place in the tenant's chain, from 1. */
  readonly sequence: number;
  /** SHA-256, in hexadecimal: see README. */
  readonly hash: string;
  /** The type of the event: `customer.created`. */
  readonly type: string;
  readonly subjectId: string;
  /** Who did it, as plain JSON. */
  readonly actor: Snapshot;
  readonly requestId: string;
  /** The real instant of its recording. */
  readonly createdAt: Instant;
  /** When it happened in business time, where that is another instant: by a test clock. */
  readonly occurredAt?: Instant;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

/** Who an entry is found by: the user's or API key's id, or the name of a program. */
export const actorIdIn = ({ actor }: Pick<AuditEntry, 'actor'>): string =>
  String(actor['userId'] ?? actor['apiKeyId'] ?? actor['name']);

/** The form of an entry that its hash covers. Its names and values never change. */
export interface CanonicalEntry {
  readonly tenantId: TenantId;
  readonly id: AuditEntryId;
  readonly action: string;
  readonly resourceId: string;
  readonly actor: Snapshot;
  readonly requestId: string;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly createdAt: number;
  /** Only where it is not `createdAt`. */
  readonly occurredAt?: number;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

/** An entry without what the chain gives it. */
export type UnchainedEntry = Omit<AuditEntry, 'sequence' | 'hash'>;

export const canonicalEntry = (tenantId: TenantId, entry: UnchainedEntry): CanonicalEntry => {
  const { id, type, subjectId, actor, requestId, createdAt, occurredAt, before, after } = entry;
  return {
    tenantId,
    id,
    action: type,
    resourceId: subjectId,
    actor,
    requestId,
    createdAt,
    ...(occurredAt === undefined ? {} : { occurredAt }),
    before,
    after,
  };
};

/** Where a chain stands: its last entry's number and hash; 0 and '' before the first. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export const emptyChain: ChainHead = { sequence: 0, hash: '' };

/**
 * Why an entry does not fit: its number is missing, its hash is another, or it is past the end; or
 * there are entries, but no head that says where they end.
 */
export type BreachReason = 'missing' | 'altered' | 'inserted' | 'head_missing';

/** The first entry of a chain that does not fit. `id` is null where there is none to name. */
export interface Breach {
  readonly sequence: number;
  readonly id: AuditEntryId | null;
  readonly reason: BreachReason;
}

/**
 * The first breach in `entries`, which must be those that follow `from`; undefined when each fits.
 * `hash` gives the hash of an entry after one with the given hash.
 */
export const firstBreach = (
  from: ChainHead,
  entries: readonly AuditEntry[],
  hash: (previous: string, entry: AuditEntry) => string,
): Breach | undefined => {
  let { sequence, hash: previous } = from;
  for (const entry of entries) {
    sequence += 1;
    if (entry.sequence !== sequence) return { sequence, id: null, reason: 'missing' };
    if (entry.hash !== hash(previous, entry)) return { sequence, id: entry.id, reason: 'altered' };
    previous = entry.hash;
  }
  return undefined;
};
