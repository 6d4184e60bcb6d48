import { callingPerson } from '#application/identity/account/own-account.ts';
import type { Directory, Person } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantReads } from '#application/tenants/ports.ts';
import type { TenantChoice } from '#domain/identity/errors.ts';
import { MembershipEnded } from '#domain/identity/errors.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { permissions as allPermissions } from '#domain/shared/permissions.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { TimeZone } from '#domain/shared/time.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly reads: ReadAccess<TenantReads>;
}

/** The tenant that the caller is in now: their place there, and how it counts and bills. */
export interface OwnTenant extends TenantChoice {
  readonly mode: TenantMode;
  readonly timeZone: TimeZone;
  readonly defaultCurrency: CurrencyCode;
}

/** Who the caller is, where they are now, what they may do there, and where they may switch to. */
export interface MeView {
  readonly user: {
    readonly id: UserId;
    readonly email: EmailAddress;
    readonly isEmailVerified: boolean;
    readonly name: string;
  };
  readonly tenant: OwnTenant;
  /** Of the credential that asks: what the next request may do. */
  readonly permissions: readonly Permission[];
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
    const { directory, reads } = this.#dependencies;
    return meView(reads, context, await callingPerson(directory, context));
  }
}

/** A person as they see themselves. @throws {MembershipEnded} */
export const meView = async (
  reads: ReadAccess<TenantReads>,
  context: RequestContext,
  { user, tenants }: Person,
): Promise<MeView> => {
  const choice = tenants.find(({ id: each }) => each === context.tenantId);
  const tenant = choice && (await reads.read(context, ({ tenants: all }) => all.find()));
  if (choice === undefined || tenant === undefined) throw new MembershipEnded();
  const { mode, timeZone, defaultCurrency } = tenant;
  const { id, email, emailVerifiedAt, name } = user.facts;
  return {
    user: { id, email, isEmailVerified: emailVerifiedAt !== null, name },
    tenant: { ...choice, mode, timeZone, defaultCurrency },
    permissions: allPermissions.filter((each) => context.permissions.has(each)),
    tenants,
  };
};
