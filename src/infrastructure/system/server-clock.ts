import type { Clock } from '#application/shared/ports.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';

/** One look at the server's clock, in milliseconds: when it was asked for, and when it came. */
export interface ClockReading {
  readonly askedAt: number;
  readonly respondedAt: number;
  readonly serverTime: number;
}

const freshMilliseconds = 30_000;
// In place of the instant of a comparison: none is wanted.
const trusts = Infinity;

/**
 * The time of a server, told by the process's clock and its offset from the server's. Processes on
 * machines whose clocks differ agree on it, within half a round trip.
 *
 * The server's time comes along with statements that are sent anyway. Of the readings of half a
 * minute the one with the shortest round trip counts, since it is off by half of that at most.
 */
export class ServerClock implements Clock {
  readonly #clock: Clock;
  #offset = 0;
  #roundTrip = Infinity;
  #readAt = -Infinity;
  #latest = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A clock that is right as it is: it is never compared with the server's. */
  static trusting(clock: Clock): ServerClock {
    const trusted = new ServerClock(clock);
    trusted.#readAt = trusts;
    return trusted;
  }

  /** Whether it was compared with the server's at all. */
  get isKnown(): boolean {
    return this.#readAt !== -Infinity;
  }

  /** Whether it is time to compare it again. */
  get isStale(): boolean {
    return this.#clock.now() - this.#readAt > freshMilliseconds;
  }

  observe({ askedAt, respondedAt, serverTime }: ClockReading): void {
    if (this.#readAt === trusts) return;
    const roundTrip = respondedAt - askedAt;
    if (!this.isStale && roundTrip > this.#roundTrip) return;
    this.#offset = Math.round(serverTime - (askedAt + respondedAt) / 2);
    this.#roundTrip = roundTrip;
    this.#readAt = this.#clock.now();
  }

  /** Never goes back: where the offset shrinks, it waits until time has caught up. */
  now(): Instant {
    if (this.#readAt === trusts) return this.#clock.now();
    this.#latest = Math.max(this.#latest, this.#clock.now() + this.#offset);
    return instantOf(this.#latest);
  }
}
