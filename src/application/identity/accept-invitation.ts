import type { OpaqueToken } from '#application/identity/opaque-token.ts';
import { parseOpaqueToken } from '#application/identity/opaque-token.ts';
import type {
  Directory,
  IdentityRepositories,
  LoginThrottle,
  PasswordHasher,
  Secrets,
} from '#application/identity/ports.ts';
import { userView } from '#application/identity/queries.ts';
import type { SessionStarter } from '#application/identity/session-starter.ts';
import { contextOfToken } from '#application/identity/session-starter.ts';
import { attemptOf } from '#application/identity/sign-in.ts';
import type { SignedIn } from '#application/identity/sign-up.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import { unclaimed } from '#application/shared/idempotency.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { InvalidCredentials, InvalidInvitation } from '#domain/identity/errors.ts';
import type { Invitation } from '#domain/identity/invitation.ts';
import { Membership } from '#domain/identity/membership.ts';
import { parsePassword, preparePassword } from '#domain/identity/password.ts';
import { User } from '#domain/identity/user.ts';
import { checkAll } from '#domain/shared/check.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { parseName } from '#domain/shared/text.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly passwords: PasswordHasher;
  readonly loginThrottle: LoginThrottle;
  readonly secrets: Secrets;
  readonly sessionStarter: SessionStarter;
}

export interface AcceptInvitationInput {
  readonly token: string;
  /** For a new account. Who has one keeps the name that is there. */
  readonly name: string;
  /** The new account's, or the current one of an account that exists. */
  readonly password: string;
}

/** A person who has no account yet, their password hashed. */
type NewPerson = Parameters<typeof User.register>[1];

/** Takes up an invitation: makes the account where there is none, joins the tenant, signs in. */
export class AcceptInvitation implements OpenUseCase<AcceptInvitationInput, SignedIn> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | InvalidInvitation | TooManyAttempts | InvalidCredentials |
   *   AlreadyMember | EmailTaken}
   */
  async execute(request: AnonymousContext, input: AcceptInvitationInput): Promise<SignedIn> {
    const token = parseOpaqueToken('ivt', input.token);
    if (token === undefined) throw new InvalidInvitation();
    const context = contextOfToken(request, token.tenantId);
    const { unitOfWork } = this.#dependencies;
    // Read once beforehand, because a password takes too long to hash inside a transaction.
    const { email } = await unitOfWork.run(unclaimed(context), async ({ invitations }) => {
      const invitation = await invitations.find(token.recordId);
      return this.#proven(invitation, token).facts;
    });
    const person = await this.#identify(request, email, input);
    return this.#join(request, token, person);
  }

  #proven(invitation: Invitation | undefined, token: OpaqueToken<'ivt'>): Invitation {
    const { secrets } = this.#dependencies;
    if (invitation === undefined) throw new InvalidInvitation();
    if (!secrets.matches(token.secret, invitation.secretHash)) throw new InvalidInvitation();
    return invitation;
  }

  async #identify(
    request: AnonymousContext,
    email: EmailAddress,
    input: AcceptInvitationInput,
  ): Promise<User | NewPerson> {
    const { directory, passwords } = this.#dependencies;
    const person = await directory.findByEmail(email);
    if (person !== undefined) {
      await this.#prove(request, person.user, input.password);
      return person.user;
    }
    const { name, password } = checkAll({
      name: () => parseName(input.name),
      password: () => parsePassword(input.password),
    });
    return { email, name, passwordHash: await passwords.hash(password) };
  }

  async #prove(request: AnonymousContext, { facts }: User, password: string): Promise<void> {
    const { passwords, loginThrottle } = this.#dependencies;
    const attempt = attemptOf(request, facts.email);
    await loginThrottle.admit(attempt);
    const proven = await passwords.verify(preparePassword(password), facts.passwordHash);
    if (!proven) throw new InvalidCredentials();
    await loginThrottle.succeeded(attempt);
  }

  async #join(
    request: AnonymousContext,
    token: OpaqueToken<'ivt'>,
    person: User | NewPerson,
  ): Promise<SignedIn> {
    const { unitOfWork, sessionStarter } = this.#dependencies;
    const { tenantId } = token;

    const joining = unitOfWork.run(contextOfToken(request, tenantId), async (repositories, run) => {
      const { realNow: now, nextId } = run;
      const invitation = this.#proven(await repositories.invitations.find(token.recordId), token);
      const tenant = await repositories.tenants.find();
      if (tenant === undefined) throw new InvalidInvitation();
      const user = person instanceof User ? person : User.register(nextId('usr'), person, now);
      await repositories.invitations.remove(invitation.accept(user.facts.id, now));
      const registered = user.facts.version === 0 ? await repositories.users.save(user) : user;
      const { role } = invitation.facts;
      const membership = Membership.join(nextId('mem'), registered, role, now);
      const joined = await repositories.memberships.save(membership);
      const { session, secrets } = sessionStarter.begin(request, registered, run);
      await repositories.sessions.save(session);
      const holder = { tenantId, session, role, secrets };
      const tokens = await sessionStarter.tokens(holder);
      return { tenant: tenantView(tenant), user: userView(joined), ...tokens };
    });
    return joining.catch((error: unknown) => {
      // Somebody took it up or withdrew it in the same moment.
      if (error instanceof VersionMismatch) throw new InvalidInvitation();
      throw error;
    });
  }
}
