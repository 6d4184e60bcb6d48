import type { HeldUnits } from '#domain/catalog/pricing/held.ts';
import { openHeldUnits } from '#domain/catalog/pricing/held.ts';
import type { CountedPart } from '#domain/charging/counted-usage.ts';
import type { CountedTime, HeldLength } from '#domain/charging/held-time.ts';
import { heldLength, paidSpans } from '#domain/charging/held-time.ts';
import type { HeldTerms } from '#domain/charging/terms.ts';
import type { CountedPeriod } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { countsLevel } from '#domain/metering/level-meter.ts';
import type { OpenQuantity } from '#domain/metering/open-quantity.ts';
import type { Rise } from '#domain/metering/running-peak.ts';
import { OpenPeak } from '#domain/metering/running-peak.ts';
import { RunningQuantity } from '#domain/metering/running-quantity.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';

// Units that are held for some time, counted as events come in order of time.

type HeldPart = Omit<CountedPart, 'group'>;

/** Begins the part of a price that is prorated by time: each level is held until the next one. */
export const openHeldPart = (
  meter: MeterDefinition,
  terms: HeldTerms,
  length: HeldLength,
): OpenQuantity<HeldPart> => {
  invariant(countsLevel(meter), 'A price that is prorated by time has a meter of a level.');
  const running = new RunningQuantity(meter);
  const held = openHeldUnits(terms);
  let since = 0;
  const holdUntil = (until: number): void => {
    if (until === since) return;
    held.add(running.quantity(), until - since);
    since = until;
  };
  return {
    add: (counted) => {
      holdUntil(length.before(counted.at));
      running.addEvent(counted);
    },
    close: () => {
      holdUntil(length.whole);
      return { events: running.events, quantity: running.quantity(), held: held.close() };
    },
  };
};

/** Begins the part of a price that is prorated by time and paid in advance: its peaks are held. */
export const openPaidPart = (
  meter: MeterDefinition,
  terms: HeldTerms,
  lengths: readonly HeldLength[],
  within: CountedPeriod,
): OpenQuantity<HeldPart> => {
  const held = new HeldPeaks(terms, lengths);
  const peak = new OpenPeak(meter, within, (rise, place) => held.add(rise, place));
  return {
    add: (counted) => peak.add(counted),
    close: () => ({ ...peak.close(), held: held.close() }),
  };
};

/** The lengths of the spans of a line, each by itself, as they are paid for. */
export const paidLengths = (time: CountedTime): readonly HeldLength[] =>
  paidSpans(time).map((span) => heldLength({ ...time, spans: [span] }));

/** Holds each peak from when it was reached until the next one, or the end of its part. */
export class HeldPeaks {
  readonly #held: ReturnType<typeof openHeldUnits>;
  readonly #lengths: readonly HeldLength[];
  #place = 0;
  #since = 0;
  #level = nothing;

  /** @param lengths of each part, as it is paid for */
  constructor(terms: HeldTerms, lengths: readonly HeldLength[]) {
    this.#held = openHeldUnits(terms);
    this.#lengths = lengths;
  }

  /** Takes a peak, in order of time, with the place of its part. */
  add({ at, level }: Rise, place: number): void {
    if (place !== this.#place) this.#endPart();
    this.#place = place;
    this.#holdUntil(this.#lengths[place]?.before(at) ?? 0);
    this.#level = level;
  }

  /** The sum of all that was held. It is called once. */
  close(): HeldUnits {
    this.#endPart();
    return this.#held.close();
  }

  #endPart(): void {
    this.#holdUntil(this.#lengths[this.#place]?.whole ?? 0);
    this.#since = 0;
    this.#level = nothing;
  }

  #holdUntil(until: number): void {
    this.#held.add(this.#level, until - this.#since);
    this.#since = until;
  }
}

const nothing = Fraction.of(0n);
