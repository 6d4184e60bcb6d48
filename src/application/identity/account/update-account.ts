import { followPerson } from '#application/identity/account/change-account.ts';
import type { MeView } from '#application/identity/account/get-me.ts';
import { meView } from '#application/identity/account/get-me.ts';
import { callingPerson, proveOwnPassword } from '#application/identity/account/own-account.ts';
import { requireAuthorityNow } from '#application/identity/current-authority.ts';
import type {
  Directory,
  IdentityRepositories,
  MailThrottle,
  PasswordHasher,
  Person,
  SignInThrottle,
} from '#application/identity/ports.ts';
import { attemptOf } from '#application/identity/sessions/sign-in.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { MailOutbox } from '#application/shared/mail.ts';
import type { ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantReads } from '#application/tenants/ports.ts';
import type { User } from '#domain/identity/user.ts';
import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { parseEmailAddress, parseName } from '#domain/shared/text.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly passwords: PasswordHasher;
  readonly signInThrottle: SignInThrottle;
  readonly mailThrottle: MailThrottle;
  readonly mails: MailOutbox;
  readonly reads: ReadAccess<TenantReads>;
}

export interface UpdateAccountInput {
  readonly name?: string | undefined;
  /** Counts once the link that is sent there has been followed. */
  readonly email?: string | undefined;
  /** Needed for another address: with it a password can be replaced. */
  readonly currentPassword?: string | undefined;
}

/**
 * Changes the caller's name, and has a link sent to the address that they want to have. Until it is
 * followed the old one stays; whether the new one is somebody else's shows only then.
 */
export class UpdateAccount implements UseCase<UpdateAccountInput, MeView> {
  readonly permission = 'account:manage' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue} `wrong_password` or `required` at `/currentPassword`, or a bad value.
   * @throws {SessionEnded | MembershipEnded | TooManyAttempts | VersionMismatch}
   */
  async execute(context: RequestContext, input: UpdateAccountInput): Promise<MeView> {
    const { directory, unitOfWork, mails, mailThrottle, reads } = this.#dependencies;
    const { name, email } = checkAll({
      name: () => (input.name === undefined ? undefined : parseName(input.name)),
      email: () => (input.email === undefined ? undefined : parseEmailAddress(input.email)),
    });
    // Before the password is proved, or a token of an ended session could guess it.
    await requireAuthorityNow(unitOfWork, context);
    const person = await callingPerson(directory, context);
    const wanted = email === person.user.facts.email ? undefined : email;
    if (wanted !== undefined) {
      await this.#prove(context, person.user, input.currentPassword);
      await mailThrottle.admit('address_proof', attemptOf(context, wanted));
    }

    const user = name === undefined ? person.user : await this.#rename(context, person, name);
    if (wanted !== undefined) await this.#ask(mails, user, wanted);
    return meView(reads, context, { user, tenants: person.tenants });
  }

  #rename(context: RequestContext, { user }: Person, name: string): Promise<User> {
    const { unitOfWork } = this.#dependencies;
    return unitOfWork.run(context, async (repositories, { realNow }) => {
      const renamed = user.rename(name, realNow);
      if (renamed === user) return user;
      const saved = await repositories.users.save(renamed);
      await followPerson(repositories, saved, realNow);
      return saved;
    });
  }

  async #prove(context: RequestContext, user: User, password: string | undefined): Promise<void> {
    if (password === undefined) {
      const told = 'Another address takes your password.';
      throw InvalidValue.because('required', told, '/currentPassword');
    }
    await proveOwnPassword(this.#dependencies, context, user, password);
  }

  #ask(mails: MailOutbox, { facts }: User, email: EmailAddress): Promise<void> {
    const { id: userId, version } = facts;
    return mails.add({ kind: 'address_proof', userId, email, version });
  }
}
