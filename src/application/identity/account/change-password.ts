import { newPassword } from '#application/identity/account/new-password.ts';
import { callingPerson, proveOwnPassword } from '#application/identity/account/own-account.ts';
import { requireAuthorityNow } from '#application/identity/current-authority.ts';
import type {
  Directory,
  IdentityRepositories,
  PasswordHasher,
  SignInThrottle,
} from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { checkAll } from '#domain/shared/check.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly passwords: PasswordHasher;
  readonly signInThrottle: SignInThrottle;
}

export interface ChangePasswordInput {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** Changes the caller's password. Every other session of theirs ends, in every tenant. */
export class ChangePassword implements UseCase<ChangePasswordInput, void> {
  readonly permission = 'account:manage' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue} `wrong_password` at `/currentPassword`, or a new one that is no good.
   * @throws {SessionEnded | MembershipEnded | TooManyAttempts}
   */
  async execute(context: RequestContext, input: ChangePasswordInput): Promise<void> {
    const { directory, unitOfWork, passwords } = this.#dependencies;
    const chosen = checkAll({ newPassword: () => newPassword(passwords, input.newPassword) });
    // Before the password is proved, or a token of an ended session could guess it.
    await requireAuthorityNow(unitOfWork, context);
    const { user } = await callingPerson(directory, context);
    await proveOwnPassword(this.#dependencies, context, user, input.currentPassword);

    const passwordHash = await chosen.newPassword.hash();
    await unitOfWork.run(context, async ({ users, sessions }, { realNow }) => {
      const changed = user.changePassword(passwordHash, realNow);
      await users.save(changed);
      const { actor } = context;
      const sessionId = actor.kind === 'user' ? actor.sessionId : null;
      const session = sessionId === null ? undefined : await sessions.find(sessionId);
      if (session !== undefined) await sessions.save(session.adoptPassword(changed));
    });
  }
}
