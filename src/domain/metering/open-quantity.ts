import type { CountedPeriod, CountedQuantity } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { MeasuredUsage } from '#domain/metering/rollup.ts';
import { openTally, quantityOf, roundedAs } from '#domain/metering/tally.ts';
import { DecimalSum } from '#domain/shared/decimal-sum.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A quantity that was counted, of one group. */
export type QuantityOfGroup = Omit<CountedQuantity, 'group'>;

/** Counts the events of a group as they come in order of time, and keeps none. */
export interface OpenQuantity<Told extends QuantityOfGroup = QuantityOfGroup> {
  /** Takes an event. Each is given once. */
  add(counted: MeasuredUsage): void;
  /** Gives what was counted of all that were given. It is called once. */
  close(): Told;
}

/** Begins the quantity of a meter, rounded as that says. */
export const openQuantity = (meter: MeterDefinition, within: CountedPeriod): OpenQuantity => {
  if (meter.aggregation === 'weighted_sum') return new OpenWeightedSum(meter, within);
  const tally = openTally(meter.aggregation);
  return {
    add: (counted) => tally.add(counted),
    close: () => {
      const all = tally.close();
      return { events: all.events, quantity: quantityOf(meter, all, within.period) };
    },
  };
};

/** A level where it is above zero, held over the time of the spans, over that of the period. */
class OpenWeightedSum implements OpenQuantity {
  readonly #meter: MeterDefinition;
  readonly #within: CountedPeriod;
  readonly #level = new DecimalSum();
  #events = 0;
  #held = nothing;
  #since: Instant | null = null;
  /** The place of the first span that is not over. */
  #span = 0;

  constructor(meter: MeterDefinition, within: CountedPeriod) {
    this.#meter = meter;
    this.#within = within;
  }

  add({ at, reading }: MeasuredUsage): void {
    this.#holdUntil(at);
    this.#level.add(reading.value, reading.isRemoval);
    this.#events += 1;
  }

  close(): QuantityOfGroup {
    const { period, spans } = this.#within;
    const last = spans.at(-1);
    if (last !== undefined) this.#holdUntil(last.to);
    const length = period.to - period.from;
    const average = length <= 0 ? nothing : this.#held.times(Fraction.of(1n, BigInt(length)));
    return { events: this.#events, quantity: roundedAs(this.#meter, average) };
  }

  #holdUntil(until: Instant): void {
    const since = this.#since;
    if (since === until) return;
    this.#since = until;
    if (since === null) return;
    const length = this.#countedBetween(since, until);
    const level = this.#level.total();
    if (length === 0 || level.numerator <= 0n) return;
    this.#held = this.#held.plus(level.times(Fraction.of(BigInt(length))));
  }

  /** The time between two instants that lies in spans. They are asked for in order of time. */
  #countedBetween(since: Instant, until: Instant): number {
    const { spans } = this.#within;
    let length = 0;
    for (let span = spans[this.#span]; span !== undefined; span = spans[this.#span]) {
      length += Math.max(0, Math.min(span.to, until) - Math.max(span.from, since));
      if (until < span.to) return length;
      this.#span += 1;
    }
    return length;
  }
}

const nothing = Fraction.of(0n);
