import { callingPerson } from '#application/identity/own-account.ts';
import type { Directory, Person } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantChoice } from '#domain/identity/errors.ts';
import { MembershipEnded } from '#domain/identity/errors.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';

interface Dependencies {
  readonly directory: Directory;
}

/** Who the caller is, where they are now, and where they may switch to. */
export interface MeView {
  readonly user: {
    readonly id: UserId;
    readonly email: EmailAddress;
    readonly isEmailVerified: boolean;
    readonly name: string;
  };
  readonly tenant: TenantChoice;
  readonly tenants: readonly TenantChoice[];
}

/** Shows the caller who they are. */
export class GetMe implements UseCase<void, MeView> {
  readonly permission = 'account:manage' as const;
  readonly isRead = true as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {MembershipEnded} */
  async execute(context: RequestContext): Promise<MeView> {
    return meView(context, await callingPerson(this.#dependencies.directory, context));
  }
}

/** A person as they see themselves. @throws {MembershipEnded} */
export const meView = ({ tenantId }: RequestContext, { user, tenants }: Person): MeView => {
  const tenant = tenants.find(({ id: each }) => each === tenantId);
  if (tenant === undefined) throw new MembershipEnded();
  const { id, email, emailVerifiedAt, name } = user.facts;
  return { user: { id, email, isEmailVerified: emailVerifiedAt !== null, name }, tenant, tenants };
};
