import { changeAccount } from '#application/identity/account/change-account.ts';
import type { Directory, IdentityRepositories, LinkTokens } from '#application/identity/ports.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { MailOutbox } from '#application/shared/mail.ts';
import type { Clock, UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { InvalidLink } from '#domain/identity/errors.ts';
import { emailKey } from '#domain/shared/text.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly linkTokens: LinkTokens;
  readonly mails: MailOutbox;
  readonly clock: Clock;
}

export interface VerifyEmailInput {
  /** Of the link that was sent. */
  readonly token: string;
}

/**
 * Takes an address for proven: the person's own, or the one that they asked to have instead. A
 * changed address is announced to the one before.
 */
export class VerifyEmail implements OpenUseCase<VerifyEmailInput, void> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidLink | EmailTaken} */
  async execute(request: AnonymousContext, { token }: VerifyEmailInput): Promise<void> {
    const { directory, linkTokens, mails, clock } = this.#dependencies;
    const claims = linkTokens.open('address-proof', token, clock.now());
    const person = claims && (await directory.find(claims.userId));
    if (claims === undefined || person === undefined) throw new InvalidLink();
    const { email, version } = claims;
    const before = person.user.facts.email;

    await changeAccount(this.#dependencies, request, person, (user, now) => {
      if (version === null) {
        if (emailKey(user.facts.email) !== emailKey(email)) throw new InvalidLink();
        return user.verifyEmail(now);
      }
      // Whatever happened to the account since, another password above all, voids the request.
      if (user.facts.version !== version) throw new InvalidLink();
      return user.changeEmail(email, now);
    });
    if (version !== null) await mails.add({ kind: 'address_changed', email: before, to: email });
  }
}
