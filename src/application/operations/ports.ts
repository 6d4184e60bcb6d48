import type { Slice } from '#application/shared/page.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';

/**
 * The port of whoever runs the installation: it shows which tenants there are, and nothing of
 * theirs.
 *
 * 1. `tenants`: newest first, up to `limit` after `after`.
 * 2. `sweep` deletes expired rows: ended sessions and invitations, old idempotency records, old
 *    deliveries, finished jobs. It gives how many of each.
 * 3. `endUsage` drops all usage events that expire in months before that of a day, whichever tenant
 *    has them, and gives the number of these months. Of a month that is not over it drops none.
 *    Whoever calls it has had each tenant's `UsageStore.keepNeeded` see to what is needed.
 * 4. `tenantsToRollUp` gives those whose usage events came since all of them were rolled up: by id,
 *    up to `limit` after `after`. A storage that rolls nothing up gives none.
 * 5. `tenantsToWatch` gives, likewise, those that watch their usage (`UsageWatches`) and have some
 *    that was not watched, or looks that are to be tried again. It may give others that watch.
 */
export interface Installation {
  tenants(slice: Slice<TenantId>): Promise<readonly TenantView[]>;
  sweep(): Promise<Readonly<Record<string, number>>>;
  /** @param before the first day of a month, in UTC */
  endUsage(before: CalendarDate): Promise<number>;
  tenantsToRollUp(limit: number, after: TenantId | null): Promise<readonly TenantId[]>;
  tenantsToWatch(limit: number, after: TenantId | null): Promise<readonly TenantId[]>;
}

/** A key that signs access tokens, without the key. */
export interface SigningKeyView {
  /** The `kid`: its JWK thumbprint (RFC 7638). */
  readonly id: string;
  readonly state: 'next' | 'active' | 'retiring';
  readonly createdAt: Instant;
  readonly retiresAt: Instant | null;
}

/**
 * The keys that sign access tokens.
 *
 * 1. `rotate` makes the next key active, lets the active one retire, and makes another next one.
 * 2. What a key signed is valid until the end of its life, rotated or not.
 */
export interface SigningKeys {
  list(): Promise<readonly SigningKeyView[]>;
  rotate(): Promise<readonly SigningKeyView[]>;
}

/** A stored key. Of `next` and `active` there is one each. */
export interface StoredSigningKey {
  readonly pem: string;
  readonly state: 'next' | 'active' | 'retiring';
  readonly createdAt: Instant;
  /** From when on nothing that it signed is valid any more. */
  readonly retiresAt: Instant | null;
}

/**
 * Stores signing keys.
 *
 * 1. `change` has the keys to itself from when it reads them until it has stored what it was given.
 * 2. `all` gives what the last change gave; one that throws changes nothing.
 */
export interface SigningKeyStore {
  all(): Promise<readonly StoredSigningKey[]>;
  change(
    change: (keys: readonly StoredSigningKey[]) => readonly StoredSigningKey[],
  ): Promise<readonly StoredSigningKey[]>;
}
