import { newPassword } from '#application/identity/account/new-password.ts';
import { provesPassword } from '#application/identity/account/own-account.ts';
import type { InvitationProof } from '#application/identity/people/invitation-proof.ts';
import { proofOfInvitation } from '#application/identity/people/invitation-proof.ts';
import type {
  Directory,
  IdentityRepositories,
  LinkTokens,
  PasswordHasher,
  Secrets,
  SignInThrottle,
} from '#application/identity/ports.ts';
import { userView } from '#application/identity/queries.ts';
import type { SessionStarter, SignedIn } from '#application/identity/sessions/session-starter.ts';
import { contextOfToken } from '#application/identity/sessions/session-starter.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import { withoutIdempotency } from '#application/shared/idempotency.ts';
import type { Clock, Run, UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { InvalidCredentials, InvalidInvitation } from '#domain/identity/errors.ts';
import { Membership } from '#domain/identity/membership.ts';
import { User } from '#domain/identity/user.ts';
import { checkAll } from '#domain/shared/check.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { parseName } from '#domain/shared/text.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly passwords: PasswordHasher;
  readonly signInThrottle: SignInThrottle;
  readonly secrets: Secrets;
  readonly linkTokens: LinkTokens;
  readonly sessionStarter: SessionStarter;
  readonly clock: Clock;
}

export interface AcceptInvitationInput {
  /** The token that the inviter saw, or that of the link in the mail. */
  readonly token: string;
  /** For a new account. Who has one keeps the name that is there. */
  readonly name: string;
  /** The new account's, or the current one of an account that exists. */
  readonly password: string;
}

/** Who accepts, and who has their address without ever having proved that it is theirs. */
interface Accepting {
  readonly person: User | Parameters<typeof User.register>[1];
  readonly stranger: User | undefined;
}

/**
 * Takes up an invitation: makes the account where there is none, joins the tenant, signs in.
 *
 * The link of the mail proves the address. Somebody else's account that has the address unproven
 * gives it up then, and goes on without it.
 */
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
    const { unitOfWork, clock } = this.#dependencies;
    const proof = proofOfInvitation(this.#dependencies, input.token, clock.now());
    const context = contextOfToken(request, proof.tenantId);
    // Read once beforehand, because a password takes too long to hash inside a transaction.
    const { email } = await unitOfWork.run(
      withoutIdempotency(context),
      async ({ invitations }, { realNow }) =>
        proof.of(await invitations.find(proof.invitationId), realNow).facts,
    );
    const accepting = await this.#identify(request, { email, isMailed: proof.isMailed }, input);
    return this.#join(request, proof, accepting);
  }

  async #identify(
    request: AnonymousContext,
    invited: { readonly email: EmailAddress; readonly isMailed: boolean },
    input: AcceptInvitationInput,
  ): Promise<Accepting> {
    const { directory, passwords } = this.#dependencies;
    const { email, isMailed } = invited;
    const known = (await directory.findByEmail(email))?.user;
    if (known !== undefined) {
      const isTheirs = await provesPassword(this.#dependencies, request, known, input.password);
      if (isTheirs) return { person: known, stranger: undefined };
      const yields = isMailed && known.facts.emailVerifiedAt === null;
      if (!yields) throw new InvalidCredentials();
    }
    const { name, password } = checkAll({
      name: () => parseName(input.name),
      password: () => newPassword(passwords, input.password),
    });
    const passwordHash = await password.hash();
    const person = { email, name, passwordHash, isEmailVerified: isMailed };
    return { person, stranger: known };
  }

  async #join(
    request: AnonymousContext,
    proof: InvitationProof,
    accepting: Accepting,
  ): Promise<SignedIn> {
    const { unitOfWork, sessionStarter } = this.#dependencies;
    const { tenantId } = proof;

    const joining = unitOfWork.run(contextOfToken(request, tenantId), async (repositories, run) => {
      const { realNow: now, nextId } = run;
      const found = await repositories.invitations.find(proof.invitationId);
      const invitation = proof.of(found, now);
      const tenant = await repositories.tenants.find();
      if (tenant === undefined) throw new InvalidInvitation();
      const user = await enrol(repositories, accepting, proof, run);
      await repositories.invitations.delete(invitation.accept(user.facts.id, now));
      const { role } = invitation.facts;
      const { mode } = tenant.facts;
      const membership = Membership.join(nextId('mem'), user, role, now);
      const joined = await repositories.memberships.save(membership);
      const { session, secrets } = sessionStarter.begin(request, user, run);
      await repositories.sessions.save(session);
      const tokens = await sessionStarter.tokens({ tenantId, mode, session, role, secrets });
      return { tenant: tenantView(tenant), user: userView(joined), ...tokens };
    });
    return joining.catch((error: unknown) => {
      // Somebody took it up or withdrew it in the same moment.
      if (error instanceof VersionMismatch) throw new InvalidInvitation();
      throw error;
    });
  }
}

// The person as they are stored from here on. What was read of others before the run holds: their
// versions are asked for.
const enrol = async (
  { users }: Pick<IdentityRepositories, 'users'>,
  { person, stranger }: Accepting,
  { isMailed }: InvitationProof,
  { realNow, nextId }: Run,
): Promise<User> => {
  if (stranger !== undefined) await users.save(stranger.releaseEmail(realNow));
  if (!(person instanceof User)) return users.save(User.register(nextId('usr'), person, realNow));
  const proven = isMailed ? person.verifyEmail(realNow) : person;
  return proven === person ? person : users.save(proven);
};
