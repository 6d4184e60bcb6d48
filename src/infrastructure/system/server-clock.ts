import type { Clock } from '#application/shared/ports.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';

/** One look at the server's clock, in milliseconds: when it was asked for, and when it came. */
export interface ClockReading {
  readonly askedAt: number;
  readonly respondedAt: number;
  readonly serverTime: number;
}

/** The clock of the machine, which people and programs set. */
export interface MachineClock {
  /** Its time in milliseconds. */
  readonly now: () => number;
  /** Compares `clock` with the server's, once this one was set. */
  readonly compare: (clock: ServerClock) => Promise<void>;
}

const freshMilliseconds = 30_000;
/** A larger step against the time that passes is none of a daemon: it was set, or it slept. */
const stepMilliseconds = 1_000;
// In place of the instant of a comparison: none is wanted.
const trusts = Infinity;

/**
 * The time of a server, told by a clock of the process and its offset from the server's. Processes
 * on machines whose clocks differ agree on it, within half a round trip.
 *
 * The server's time comes along with statements that are sent anyway. Of the readings of half a
 * minute the one with the shortest round trip counts, since it is off by half of that at most. Once
 * the machine's clock was set, or the machine slept, the next one counts, whatever its round trip.
 */
export class ServerClock implements Clock {
  readonly #clock: Clock;
  readonly #machineClock: MachineClock | undefined;
  #offset = 0;
  #roundTrip = Infinity;
  #readAt = -Infinity;
  #machineAhead = 0;
  #isComparing = false;
  #latest = 0;

  /**
   * @param clock goes evenly, whoever sets the machine's clock
   * @param machineClock tells by a step that the machine slept meanwhile, and `clock` with it
   */
  constructor(clock: Clock, machineClock?: MachineClock) {
    this.#clock = clock;
    this.#machineClock = machineClock;
  }

  /** A clock that is right as it is: it is never compared with the server's. */
  static trusting(clock: Clock): ServerClock {
    const trusted = new ServerClock(clock);
    trusted.#readAt = trusts;
    return trusted;
  }

  /** Whether it was compared with the server's, and the machine's has made no step since. */
  get isKnown(): boolean {
    return this.#readAt !== -Infinity && !this.#wasSet();
  }

  /** Whether it is time to compare it again. */
  get isStale(): boolean {
    return !this.isKnown || this.steadyNow - this.#readAt > freshMilliseconds;
  }

  /** The time by which readings are timed; not the server's. */
  get steadyNow(): number {
    return this.#clock.now();
  }

  observe({ askedAt, respondedAt, serverTime }: ClockReading): void {
    if (this.#readAt === trusts) return;
    const roundTrip = respondedAt - askedAt;
    if (!this.isStale && roundTrip > this.#roundTrip) return;
    this.#offset = Math.round(serverTime - (askedAt + respondedAt) / 2);
    this.#roundTrip = roundTrip;
    this.#readAt = this.steadyNow;
    this.#machineAhead = this.#howFarAhead();
  }

  /** Never goes back: where the offset shrinks, it waits until time has caught up. */
  now(): Instant {
    if (this.#readAt === trusts) return this.#clock.now();
    if (this.#wasSet()) this.#compare();
    this.#latest = Math.max(this.#latest, this.steadyNow + this.#offset);
    return instantOf(this.#latest);
  }

  #wasSet(): boolean {
    return Math.abs(this.#howFarAhead() - this.#machineAhead) > stepMilliseconds;
  }

  #howFarAhead(): number {
    return this.#machineClock === undefined ? 0 : this.#machineClock.now() - this.steadyNow;
  }

  // Whoever asks need not wait: a clock that was set changes nothing, and sleep ends in a moment.
  #compare(): void {
    if (this.#machineClock === undefined || this.#isComparing) return;
    this.#isComparing = true;
    void this.#machineClock
      .compare(this)
      .catch(() => undefined)
      .finally(() => {
        this.#isComparing = false;
      });
  }
}
