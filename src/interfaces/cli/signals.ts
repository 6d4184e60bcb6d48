import { constants } from 'node:os';

/** Somebody asked the process to end before it was done. */
export class StoppedBySignal extends Error {
  override readonly name = 'StoppedBySignal';
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`Stopped by ${signal}.`);
    this.signal = signal;
  }

  /** As a shell reports a program that a signal ended. */
  get exitCode(): number {
    return 128 + constants.signals[this.signal];
  }
}

/** A request to stop, which may come at any time. */
export interface Stopping {
  /** Aborted with {@link StoppedBySignal} when the request comes. */
  readonly signal: AbortSignal;
  /** Resolves when it has come. */
  readonly wished: Promise<StoppedBySignal>;
  /** Rejects when it has come: to race with work that need not be finished. */
  readonly interrupted: Promise<never>;
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

// One Ctrl-C comes twice: the terminal sends it to the whole process group, and npm passes on what
// it gets. Only a second request that comes later than this is another one.
const sameWishMilliseconds = 1000;

/**
 * Receives the signals that ask a process to end, from now on. The first asks to stop; another, a
 * second later or more, ends the process at once.
 */
export const listenForSignals = (): Stopping => {
  const controller = new AbortController();
  const { signal } = controller;
  const wish = Promise.withResolvers<StoppedBySignal>();
  const interruption = Promise.withResolvers<never>();
  interruption.promise.catch(() => undefined);
  let wishedAt: number | undefined;
  for (const name of stopSignals) {
    process.on(name, () => {
      const stopped = new StoppedBySignal(name);
      if (wishedAt === undefined) {
        wishedAt = performance.now();
        controller.abort(stopped);
        wish.resolve(stopped);
        interruption.reject(stopped);
      } else if (performance.now() - wishedAt >= sameWishMilliseconds) {
        process.exit(stopped.exitCode);
      }
    });
  }
  return { signal, wished: wish.promise, interrupted: interruption.promise };
};
