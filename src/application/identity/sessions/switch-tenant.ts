import { requireAuthorityNow } from '#application/identity/current-authority.ts';
import type { IdentityRepositories } from '#application/identity/ports.ts';
import { userView } from '#application/identity/queries.ts';
import type { SessionStarter, SignedIn } from '#application/identity/sessions/session-starter.ts';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { userIdOf } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { NoMembership } from '#domain/identity/errors.ts';
import type { TenantId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly sessionStarter: SessionStarter;
}

export interface SwitchTenantInput {
  readonly tenantId: TenantId;
}

/** Opens a second session, in another tenant of the same person. The first goes on. */
export class SwitchTenant implements UseCase<SwitchTenantInput, SignedIn> {
  readonly permission = 'account:manage' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {NoMembership} when the caller is no member there, or nobody lives there.
   * @throws {SessionEnded | MembershipEnded} when the caller's own session is over.
   */
  async execute(context: RequestContext, { tenantId }: SwitchTenantInput): Promise<SignedIn> {
    const { unitOfWork, sessionStarter } = this.#dependencies;
    const userId = userIdOf(context);
    if (userId === null) throw new NoMembership();
    // A new session may outlive the access token by far, and is begun in another tenant's run.
    await requireAuthorityNow(unitOfWork, context);

    // The role is known only once the membership is read, so the guest enters with the least.
    const guest = contextOfMember(context, { tenantId, userId, role: 'USER' }, null);
    return unitOfWork.run(guest, async (repositories, run) => {
      const tenant = await repositories.tenants.find();
      const membership = await repositories.memberships.findByUser(userId);
      const user = await repositories.users.find(userId);
      if (tenant === undefined || membership === undefined || user === undefined) {
        throw new NoMembership();
      }
      const { session, secrets } = sessionStarter.begin(context, user, run);
      await repositories.sessions.save(session);
      const { role } = membership.facts;
      const tokens = await sessionStarter.tokens({
        tenantId,
        mode: tenant.facts.mode,
        session,
        role,
        secrets,
      });
      return { tenant: tenantView(tenant), user: userView(membership), ...tokens };
    });
  }
}
