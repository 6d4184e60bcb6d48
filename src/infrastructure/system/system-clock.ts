import type { Clock } from '#application/shared/ports.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The machine's clock. A step back of the machine's time is waited out, not passed on. */
export class SystemClock implements Clock {
  #latest = 0;

  now(): Instant {
    this.#latest = Math.max(this.#latest, Date.now());
    return this.#latest as Instant;
  }
}
