import type { Transporter } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { Mail, Mailer } from '#application/shared/mail.ts';

// A worker gives a job up after 45 seconds: by then it is known whether the mail was taken on.
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Hands mails to an SMTP server (RFC 5321) by nodemailer. */
export class SmtpMailer implements Mailer {
  readonly #transport: Transporter;
  readonly #from: string;

  /** @param url `smtp://user:password@host:587`, or `smtps://…` where TLS comes first */
  constructor({ url, from }: { readonly url: string; readonly from: string }) {
    this.#transport = createTransport({ url, ...timeouts });
    this.#from = from;
  }

  async send({ to, subject, text }: Mail): Promise<void> {
    // As an object, so that an address is never read as a list of them.
    const mail = { from: this.#from, to: { name: '', address: to }, subject, text };
    await this.#transport.sendMail({
      ...mail,
      // Nobody's holiday answers this (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}
