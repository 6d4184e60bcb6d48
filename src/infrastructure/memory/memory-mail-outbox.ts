import { randomUUID } from 'node:crypto';
import { mailQueue } from '#application/identity/mail/mail-queue.ts';
import type { MailOrder, MailOutbox } from '#application/shared/mail.ts';
import { laneOfMail } from '#application/shared/mail.ts';
import type { MemoryStore } from '#infrastructure/memory/memory-store.ts';

/** Mails to be sent, in memory: they live as long as the process. */
export class MemoryMailOutbox implements MailOutbox {
  readonly #store: MemoryStore;
  readonly #now: () => number;

  /** @param now milliseconds since 1970, as the use cases have it */
  constructor(store: MemoryStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  async add(order: MailOrder): Promise<void> {
    this.#store.enqueue({
      id: randomUUID(),
      queue: mailQueue,
      data: order,
      lane: laneOfMail(order),
      dueAt: this.#now(),
      tries: 0,
      error: null,
    });
  }
}
