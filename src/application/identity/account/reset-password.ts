import { changeAccount } from '#application/identity/account/change-account.ts';
import { newPassword } from '#application/identity/account/new-password.ts';
import type {
  Directory,
  IdentityRepositories,
  LinkClaims,
  LinkTokens,
  PasswordHasher,
} from '#application/identity/ports.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { MailOutbox } from '#application/shared/mail.ts';
import type { Clock, UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { InvalidLink } from '#domain/identity/errors.ts';
import type { User } from '#domain/identity/user.ts';
import { checkAll } from '#domain/shared/check.ts';
import { emailKey } from '#domain/shared/text.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly passwords: PasswordHasher;
  readonly linkTokens: LinkTokens;
  readonly mails: MailOutbox;
  readonly clock: Clock;
}

export interface ResetPasswordInput {
  /** Of the link that was sent. */
  readonly token: string;
  readonly newPassword: string;
}

/** Replaces a forgotten password. Every session of the person ends, in every tenant. */
export class ResetPassword implements OpenUseCase<ResetPasswordInput, void> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | InvalidLink} */
  async execute(request: AnonymousContext, input: ResetPasswordInput): Promise<void> {
    const { directory, passwords, linkTokens, mails, clock } = this.#dependencies;
    const claims = linkTokens.open('password-reset', input.token, clock.now());
    if (claims === undefined) throw new InvalidLink();
    const chosen = checkAll({ newPassword: () => newPassword(passwords, input.newPassword) });
    const person = await directory.find(claims.userId);
    // Asked before too, because hashing is slow on purpose: a link that has served costs nothing.
    if (person === undefined || !isGood(claims, person.user)) throw new InvalidLink();
    const passwordHash = await chosen.newPassword.hash();
    const { facts } = await changeAccount(this.#dependencies, request, person, (user, now) => {
      if (!isGood(claims, user)) throw new InvalidLink();
      // Who got the link has shown that the mailbox is theirs.
      const proven = claims.isMailed ? user.verifyEmail(now) : user;
      return proven.changePassword(passwordHash, now);
    });
    await mails.add({ kind: 'password_changed', email: facts.email });
  }
}

// Once, because every new password has another version; and not after the address is another.
const isGood = (
  { email, passwordVersion }: LinkClaims['password-reset'],
  { facts }: User,
): boolean =>
  facts.passwordVersion === passwordVersion && emailKey(facts.email) === emailKey(email);
