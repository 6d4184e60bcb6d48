import { requireAuthorityNow } from '#application/identity/current-authority.ts';
import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { SignedIn } from '#application/identity/sessions/session-starter.ts';
import type { TenantCreator } from '#application/identity/sign-up/tenant-creator.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { userIdOf } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantStartInput } from '#application/tenants/new-tenant.ts';
import { startReaders } from '#application/tenants/new-tenant.ts';
import { NoMembership, SignupClosed } from '#domain/identity/errors.ts';
import { checkAll } from '#domain/shared/check.ts';
import { parseName } from '#domain/shared/text.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly tenantCreator: TenantCreator;
  /** Whether anybody may create tenants here. */
  readonly signupOpen: boolean;
}

export interface CreateOwnTenantInput extends TenantStartInput {
  readonly name: string;
}

/** Creates another tenant for the caller, who is its first ADMIN and signed in there. */
export class CreateOwnTenant implements UseCase<CreateOwnTenantInput, SignedIn> {
  readonly permission = 'account:manage' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {SignupClosed | InvalidValue | NoMembership | SessionEnded | MembershipEnded} */
  async execute(context: RequestContext, input: CreateOwnTenantInput): Promise<SignedIn> {
    const { unitOfWork, tenantCreator, signupOpen } = this.#dependencies;
    if (!signupOpen) throw new SignupClosed();
    const newTenant = checkAll({ name: () => parseName(input.name), ...startReaders(input) });
    const userId = userIdOf(context);
    if (userId === null) throw new NoMembership();
    // The run that creates it is in the new tenant, so the caller's session is checked before.
    await requireAuthorityNow(unitOfWork, context);
    return tenantCreator.create(context, newTenant, { userId });
  }
}
