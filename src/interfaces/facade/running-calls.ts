import { DomainError, refusal } from '#domain/shared/errors.ts';

/** The instance was closed. Whatever still holds it has outlived it: create another. */
export class BillingClosed extends refusal(
  'unavailable',
  'billing_closed',
  'This billing was closed and takes no more calls: create another with createBilling.',
) {}

/** The storage could not be opened, or an option is no good. The cause says it in its own words. */
export class BillingNotOpened extends DomainError {
  static readonly kind = 'unavailable';
  static readonly code = 'billing_not_opened';
  readonly kind = BillingNotOpened.kind;
  readonly code = BillingNotOpened.code;

  constructor(cause: unknown) {
    super(`Billing could not be opened: ${reasonOf(cause)}`);
    this.cause = cause;
  }
}

// Node says of a refused connection to several addresses only which codes there were.
const reasonOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
};

/** Tracks all calls, so that closing can refuse new ones and wait for those that run. */
export class RunningCalls {
  readonly #inside = new Set<Promise<unknown>>();
  readonly #close: () => Promise<void>;
  #closing: Promise<void> | undefined;

  /** @param close what remains to be done once nobody is inside */
  constructor(close: () => Promise<void>) {
    this.#close = close;
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** @throws {BillingClosed} */
  async pass<Result>(call: () => Promise<Result>): Promise<Result> {
    if (this.isClosed) throw new BillingClosed();
    const running = call();
    this.#inside.add(running);
    try {
      return await running;
    } finally {
      this.#inside.delete(running);
    }
  }

  /** Resolves when everybody is out and all is put away; the same for all who ask. */
  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#inside).then(() => this.#close());
    return this.#closing;
  }
}
