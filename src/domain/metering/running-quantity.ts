import type { LevelMeter } from '#domain/metering/level-meter.ts';
import type { Counted, Latest, Tally, Value } from '#domain/metering/tally.ts';
import { isLater, roundedAs } from '#domain/metering/tally.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';

/**
 * The quantity of a level as one tally or event after the other is added to it: the same as that of
 * all of them merged, without merging them anew each time.
 */
export class RunningQuantity {
  readonly #meter: LevelMeter;
  readonly #values = new Map<string, Value>();
  #events = 0;
  #exact = Fraction.of(0n);
  #latest: Latest | null = null;
  #isEmpty = true;

  constructor(meter: LevelMeter) {
    this.#meter = meter;
  }

  get events(): number {
    return this.#events;
  }

  /** Not rounded. */
  get exact(): Fraction {
    return this.#exact;
  }

  /** Rounded as the meter says. */
  quantity(): Fraction {
    return roundedAs(this.#meter, this.#exact);
  }

  /** Adds an event. Each is given once, in whatever order. */
  addEvent({ at, key, reading: { value, isRemoval } }: Counted): void {
    this.#events += 1;
    switch (this.#meter.aggregation) {
      case 'sum': {
        const by = fractionOf(value);
        this.#exact = isRemoval ? this.#exact.minus(by) : this.#exact.plus(by);
        return;
      }
      case 'max':
        this.#raise(fractionOf(value));
        return;
      case 'latest':
        this.#follow({ at, key, value: fractionOf(value) });
        return;
      case 'unique':
        this.#note(value, { at, key, isRemoval });
    }
  }

  add(tally: Tally): void {
    this.#events += tally.events;
    switch (tally.kind) {
      case 'sum':
        this.#exact = this.#exact.plus(tally.sum);
        return;
      case 'extreme':
        if (tally.value !== null) this.#raise(tally.value);
        return;
      case 'latest':
        if (tally.latest !== null) this.#follow(tally.latest);
        return;
      case 'unique':
        for (const [value, moment] of tally.values) this.#note(value, moment);
        return;
      case 'steps':
        invariant(false, 'A weighted sum is no level.');
    }
  }

  #raise(value: Fraction): void {
    if (this.#isEmpty || value.compare(this.#exact) > 0) this.#exact = value;
    this.#isEmpty = false;
  }

  #follow(latest: Latest): void {
    if (this.#latest !== null && !isLater(latest, this.#latest)) return;
    this.#latest = latest;
    this.#exact = latest.value;
  }

  #note(value: string, moment: Value): void {
    const known = this.#values.get(value);
    if (known !== undefined && !isLater(moment, known)) return;
    this.#values.set(value, moment);
    const difference = countOf(moment) - countOf(known);
    if (difference !== 0n) this.#exact = this.#exact.plus(Fraction.of(difference));
  }
}

const countOf = (value: Value | undefined): bigint =>
  value === undefined || value.isRemoval ? 0n : 1n;
