import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { actorIdOf } from '#application/shared/context.ts';
import { InvalidApiKey } from '#domain/identity/errors.ts';
import type { Grantor, GrantorId } from '#domain/identity/rights.ts';
import { exceeding } from '#domain/identity/rights.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import type { Instant } from '#domain/shared/time.ts';

type Repositories = Pick<IdentityRepositories, 'apiKeys' | 'invitations'>;

/** The actor of a context as one who gives rights. @throws {InvalidApiKey} when the key is gone. */
export const grantorOf = async (
  context: RequestContext,
  { apiKeys }: Pick<Repositories, 'apiKeys'>,
): Promise<Grantor> => {
  const { actor, permissions } = context;
  const known = { name: actorIdOf(context), permissions };
  switch (actor.kind) {
    case 'user':
      return { ...known, id: actor.userId, expiresAt: null };
    case 'system':
      return { ...known, id: null, expiresAt: null };
    case 'apiKey': {
      const key = await apiKeys.find(actor.apiKeyId);
      if (key === undefined) throw new InvalidApiKey();
      return { ...known, id: actor.apiKeyId, expiresAt: key.facts.expiresAt };
    }
  }
};

/**
 * Ends what somebody gave and could not give any more with the rights that they hold from now on:
 * open invitations, API keys, and whatever those keys gave in turn.
 */
export const endGrantsOf = async (
  repositories: Repositories,
  grantor: GrantorId,
  held: ReadonlySet<Permission>,
  now: Instant,
): Promise<void> => {
  const { apiKeys, invitations } = repositories;
  for (const invitation of await invitations.grantedBy(grantor)) {
    const offered = permissionsOf[invitation.facts.role];
    if (exceeding(held, offered).length > 0) await invitations.delete(invitation.end(now));
  }
  for (const key of await apiKeys.grantedBy(grantor)) {
    if (exceeding(held, key.facts.permissions).length === 0) continue;
    await apiKeys.delete(key.end(now));
    await endGrantsOf(repositories, key.facts.id, nothing, now);
  }
};

const nothing: ReadonlySet<Permission> = new Set();

/** Hands what one key gave to another, or to whoever it stood on itself. */
export const handOver = async (
  { apiKeys, invitations }: Repositories,
  from: ApiKeyId,
  to: GrantorId | null,
): Promise<void> => {
  await apiKeys.handOver(from, to);
  await invitations.handOver(from, to);
};
