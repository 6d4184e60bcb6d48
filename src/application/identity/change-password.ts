import { requireAuthorityNow } from '#application/identity/current-authority.ts';
import type {
  Directory,
  IdentityRepositories,
  LoginThrottle,
  PasswordHasher,
} from '#application/identity/ports.ts';
import { attemptOf } from '#application/identity/sign-in.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { userIdOf } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { MembershipEnded } from '#domain/identity/errors.ts';
import { parsePassword, preparePassword } from '#domain/identity/password.ts';
import type { User } from '#domain/identity/user.ts';
import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly passwords: PasswordHasher;
  readonly loginThrottle: LoginThrottle;
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
    const { newPassword } = checkAll({ newPassword: () => parsePassword(input.newPassword) });
    // Before the password is proved, or a token of an ended session could guess it.
    await requireAuthorityNow(unitOfWork, context);
    const userId = userIdOf(context);
    const person = userId === null ? undefined : await directory.find(userId);
    if (person === undefined) throw new MembershipEnded();
    await this.#prove(context, person.user, input.currentPassword);

    const passwordHash = await passwords.hash(newPassword);
    await unitOfWork.run(context, async ({ users, sessions }, { realNow }) => {
      const changed = person.user.changePassword(passwordHash, realNow);
      await users.save(changed);
      const { actor } = context;
      const sessionId = actor.kind === 'user' ? actor.sessionId : null;
      const session = sessionId === null ? undefined : await sessions.find(sessionId);
      if (session !== undefined) await sessions.save(session.adoptPassword(changed));
    });
  }

  async #prove(context: RequestContext, { facts }: User, password: string): Promise<void> {
    const { passwords, loginThrottle } = this.#dependencies;
    const attempt = attemptOf(context, facts.email);
    await loginThrottle.admit(attempt);
    const proven = await passwords.verify(preparePassword(password), facts.passwordHash);
    if (proven) return loginThrottle.succeeded(attempt);
    throw InvalidValue.because('wrong_password', 'This is not your password.', '/currentPassword');
  }
}
