import { KeyExceedsCaller, RightsExceeded } from '#domain/identity/errors.ts';
import type { Role } from '#domain/identity/role.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import type { ApiKeyId, UserId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { permissions as allPermissions } from '#domain/shared/permissions.ts';
import type { Instant } from '#domain/shared/time.ts';

/** Rights that can be given: all but those over one's own account, which nobody gives. */
export const givenPermissions: readonly Permission[] = allPermissions.filter(
  (each) => each !== 'account:manage' && each !== 'self:read',
);

/** The member or key that granted a key or an invitation, which ends with it. */
export type GrantorId = UserId | ApiKeyId;

export const isPerson = (id: GrantorId | null): id is UserId => id?.startsWith('usr_') === true;

export const isKey = (id: GrantorId | null): id is ApiKeyId => id?.startsWith('key_') === true;

/** Who gives rights: what they hold themselves, and for how long. */
export interface Grantor {
  /** A person or an API key; null for a program, whose gifts end with nobody. */
  readonly id: GrantorId | null;
  /** Their name in the audit log: their id, or the name of the program. */
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  /** When they end themselves: an API key may expire. */
  readonly expiresAt: Instant | null;
}

/**
 * The one rule about rights: whoever gives a right, changes it or takes it away must hold it.
 * Returns those of `rights` that `held` lacks; none where the rule holds.
 */
export const exceeding = (
  held: ReadonlySet<Permission>,
  rights: Iterable<Permission>,
): readonly Permission[] => {
  const touched = new Set(rights);
  return givenPermissions.filter((each) => touched.has(each) && !held.has(each));
};

/** @throws {RightsExceeded} where somebody touches rights that they do not hold. */
export const requireRights = (
  { permissions: held }: Pick<Grantor, 'permissions'>,
  rights: Iterable<Permission>,
): void => {
  const missing = exceeding(held, rights);
  if (missing.length > 0) throw new RightsExceeded(missing);
};

/** The same for roles. @throws {RightsExceeded} */
export const requireRightsOf = (
  grantor: Pick<Grantor, 'permissions'>,
  ...roles: readonly Role[]
): void => requireRights(grantor, new Set(roles.flatMap((role) => [...permissionsOf[role]])));

/** The same for a key that is made. @throws {KeyExceedsCaller} */
export const requireKeyRights = (
  { permissions: held }: Pick<Grantor, 'permissions'>,
  rights: readonly Permission[],
): void => {
  const missing = exceeding(held, rights);
  if (missing.length > 0) throw new KeyExceedsCaller(missing);
};

/** The earlier of two ends; null is never. */
export const earlier = (one: Instant | null, other: Instant | null): Instant | null => {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
};
