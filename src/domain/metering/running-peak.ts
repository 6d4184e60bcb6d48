import type { CountedPeriod } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { countsLevel } from '#domain/metering/level-meter.ts';
import type { OpenQuantity, QuantityOfGroup } from '#domain/metering/open-quantity.ts';
import type { MeasuredUsage } from '#domain/metering/rollup.ts';
import { RunningQuantity } from '#domain/metering/running-quantity.ts';
import { roundedAs } from '#domain/metering/tally.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A peak: from an instant on, the level was never as high before. */
export interface Rise {
  readonly at: Instant;
  /** Rounded as the meter says. */
  readonly level: Fraction;
}

/** Hears of a rise, in order of time, with the place of the part of the period that it is in. */
export type HearRise = (rise: Rise, place: number) => void;

/**
 * Follows a level through the parts of a period: each begins with the level that there is, and has
 * peaks of its own.
 */
export class RunningPeak {
  readonly #meter: MeterDefinition;
  readonly #spans: CountedPeriod['spans'];
  readonly #hear: HearRise;
  #level = nothing;
  /** The place of the part that began last; -1 before the first. */
  #place = -1;
  #peakOfPart = nothing;
  #highest: Fraction;

  constructor(meter: MeterDefinition, { spans }: CountedPeriod, hear: HearRise) {
    this.#meter = meter;
    this.#spans = spans;
    this.#hear = hear;
    this.#highest = roundedAs(meter, nothing);
  }

  /** Takes the level from an instant on. The instants are in order, each is given once. */
  change(at: Instant, level: Fraction): void {
    // Events before a part are of no part, unless their level is carried into it.
    this.#beginParts(({ from }) => (this.#meter.isCarriedOver ? from < at : from <= at));
    this.#level = level;
    const part = this.#spans[this.#place];
    if (part !== undefined && at < part.to) this.#note(at);
  }

  /** The highest peak of all parts. It is called once. */
  close(): Fraction {
    this.#beginParts(() => true);
    return this.#highest;
  }

  #beginParts(hasBegun: (span: CountedPeriod['spans'][number]) => boolean): void {
    let next = this.#spans[this.#place + 1];
    while (next !== undefined && hasBegun(next)) {
      this.#place += 1;
      this.#peakOfPart = nothing;
      this.#note(next.from);
      next = this.#spans[this.#place + 1];
    }
  }

  #note(at: Instant): void {
    if (this.#level.compare(this.#peakOfPart) <= 0) return;
    this.#peakOfPart = this.#level;
    const level = roundedAs(this.#meter, this.#level);
    if (level.compare(this.#highest) > 0) this.#highest = level;
    this.#hear({ at, level }, this.#place);
  }
}

/** Counts the peak of a level by its events. Those of one instant are one step. */
export class OpenPeak implements OpenQuantity {
  readonly #running: RunningQuantity;
  readonly #peak: RunningPeak;
  #at: Instant | null = null;

  constructor(meter: MeterDefinition, within: CountedPeriod, hear: HearRise = () => undefined) {
    invariant(countsLevel(meter), 'A peak is that of a level.');
    this.#running = new RunningQuantity(meter);
    this.#peak = new RunningPeak(meter, within, hear);
  }

  add(counted: MeasuredUsage): void {
    if (counted.at !== this.#at) this.#endInstant();
    this.#at = counted.at;
    this.#running.addEvent(counted);
  }

  close(): QuantityOfGroup {
    this.#endInstant();
    return { events: this.#running.events, quantity: this.#peak.close() };
  }

  #endInstant(): void {
    if (this.#at !== null) this.#peak.change(this.#at, this.#running.exact);
  }
}

const nothing = Fraction.of(0n);
