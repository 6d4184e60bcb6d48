import { KeyExceedsCaller } from '#domain/identity/errors.ts';
import type { Grantor, GrantorId } from '#domain/identity/rights.ts';
import {
  earlier,
  givenPermissions,
  isKey,
  requireKeyRights,
  requireRights,
} from '#domain/identity/rights.ts';
import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { DomainEvent, Snapshot } from '#domain/shared/events.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { hidden, instant, listOf, nullable, objectOf, plain } from '#domain/shared/snapshot.ts';
import { parseName } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';

/** The permissions that a key may hold: all but those of a person's own account. */
export const keyPermissions = givenPermissions;

/** A rotated key goes on for this long where nothing is said; a week at most. */
export const keyOverlapSeconds = { default: 86_400, max: 604_800 } as const;

export interface ApiKeyFacts {
  readonly id: ApiKeyId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** SHA-256 of the secret, which is shown once. */
  readonly secretHash: string;
  /** The id of the person or key that made it, or the name of a program. */
  readonly createdBy: string;
  /** Whose rights it stands on: it ends with them. Null where a program made it. */
  readonly grantedBy: GrantorId | null;
  readonly expiresAt: Instant | null;
  /** To the minute. */
  readonly lastUsedAt: Instant | null;
  readonly createdAt: Instant;
}

export interface ApiKeyInput {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly expiresAt?: Instant | null | undefined;
}

/** Who makes a key, and what only they will know. */
export interface Issue {
  readonly maker: Grantor;
  readonly secretHash: string;
}

/** A machine's way into one tenant. */
export class ApiKey {
  readonly facts: ApiKeyFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: ApiKeyFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /**
   * A key of a key ends with that key at the latest.
   * @throws {InvalidValue | KeyExceedsCaller}
   */
  static issue(id: ApiKeyId, input: ApiKeyInput, by: Issue, now: Instant): ApiKey {
    const checked = checkAll({
      name: () => parseName(input.name),
      permissions: () => parseKeyPermissions(input.permissions),
      expiresAt: () => parseExpiry(input.expiresAt ?? null, now),
    });
    const expiresAt = earlier(checked.expiresAt, by.maker.expiresAt);
    const asked = checked.expiresAt;
    requireKeyRights(by.maker, checked.permissions);
    // A given instant is taken or refused; without one the key lives as long as it may.
    if (asked !== null && asked !== expiresAt) throw new KeyExceedsCaller([]);
    return issued(id, { ...checked, expiresAt, grantedBy: by.maker.id }, by, now);
  }

  /**
   * Another key that may do the same, while this one goes on for `overlapSeconds`. It ends when
   * this one would have; and with the grantor that this one ends with, or with the key that asks.
   * @throws {InvalidValue | KeyExceedsCaller}
   */
  rotate(
    id: ApiKeyId,
    by: Issue,
    overlapSeconds: number,
    now: Instant,
  ): { readonly old: ApiKey; readonly fresh: ApiKey } {
    const { maker } = by;
    const { name, expiresAt: planned } = this.facts;
    // A permission that there is no more is left out: nobody could hand it on.
    const permissions = keyPermissions.filter((each) => this.facts.permissions.includes(each));
    requireKeyRights(maker, permissions);
    // A key that was to end ends then, rotated or not.
    const { expiresAt: plannedEnd } = checkAll({
      expiresAt: () => parseExpiry(earlier(planned, maker.expiresAt), now),
    });
    const staysOnKey = isKey(this.facts.grantedBy) && !isKey(maker.id);
    const grantedBy = staysOnKey ? this.facts.grantedBy : maker.id;
    const given = { name, permissions, expiresAt: plannedEnd, grantedBy };
    const fresh = issued(id, given, by, now);
    const end = later(now, parseOverlap(overlapSeconds) * 1000);
    const expiresAt = planned === null || planned > end ? end : planned;
    const facts = { ...this.facts, expiresAt };
    const before = encoder.encode(this.facts);
    const rotated = event('api_key.rotated', now, facts.id, before, encoder.encode(facts));
    return { old: new ApiKey(facts, [...this.events, rotated]), fresh };
  }

  /**
   * The key itself where the name is the same.
   * @throws {InvalidValue}
   * @throws {RightsExceeded} where the key holds more than whoever renames it.
   */
  rename(given: string, by: Pick<Grantor, 'permissions'>, now: Instant): ApiKey {
    const { name } = checkAll({ name: () => parseName(given) });
    requireRights(by, this.facts.permissions);
    if (name === this.facts.name) return this;
    const facts = { ...this.facts, name };
    const [before, after] = [encoder.encode(this.facts), encoder.encode(facts)];
    return new ApiKey(facts, [
      ...this.events,
      event('api_key.renamed', now, facts.id, before, after),
    ]);
  }

  /** @throws {RightsExceeded} where the key holds more than whoever revokes it. */
  revoke(revoker: Pick<Grantor, 'permissions'>, now: Instant): RevokedApiKey {
    requireRights(revoker, this.facts.permissions);
    return this.end(now);
  }

  /** Ends it because whoever gave it its rights has lost them. */
  end(now: Instant): RevokedApiKey {
    const { id, version } = this.facts;
    const revoked = event('api_key.revoked', now, id, encoder.encode(this.facts), null);
    return { id, version, events: [...this.events, revoked] };
  }

  isLive(now: Instant): boolean {
    const { expiresAt } = this.facts;
    return expiresAt === null || now < expiresAt;
  }
}

export interface RevokedApiKey {
  readonly id: ApiKeyId;
  readonly version: number;
  readonly events: readonly DomainEvent[];
}

// The caller has parsed the permissions, or took them from a stored key.
const issued = (
  id: ApiKeyId,
  given: Pick<ApiKeyFacts, 'name' | 'permissions' | 'expiresAt' | 'grantedBy'>,
  { maker, secretHash }: Issue,
  now: Instant,
): ApiKey => {
  const facts: ApiKeyFacts = {
    id,
    version: 0,
    ...given,
    secretHash,
    createdBy: maker.name,
    lastUsedAt: null,
    createdAt: now,
  };
  return new ApiKey(facts, [event('api_key.created', now, id, null, encoder.encode(facts))]);
};

/** @throws {InvalidValue} `too_few`, `too_many` or `invalid_permission` */
export const parseKeyPermissions = (given: readonly string[]): readonly Permission[] => {
  if (given.length === 0) {
    throw InvalidValue.because('too_few', 'A key needs one permission at least.');
  }
  if (given.length > keyPermissions.length) {
    throw InvalidValue.because('too_many', `There are ${keyPermissions.length} permissions.`);
  }
  const faults = given.flatMap((each, index) =>
    (keyPermissions as readonly string[]).includes(each)
      ? []
      : [
          {
            pointer: `/${index}`,
            code: 'invalid_permission',
            detail: `It must be one of ${keyPermissions.join(', ')}.`,
          },
        ],
  );
  if (faults.length > 0) throw new InvalidValue(faults);
  return keyPermissions.filter((each) => given.includes(each));
};

const parseExpiry = (expiresAt: Instant | null, now: Instant): Instant | null => {
  if (expiresAt === null || expiresAt > now) return expiresAt;
  throw InvalidValue.because('in_the_past', 'A key expires in the future, or never.');
};

/** @throws {InvalidValue} `invalid_overlap` */
export const parseOverlap = (seconds: number): number => {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= keyOverlapSeconds.max) return seconds;
  throw InvalidValue.because(
    'invalid_overlap',
    `It must be a whole number of seconds, up to ${keyOverlapSeconds.max}.`,
  );
};

// The last use is no change that anybody makes.
const encoder = objectOf<ApiKeyFacts>({
  id: plain,
  version: hidden(plain),
  name: plain,
  permissions: listOf(plain),
  secretHash: hidden(plain),
  createdBy: plain,
  grantedBy: plain,
  expiresAt: nullable(instant),
  lastUsedAt: hidden(nullable(instant)),
  createdAt: instant,
});

const event = (
  type: string,
  at: Instant,
  subjectId: ApiKeyId,
  before: Snapshot | null,
  after: Snapshot | null,
): DomainEvent => ({ type, subjectId, occurredAt: at, before, after });
