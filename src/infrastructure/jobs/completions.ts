/** One attempt at a job: with it goes the turn, so that who was given up settles no newer one. */
export interface Attempt {
  readonly id: string;
  readonly retryCount: number;
}

interface Waiting {
  readonly attempt: Attempt;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Completes attempts together: those that come while some are being completed go next, all at once.
 * Nobody waits for a batch to fill, and a busy queue commits once for many.
 */
export class Completions {
  readonly #complete: (attempts: Attempt[]) => Promise<unknown>;
  #waiting: Waiting[] = [];
  #isBusy = false;

  constructor(complete: (attempts: Attempt[]) => Promise<unknown>) {
    this.#complete = complete;
  }

  /** Settles when the attempt is completed, or could not be. */
  add(attempt: Attempt): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ attempt, resolve, reject });
      if (!this.#isBusy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#complete(batch.map(({ attempt }) => attempt));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isBusy = false;
  }
}
