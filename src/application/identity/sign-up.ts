import type { IdentityRepositories, PasswordHasher } from '#application/identity/ports.ts';
import type { UserView } from '#application/identity/queries.ts';
import { userView } from '#application/identity/queries.ts';
import type { SessionStarter, Tokens } from '#application/identity/session-starter.ts';
import { contextOfMember } from '#application/identity/session-starter.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { Clock, IdGenerator, UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { SignupClosed } from '#domain/identity/errors.ts';
import { Membership } from '#domain/identity/membership.ts';
import { parsePassword } from '#domain/identity/password.ts';
import { User } from '#domain/identity/user.ts';
import { checkAll } from '#domain/shared/check.ts';
import { parseEmailAddress, parseName } from '#domain/shared/text.ts';
import { Tenant } from '#domain/tenants/tenant.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly passwords: PasswordHasher;
  readonly sessionStarter: SessionStarter;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  /** Whether strangers may found tenants here. */
  readonly signupOpen: boolean;
}

export interface SignUpInput {
  readonly tenantName: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The person, the tenant they are in now, and their tokens. */
export interface SignedIn extends Tokens {
  readonly tenant: TenantView;
  readonly user: UserView;
}

/** Founds a tenant; whoever does it is its first ADMIN, and signed in. */
export class SignUp implements OpenUseCase<SignUpInput, SignedIn> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {SignupClosed | InvalidValue | EmailTaken} */
  async execute(request: AnonymousContext, input: SignUpInput): Promise<SignedIn> {
    const { unitOfWork, passwords, sessionStarter, clock, ids, signupOpen } = this.#dependencies;
    if (!signupOpen) throw new SignupClosed();
    const { password, ...person } = checked(input);
    // Hashing is slow on purpose, so it is over before the transaction begins.
    const passwordHash = await passwords.hash(password);

    // Named before the run, because the context of the run names who acts, and where.
    const at = clock.now();
    const [tenantId, userId] = [ids.next('ten', at), ids.next('usr', at)];
    const [role, sessionId] = ['ADMIN', ids.next('ses', at)] as const;
    const context = contextOfMember(request, { tenantId, userId, role }, sessionId);

    return unitOfWork.run(context, async (repositories, run) => {
      const { now, realNow, nextId } = run;
      const founded = await repositories.tenants.save(
        Tenant.found(tenantId, person.tenantName, now),
      );
      const registered = User.register(userId, { ...person, passwordHash }, realNow);
      const user = await repositories.users.save(registered);
      const membership = Membership.join(nextId('mem'), user, role, realNow);
      const joined = await repositories.memberships.save(membership);
      const { session, secrets } = sessionStarter.begin(request, user, run, sessionId);
      await repositories.sessions.save(session);
      const tokens = await sessionStarter.tokens({ tenantId, session, role, secrets });
      return { tenant: tenantView(founded), user: userView(joined), ...tokens };
    });
  }
}

const checked = (input: SignUpInput) =>
  checkAll({
    tenantName: () => parseName(input.tenantName),
    name: () => parseName(input.name),
    email: () => parseEmailAddress(input.email),
    password: () => parsePassword(input.password),
  });
