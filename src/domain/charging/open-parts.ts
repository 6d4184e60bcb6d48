import { openCarriedAmounts } from '#domain/catalog/pricing/dynamic.ts';
import { openPaidEvents } from '#domain/catalog/pricing/percentage.ts';
import type { CountedPart } from '#domain/charging/counted-usage.ts';
import { groupsOf } from '#domain/charging/counted-usage.ts';
import type { EventBasis } from '#domain/charging/derivation.ts';
import { instantsOf } from '#domain/charging/derivation.ts';
import type { CountedTime } from '#domain/charging/held-time.ts';
import { heldLength } from '#domain/charging/held-time.ts';
import { openHeldPart, openPaidPart, paidLengths } from '#domain/charging/open-held.ts';
import type { EventTerms, PriceTerms } from '#domain/charging/terms.ts';
import { isTimed, isUsageInAdvance, needsEvents } from '#domain/charging/terms.ts';
import { isPaidPeak } from '#domain/charging/usage-reading.ts';
import type { CountedPeriod } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { textOfValue } from '#domain/metering/definition.ts';
import { OpenGroups } from '#domain/metering/open-groups.ts';
import type { OpenQuantity } from '#domain/metering/open-quantity.ts';
import { openQuantity } from '#domain/metering/open-quantity.ts';
import { onlyRises } from '#domain/metering/peak.ts';
import type { MeasuredUsage } from '#domain/metering/rollup.ts';
import { OpenPeak } from '#domain/metering/running-peak.ts';

// Usage that is counted as its events come, in order of time: nothing is kept but what an amount
// follows from, so a million events take no more memory than ten.

type OpenPart = OpenQuantity<Omit<CountedPart, 'group'>>;

/** The parts of a line, which take the events that one meter counts for it. */
export type OpenParts = OpenGroups<Omit<CountedPart, 'group'>>;

/** Begins to count the events of a meter behind a line: as `usageParts` does all at once. */
export const openParts = (
  meter: MeterDefinition,
  terms: PriceTerms,
  time: CountedTime,
): OpenParts => {
  const within = countedPeriod(time);
  return new OpenGroups(meter, groupsOf(terms), within, opener(meter, terms, time, within));
};

/** The time of a line by its instants. */
export const countedPeriod = ({ period, spans }: CountedTime): CountedPeriod => ({
  period: instantsOf(period),
  spans: spans.map(instantsOf),
});

const opener = (
  meter: MeterDefinition,
  terms: PriceTerms,
  time: CountedTime,
  within: CountedPeriod,
): (() => OpenPart) => {
  if (isTimed(terms)) {
    if (isPaidPeak(terms)) {
      const lengths = paidLengths(time);
      return () => openPaidPart(meter, terms, lengths, within);
    }
    const length = heldLength(time);
    return () => openHeldPart(meter, terms, length);
  }
  if (needsEvents(terms)) return () => openEventsPart(meter, terms, within);
  const isPeak = isUsageInAdvance(terms) && !onlyRises(meter);
  return () => (isPeak ? new OpenPeak(meter, within) : openQuantity(meter, within));
};

/** Begins the part of a price of single events: it keeps them in sum. */
const openEventsPart = (
  meter: MeterDefinition,
  terms: EventTerms,
  within: CountedPeriod,
): OpenPart => {
  const quantity = openQuantity(meter, within);
  const basis = openBasis(terms);
  return {
    add: (counted) => {
      quantity.add(counted);
      basis.add(counted);
    },
    close: () => ({ ...quantity.close(), eventBasis: basis.close() }),
  };
};

/** All that the price of some events follows from, as they come. */
interface OpenBasis {
  add(counted: MeasuredUsage): void;
  close(): EventBasis;
}

const openBasis = (terms: EventTerms): OpenBasis => {
  if (terms.model === 'percentage') {
    const paid = openPaidEvents(terms);
    return { add: ({ reading }) => paid.add(reading.value), close: () => paid.close() };
  }
  const carried = openCarriedAmounts();
  return {
    add: ({ event }) => carried.add(amountIn(event, terms.amountProperty)),
    close: () => carried.close(),
  };
};

const amountIn = ({ data }: MeasuredUsage['event'], property: string): string | undefined => {
  const given = Object.hasOwn(data, property) ? data[property] : undefined;
  return (typeof given === 'boolean' ? null : textOfValue(given)) ?? undefined;
};

/** The basis of no event. */
export const emptyBasis = (terms: EventTerms): EventBasis => openBasis(terms).close();
