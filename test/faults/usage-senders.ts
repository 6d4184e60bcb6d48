import { setTimeout as delay } from 'node:timers/promises';
import { eventOf } from './sent-usage.ts';

/** The outcome of a batch that was answered with 200. */
interface Recorded {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly results: readonly { readonly outcome: string; readonly code?: string }[];
}

/**
 * Send the first so many events in batches, side by side. A batch that is not answered is sent
 * again, with the same ids, until it is. The answer to every tenth batch is lost on its way, so
 * that it is sent again although it was stored.
 */
export class UsageSenders {
  readonly #events: number;
  readonly #batch: number;
  readonly #send: (body: object) => Promise<Response>;
  readonly #waiting: { readonly answered: number; readonly reached: () => void }[] = [];
  #next = 0;
  /** Events in batches that were answered. */
  answered = 0;
  accepted = 0;
  duplicates = 0;
  /** How often a batch was sent in vain. */
  unanswered = 0;
  /** Answers that nobody should get: other statuses than 200 and 503, and other payloads. */
  readonly stray = new Set<string>();

  constructor(
    size: { readonly events: number; readonly batch: number },
    send: (body: object) => Promise<Response>,
  ) {
    this.#events = size.events;
    this.#batch = size.batch;
    this.#send = send;
  }

  async run(senders: number): Promise<void> {
    await Promise.all(Array.from({ length: senders }, () => this.#sendAll()));
  }

  /** Resolves at once when so many events were answered. */
  untilAnswered(answered: number): Promise<void> {
    if (this.answered >= answered) return Promise.resolve();
    return new Promise((reached) => {
      this.#waiting.push({ answered, reached });
    });
  }

  async #sendAll(): Promise<void> {
    while (this.#next < this.#events) {
      const first = this.#next;
      const count = Math.min(this.#batch, this.#events - first);
      this.#next += count;
      const events = Array.from({ length: count }, (_, index) => eventOf(first + index));
      const isLost = (first / this.#batch) % 10 === 0;
      if (isLost) this.#note(await this.#answerTo({ events }));
      this.#note(await this.#answerTo({ events }));
      this.#tellOf(count);
    }
  }

  async #answerTo(body: object): Promise<Recorded> {
    for (;;) {
      try {
        const response = await this.#send(body);
        if (response.status === 200) return (await response.json()) as Recorded;
        if (response.status !== 503) this.stray.add(`${response.status} ${await response.text()}`);
      } catch {
        // Nobody listens, or who did was killed.
      }
      this.unanswered += 1;
      await delay(50);
    }
  }

  #note({ accepted, duplicates, refused, results }: Recorded): void {
    this.accepted += accepted;
    this.duplicates += duplicates;
    if (refused > 0) this.stray.add('refused');
    for (const { outcome, code } of results) {
      if (outcome === 'duplicate' && code !== 'same_payload') this.stray.add(String(code));
    }
  }

  #tellOf(count: number): void {
    this.answered += count;
    for (const { answered, reached } of this.#waiting) {
      if (this.answered >= answered) reached();
    }
  }
}
