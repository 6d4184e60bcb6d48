import type { MailThrottle } from '#application/identity/ports.ts';
import { attemptOf } from '#application/identity/sessions/sign-in.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { MailOutbox } from '#application/shared/mail.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailLengthMax, parseText } from '#domain/shared/text.ts';

interface Dependencies {
  readonly mails: MailOutbox;
  readonly mailThrottle: MailThrottle;
}

export interface PasswordResetRequestInput {
  readonly email: string;
}

/**
 * Has a link sent with which a forgotten password is replaced. Whether there is such an account is
 * looked up by whoever writes the mail, so neither the response nor its time reveals anything.
 */
export class RequestPasswordReset implements OpenUseCase<PasswordResetRequestInput, void> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | TooManyAttempts} */
  async execute(request: AnonymousContext, input: PasswordResetRequestInput): Promise<void> {
    const { mails, mailThrottle } = this.#dependencies;
    // Looked for as it is written, as at signing in.
    const { email } = checkAll({
      email: () => parseText(input.email, emailLengthMax) as EmailAddress,
    });
    await mailThrottle.admit('password_reset', attemptOf(request, email));
    await mails.add({ kind: 'password_reset', email });
  }
}
