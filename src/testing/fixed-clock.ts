import type { Clock } from '#application/shared/ports.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';

/** A clock that stands until it is set or advanced. */
export class FixedClock implements Clock {
  #now: Instant;

  constructor(now: Instant) {
    this.#now = now;
  }

  now(): Instant {
    return this.#now;
  }

  set(now: Instant): void {
    this.#now = now;
  }

  advance(milliseconds: number): void {
    this.#now = later(this.#now, milliseconds);
  }
}
