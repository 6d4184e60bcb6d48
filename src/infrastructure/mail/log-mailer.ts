import type { Mail, Mailer } from '#application/shared/mail.ts';

/** Writes a line to the log. */
type Tell = (event: { readonly level: 'info' | 'warn'; readonly message: string }) => void;

/** Shows mails to whoever develops: their links are good, so no production writes them to a log. */
export class LogMailer implements Mailer {
  readonly #tell: Tell;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  async send({ to, subject, text }: Mail): Promise<void> {
    this.#tell({ level: 'info', message: `Mail to ${to}: ${subject}\n${text}` });
  }
}

/** Where there is no way to send mail: says that somebody did not get one, and not who or what. */
export class NoMailer implements Mailer {
  readonly #tell: Tell;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  async send({ subject }: Mail): Promise<void> {
    const message = `A mail was not sent, because SMTP_URL is not set: ${subject}`;
    this.#tell({ level: 'warn', message });
  }
}
