import type { Pool } from 'pg';
import { mailQueue } from '#application/identity/mail/mail-queue.ts';
import type { MailOrder, MailOutbox } from '#application/shared/mail.ts';
import { laneOfMail } from '#application/shared/mail.ts';
import type { JobSender } from '#infrastructure/jobs/job-sender.ts';

/** Mails to be sent, as jobs on PostgreSQL. */
export class JobMailOutbox implements MailOutbox {
  readonly #pool: Pool;
  readonly #sender: JobSender;
  readonly #failed: (error: unknown) => void;

  constructor(pool: Pool, sender: JobSender, failed: (error: unknown) => void) {
    this.#pool = pool;
    this.#sender = sender;
    this.#failed = failed;
  }

  async add(order: MailOrder): Promise<void> {
    try {
      await this.#sender.send(this.#pool, mailQueue, [{ lane: laneOfMail(order), data: order }]);
    } catch (error) {
      this.#failed(error);
    }
  }
}
