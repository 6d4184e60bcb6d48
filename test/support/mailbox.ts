import type { Mail, Mailer } from '#application/shared/mail.ts';
import { until } from './until.ts';

/** Takes every mail on, and hands it to the test. */
export class Mailbox implements Mailer {
  readonly mails: Mail[] = [];
  #failures = 0;

  async send(mail: Mail): Promise<void> {
    if (this.#failures > 0) {
      this.#failures -= 1;
      throw new Error('421 Try again later');
    }
    this.mails.push(mail);
  }

  /** Turns the next mails away, as a server does that is busy. */
  fail(times: number): void {
    this.#failures = times;
  }

  to(address: string): readonly Mail[] {
    return this.mails.filter(({ to }) => to === address);
  }

  /** The token of the newest link of a kind, once so many of it were sent to an address. */
  async token(address: string, subject: keyof typeof subjects, count = 1): Promise<string> {
    const found = () => this.to(address).filter((mail) => mail.subject === subjects[subject]);
    await until(async () => found().length >= count);
    return tokenIn(found().at(-1));
  }
}

const subjects = {
  reset: 'Choose a new password',
  proof: 'Confirm your e-mail address',
  invitation: 'You are invited',
} as const;

const tokenIn = (mail: Mail | undefined): string => {
  const token = /#token=(\S+)/.exec(mail?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`There is no link in: ${mail?.text}`);
  return token;
};
