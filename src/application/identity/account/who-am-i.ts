import type { Directory, IdentityReads } from '#application/identity/ports.ts';
import type { ApiKeyView } from '#application/identity/queries.ts';
import type { Actor, RequestContext } from '#application/shared/context.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantReads } from '#application/tenants/ports.ts';
import { InvalidApiKey, MembershipEnded } from '#domain/identity/errors.ts';
import type { TenantId, UserId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { permissions as allPermissions } from '#domain/shared/permissions.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';

interface Dependencies {
  readonly reads: ReadAccess<IdentityReads & TenantReads>;
  readonly directory: Directory;
}

/** Whose credential it was, where it leads, and what it may do. */
export interface CallerView {
  readonly kind: Actor['kind'];
  readonly tenant: {
    readonly id: TenantId;
    readonly name: string;
    readonly mode: TenantMode;
  };
  readonly permissions: readonly Permission[];
  readonly user: {
    readonly id: UserId;
    readonly email: EmailAddress;
    readonly name: string;
  } | null;
  readonly apiKey: ApiKeyView | null;
}

/** Shows the holder of any credential whose it is. */
export class WhoAmI implements UseCase<void, CallerView> {
  readonly permission = 'self:read' as const;
  readonly isRead = true as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {TenantNotFound | InvalidApiKey | MembershipEnded} where it has just ended. */
  async execute(context: RequestContext): Promise<CallerView> {
    const { actor, permissions: held } = context;
    const { reads } = this.#dependencies;
    const tenant = await reads.read(context, ({ tenants }) => tenants.find());
    if (tenant === undefined) throw new TenantNotFound();
    return {
      kind: actor.kind,
      tenant: { id: tenant.id, name: tenant.name, mode: tenant.mode },
      permissions: allPermissions.filter((each) => held.has(each)),
      user: actor.kind === 'user' ? await this.#user(actor.userId) : null,
      apiKey: actor.kind === 'apiKey' ? await this.#apiKey(context, actor.apiKeyId) : null,
    };
  }

  async #user(userId: UserId): Promise<CallerView['user']> {
    const person = await this.#dependencies.directory.find(userId);
    if (person === undefined) throw new MembershipEnded();
    const { id, email, name } = person.user.facts;
    return { id, email, name };
  }

  async #apiKey(context: RequestContext, apiKeyId: ApiKeyView['id']): Promise<ApiKeyView> {
    const { reads } = this.#dependencies;
    const key = await reads.read(context, ({ apiKeys }) => apiKeys.find(apiKeyId));
    if (key === undefined) throw new InvalidApiKey();
    return key;
  }
}
