import { formatOpaqueToken } from '#application/identity/opaque-token.ts';
import { grantorOf } from '#application/identity/people/grants.ts';
import type { IssuedInvitation } from '#application/identity/people/invite-user.ts';
import type { IdentityRepositories, Secrets } from '#application/identity/ports.ts';
import { invitationView } from '#application/identity/queries.ts';
import { operatorContext } from '#application/operations/operator-context.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { Clock, IdGenerator, UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import type { TenantStartInput } from '#application/tenants/new-tenant.ts';
import { startReaders, storeNewTenant } from '#application/tenants/new-tenant.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { Invitation } from '#domain/identity/invitation.ts';
import { checkAll } from '#domain/shared/check.ts';
import { parseEmailAddress, parseName } from '#domain/shared/text.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

export interface CreateTenantInput extends TenantStartInput {
  readonly tenantName: string;
  /** Whose e-mail address the first ADMIN has. */
  readonly email: string;
}

/** The tenant, and the invitation of its first ADMIN with its token. */
export interface CreatedTenant extends Omit<IssuedInvitation, 'isMailed'> {
  readonly tenant: TenantView;
}

export type CreateTenantUseCase = OpenUseCase<CreateTenantInput, CreatedTenant>;

/**
 * Creates a tenant for somebody else and invites them as its first ADMIN: for the operator, also
 * where sign-up is closed. Their password is theirs alone, they choose it when they accept.
 */
export class CreateTenant implements CreateTenantUseCase {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} */
  async execute(request: AnonymousContext, input: CreateTenantInput): Promise<CreatedTenant> {
    const { unitOfWork, secrets, clock, ids } = this.#dependencies;
    const { tenantName, email, ...start } = checkAll({
      tenantName: () => parseName(input.tenantName),
      email: () => parseEmailAddress(input.email),
      ...startReaders(input),
    });
    const secret = secrets.next();
    const tenantId = ids.next('ten', clock.now());
    const context = { ...operatorContext(tenantId, request.requestId), mode: start.mode };

    return unitOfWork.run(context, async (repositories, { realNow: now, nextId }) => {
      const { invitations } = repositories;
      const newTenant = { name: tenantName, ...start };
      const tenant = await storeNewTenant(repositories, newTenant, { tenantId, realNow: now });
      const inviter = await grantorOf(context, repositories);
      const by = { inviter, secretHash: secrets.hash(secret) };
      const offer = { email, role: 'ADMIN' } as const;
      const issued = await invitations.save(Invitation.issue(nextId('ivt'), offer, by, now));
      const recordId = issued.facts.id;
      const token = formatOpaqueToken('ivt', { tenantId, recordId, secret });
      return { tenant: tenantView(tenant), invitation: invitationView(issued), token };
    });
  }
}
