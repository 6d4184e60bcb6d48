import { groupsOf } from '#domain/charging/counted-usage.ts';
import { instantsOf } from '#domain/charging/derivation.ts';
import type { CountedTime } from '#domain/charging/held-time.ts';
import { heldDays, isHeldByDays, spansToTally } from '#domain/charging/held-time.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { isTimed, isUsageInAdvance, needsEvents } from '#domain/charging/terms.ts';
import type { OpenSpan } from '#domain/metering/cover.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { UsageTallying } from '#domain/metering/open-usage.ts';
import { leastCounting, onlyRises, stepCounting } from '#domain/metering/peak.ts';
import type { Counting } from '#domain/metering/rollup.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import { keepsSteps } from '#domain/metering/tally.ts';

// How the usage behind a line is read: as tallies, or event by event in order of time.

/** The ways of counting of a sum that may fall. */
export interface FallingLevel {
  /** Where its tallies have no value below zero, the sum only rises. */
  readonly least: Counting;
  readonly steps: Counting;
}

/** How the usage behind a price may be read. */
export interface UsageReading {
  /** The way of counting whose tallies tell it; null where it is counted event by event. */
  readonly counting: Counting | null;
  /** Where a sum may fall: then it is told by its steps instead. */
  readonly falling?: FallingLevel;
}

export const readingOf = (
  meter: MeterDefinition,
  terms: PriceTerms,
  time: Pick<CountedTime, 'countedBy'>,
): UsageReading => {
  // Tallies of hours do not say to the second for how long a level was held.
  const isOfMoments = isTimed(terms) && !isHeldByDays(time);
  const groups = groupsOf(terms);
  if (isPaidPeak(terms)) return { counting: stepCounting(meter, groups) };
  if (needsEvents(terms) || isOfMoments) return { counting: null };
  const counting = countingOf(meter, groups);
  if (!isUsageInAdvance(terms) || onlyRises(meter)) return { counting };
  const [least, steps] = [leastCounting(meter), stepCounting(meter, groups)];
  return least === null || steps === null
    ? { counting: steps }
    : { counting, falling: { least, steps } };
};

/** Whether each peak of a level is paid for from when it was reached to the end of its part. */
export const isPaidPeak = (terms: PriceTerms): boolean => isTimed(terms) && isUsageInAdvance(terms);

/** The spans that tallies behind a line lie in: one ends wherever its quantity is asked for. */
export const talliedSpans = (
  terms: PriceTerms,
  time: CountedTime,
  { isCarriedOver }: Pick<Counting, 'isCarriedOver'>,
): readonly OpenSpan[] => {
  if (isTimed(terms) && !isPaidPeak(terms)) return spansToTally(heldDays(time), { isCarriedOver });
  const spans = time.spans.map(instantsOf);
  return isCarriedOver ? spans.slice(-1).map(({ to }) => ({ from: null, to })) : spans;
};

/** How events behind a price are tallied; undefined where they are counted in order of time. */
export const tallyingOf = (
  meter: MeterDefinition,
  terms: PriceTerms,
  time: CountedTime,
): UsageTallying | undefined => {
  const { counting, falling } = readingOf(meter, terms, time);
  const by = falling?.steps ?? counting;
  if (by === null || keepsSteps(by)) return undefined;
  return { counting: by, spans: talliedSpans(terms, time, by) };
};
