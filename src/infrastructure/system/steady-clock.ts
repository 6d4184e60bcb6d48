import type { Clock } from '#application/shared/ports.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';

/**
 * The machine's time when this was made, and what has passed since. It goes evenly: it does not
 * follow where the machine's clock is set. It may stand while the machine sleeps.
 */
export class SteadyClock implements Clock {
  readonly #beganAt = Date.now() - performance.now();

  now(): Instant {
    return instantOf(Math.floor(this.#beganAt + performance.now()));
  }
}
