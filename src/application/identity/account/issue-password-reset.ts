import type { LinkWriter } from '#application/identity/mail/link-writer.ts';
import type { Directory } from '#application/identity/ports.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { AccountNotFound } from '#domain/identity/errors.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailLengthMax, parseText } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly links: LinkWriter;
}

export interface IssuePasswordResetInput {
  readonly email: string;
}

/** A link that replaces a password, for whoever runs the installation to hand over. */
export interface IssuedLink {
  readonly token: string;
  readonly url: string;
  readonly expiresAt: Instant;
}

/** Makes the link of a password reset without any mail. For operators: nothing on a network. */
export class IssuePasswordReset implements OpenUseCase<IssuePasswordResetInput, IssuedLink> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | AccountNotFound} */
  async execute(_request: AnonymousContext, input: IssuePasswordResetInput): Promise<IssuedLink> {
    const { directory, links } = this.#dependencies;
    const { email } = checkAll({
      email: () => parseText(input.email, emailLengthMax) as EmailAddress,
    });
    const person = await directory.findByEmail(email);
    if (person === undefined) throw new AccountNotFound();
    return links.passwordReset(person.user, { isMailed: false });
  }
}
