import type {
  Attempt,
  Directory,
  IdentityRepositories,
  PasswordHasher,
  Person,
  SignInThrottle,
} from '#application/identity/ports.ts';
import { userView } from '#application/identity/queries.ts';
import type { SessionStarter, SignedIn } from '#application/identity/sessions/session-starter.ts';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { Clock, IdGenerator, UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { tenantView } from '#application/tenants/queries.ts';
import type { TenantChoice } from '#domain/identity/errors.ts';
import { InvalidCredentials, NoMembership, TenantRequired } from '#domain/identity/errors.ts';
import { preparePassword } from '#domain/identity/password.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey, emailLengthMax, parseText } from '#domain/shared/text.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly passwords: PasswordHasher;
  readonly signInThrottle: SignInThrottle;
  readonly sessionStarter: SessionStarter;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Needed by people who are members of several tenants. */
  readonly tenantId?: TenantId | undefined;
}

/** Lets a person in by e-mail address and password. */
export class SignIn implements OpenUseCase<SignInInput, SignedIn> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | TooManyAttempts | InvalidCredentials | NoMembership | TenantRequired}
   */
  async execute(request: AnonymousContext, input: SignInInput): Promise<SignedIn> {
    const { directory, passwords, signInThrottle } = this.#dependencies;
    // Looked for as it is written: who has an account gets in, whatever is asked of new addresses.
    const { email } = checkAll({
      email: () => parseText(input.email, emailLengthMax) as EmailAddress,
    });
    const attempt = attemptOf(request, email);
    await signInThrottle.admit(attempt);
    const person = await directory.findByEmail(email);
    // Verified for strangers too, so that the time reveals no account.
    const proven = await passwords.verify(
      preparePassword(input.password),
      person?.user.facts.passwordHash,
    );
    if (person === undefined || !proven) throw new InvalidCredentials();
    await signInThrottle.succeeded(attempt);
    return this.#enter(request, person, choose(person.tenants, input.tenantId));
  }

  async #enter(request: AnonymousContext, person: Person, choice: TenantChoice): Promise<SignedIn> {
    const { unitOfWork, sessionStarter, clock, ids } = this.#dependencies;
    const userId = person.user.facts.id;
    const { id: tenantId, role } = choice;
    // Named before the run, because the context of the run names who acts.
    const sessionId = ids.next('ses', clock.now());
    const context = contextOfMember(request, { tenantId, userId, role }, sessionId);

    return unitOfWork.run(context, async (repositories, run) => {
      const tenant = await repositories.tenants.find();
      const membership = await repositories.memberships.findByUser(userId);
      if (tenant === undefined || membership === undefined) throw new NoMembership();
      const { session, secrets } = sessionStarter.begin(request, person.user, run, sessionId);
      await repositories.sessions.save(session);
      const { mode } = tenant.facts;
      const holder = { tenantId, mode, session, role: membership.facts.role, secrets };
      const tokens = await sessionStarter.tokens(holder);
      return { tenant: tenantView(tenant), user: userView(membership), ...tokens };
    });
  }
}

const choose = (tenants: readonly TenantChoice[], wanted: TenantId | undefined): TenantChoice => {
  const fitting = wanted === undefined ? tenants : tenants.filter(({ id }) => id === wanted);
  const [choice] = fitting;
  if (choice === undefined) throw new NoMembership();
  if (fitting.length > 1) throw new TenantRequired(tenants);
  return choice;
};

/** The key that the throttle counts by. */
export const attemptOf = ({ client }: AnonymousContext, email: EmailAddress): Attempt => ({
  account: emailKey(email),
  address: client?.address ?? null,
});
