import { carriedBy } from '#domain/catalog/pricing/dynamic.ts';
import type { PricedEvent } from '#domain/catalog/pricing/event.ts';
import type { HeldLevel } from '#domain/catalog/pricing/held.ts';
import { heldUnits } from '#domain/catalog/pricing/held.ts';
import { cellName } from '#domain/catalog/pricing/matrix.ts';
import type { TermsOf } from '#domain/catalog/pricing/model.ts';
import { fieldOf } from '#domain/catalog/pricing/model.ts';
import { paidBy } from '#domain/catalog/pricing/percentage.ts';
import type { CountedPart, UsageCharge } from '#domain/charging/counted-usage.ts';
import { groupsOf } from '#domain/charging/counted-usage.ts';
import type {
  CountedEvents,
  EventBasis,
  MeterQuantity,
  UsageDerivation,
} from '#domain/charging/derivation.ts';
import { instantsOf } from '#domain/charging/derivation.ts';
import type { CountedTime, HeldTime } from '#domain/charging/held-time.ts';
import { heldTimes, isHeldByDays, paidSpans, spansToTally } from '#domain/charging/held-time.ts';
import type { CommonTerms, HeldTerms, PriceTerms } from '#domain/charging/terms.ts';
import { isTimed, isUsageInAdvance } from '#domain/charging/terms.ts';
import type { CountedPeriod, CountedQuantity } from '#domain/metering/count.ts';
import { countMeasured, countTallied } from '#domain/metering/count.ts';
import type { OpenSpan } from '#domain/metering/cover.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { textOfValue } from '#domain/metering/definition.ts';
import { countsLevel } from '#domain/metering/level-meter.ts';
import { countLevels } from '#domain/metering/levels.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import type { UsageTallying } from '#domain/metering/open-usage.ts';
import type { Rise } from '#domain/metering/peak.ts';
import {
  countPeaks,
  countRises,
  leastCounting,
  onlyRises,
  stepCounting,
} from '#domain/metering/peak.ts';
import type { Counting, MeasuredUsage, TalliedUsage } from '#domain/metering/rollup.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';

/** Terms under which each event has a price of its own. */
type EventTerms = CommonTerms & TermsOf<'dynamic' | 'percentage'>;

/**
 * Whether a price is computed of single events: their quantity does not say what it comes to. Its
 * usage is read one by one, and in no tallies.
 */
const needsEvents = (terms: PriceTerms): terms is EventTerms =>
  terms.model === 'dynamic' || terms.model === 'percentage';

/** The ways of counting of a sum that may fall. */
export interface FallingLevel {
  /** Where its tallies have no value below zero, the sum only rises. */
  readonly least: Counting;
  readonly steps: Counting;
}

/** How the usage behind a price may be read. */
export interface UsageReading {
  /** The way of counting whose tallies tell it; null where it is counted of single events. */
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

/** The usage that a meter counts behind a line. */
export interface MeterUsage extends TalliedUsage {
  readonly meter: MeterDefinition & Pick<MeterFacts, 'code'>;
  /** Whether the quantity is known to be its peak. */
  readonly isRising?: boolean;
  /** Of the newest event that was stored when it was read. */
  readonly position: string;
}

/** Whether each peak of a level is paid for from when it was reached to the end of its part. */
const isPaidPeak = (terms: PriceTerms): boolean => isTimed(terms) && isUsageInAdvance(terms);

/** The spans that tallies behind a line lie in: one ends wherever its quantity is asked for. */
export const talliedSpans = (
  terms: PriceTerms,
  time: CountedTime,
  { isCarriedOver }: Pick<Counting, 'isCarriedOver'>,
): readonly OpenSpan[] => {
  if (isTimed(terms) && !isPaidPeak(terms))
    return spansToTally(heldTimes(time, noMoments), { isCarriedOver });
  const spans = time.spans.map(instantsOf);
  return isCarriedOver ? spans.slice(-1).map(({ to }) => ({ from: null, to })) : spans;
};

const noMoments = (): readonly [] => [];

/** How many events behind a price are tallied; undefined where each of them is needed. */
export const tallyingOf = (
  meter: MeterDefinition,
  terms: PriceTerms,
  time: CountedTime,
): UsageTallying | undefined => {
  const { counting, falling } = readingOf(meter, terms, time);
  const by = falling?.steps ?? counting;
  return by === null ? undefined : { counting: by, spans: talliedSpans(terms, time, by) };
};

/**
 * Counts the events behind a line of usage: a part for each group or cell that was used, and one
 * of the whole where there are none.
 * @param usages of each meter of the terms, with tallies by the `counting` of `readingOf`, or by
 *   its `steps`
 */
export const usageParts = (
  terms: PriceTerms,
  usages: readonly MeterUsage[],
  time: CountedTime,
): readonly CountedPart[] => {
  const within = { period: instantsOf(time.period), spans: time.spans.map(instantsOf) };
  if (terms.model === 'capacity') return [partOfMeters(terms, usages, within)];
  const [usage] = usages;
  invariant(usage !== undefined, 'A price of usage has a meter.');
  const { meter } = usage;
  if (isTimed(terms)) {
    return (isPaidPeak(terms) ? paidParts : heldParts)(meter, terms, usage, time, within);
  }
  if (!needsEvents(terms)) return quantitiesOf(terms, usage, within);
  const groups = groupsOf(terms);
  return countMeasured(meter, groups, usage.events, within).map(({ counted, ...quantity }) => ({
    ...quantity,
    eventBasis: basisOf(terms, counted),
  }));
};

const quantitiesOf = (
  terms: PriceTerms,
  usage: MeterUsage,
  within: CountedPeriod,
): readonly CountedQuantity[] => {
  const isPeak = isUsageInAdvance(terms) && usage.isRising !== true;
  return (isPeak ? countPeaks : countTallied)(usage.meter, groupsOf(terms), usage, within);
};

/** The only part of a price that bounds several meters: what each of them counted. */
const partOfMeters = (
  terms: PriceTerms,
  usages: readonly MeterUsage[],
  within: CountedPeriod,
): CountedPart => {
  const counted = usages.map((usage): readonly [code: string, MeterQuantity] => {
    const [{ events, quantity } = nothing] = quantitiesOf(terms, usage, within);
    return [usage.meter.code, { quantity: quantity.toText(), events, position: usage.position }];
  });
  const events = counted.reduce((sum, [, of]) => sum + of.events, 0);
  return { group: {}, events, quantity: one, quantities: Object.fromEntries(counted) };
};

/** The events that a meter counted for a line; null before it was counted. */
export const countedBy = (
  { counted, quantities }: Pick<UsageDerivation, 'counted' | 'quantities'>,
  code: string,
): CountedEvents | null => fieldOf(quantities ?? {}, code) ?? counted;

const nothing = { events: 0, quantity: Fraction.of(0n) };
const one = Fraction.of(1n);

/**
 * Adds a part of nothing for each group of a line before of which all events were cancelled since.
 * @param earlier lines of the same period
 */
export const withFormerParts = (
  terms: PriceTerms,
  parts: readonly CountedPart[],
  earlier: readonly UsageCharge[],
): readonly CountedPart[] => {
  const names = groupsOf(terms);
  if (names.length === 0) return parts;
  const nameOf = (group: CountedPart['group']) => cellName({ dimensions: names }, group);
  const known = new Set(parts.map(({ group }) => nameOf(group)));
  const former = new Map(
    earlier.flatMap(({ part, derivation: { group } }) =>
      group === undefined || known.has(part) ? [] : [[part, group] as const],
    ),
  );
  return [...parts, ...[...former.values()].map((group) => emptyPart(terms, group))];
};

/** The part of a group of which no event counts any more. */
export const emptyPart = (terms: PriceTerms, group: CountedPart['group']): CountedPart => ({
  group,
  events: 0,
  quantity: Fraction.of(0n),
  ...(needsEvents(terms) && { eventBasis: basisOf(terms, []) }),
});

/** The parts of a price that is prorated by time, with the levels that were held. */
const heldParts = (
  meter: MeterDefinition,
  terms: HeldTerms,
  usage: TalliedUsage,
  time: CountedTime,
  within: CountedPeriod,
): readonly CountedPart[] => {
  invariant(countsLevel(meter), 'A price that is prorated by time has a meter of a level.');
  const times = heldTimes(time, () => usage.events.map(({ at }) => at));
  const ends = times.map(({ to }) => to);
  const before = lengthsBefore(times);
  return countLevels(meter, groupsOf(terms), usage, within, ends).map(
    ({ changes, ...quantity }) => {
      const levels = changes.map(({ place, level }, index): HeldLevel => {
        const until = changes[index + 1]?.place ?? times.length;
        return { quantity: level.toText(), length: (before[until] ?? 0) - (before[place] ?? 0) };
      });
      return { ...quantity, held: heldUnits(terms, levels) };
    },
  );
};

/** The parts of a price that is prorated by time and paid in advance: the peaks are held. */
const paidParts = (
  meter: MeterDefinition,
  terms: HeldTerms,
  usage: TalliedUsage,
  time: CountedTime,
  within: CountedPeriod,
): readonly CountedPart[] => {
  const spans = paidSpans(time);
  return countRises(meter, groupsOf(terms), usage, within).map(({ rises, ...quantity }) => {
    const levels = spans.flatMap((span, index) => {
      const ofSpan = rises[index] ?? [];
      const times = heldTimes({ ...time, spans: [span] }, () => ofSpan.map(({ at }) => at));
      return levelsAt(ofSpan, times);
    });
    return { ...quantity, held: heldUnits(terms, levels) };
  });
};

const levelsAt = (rises: readonly Rise[], times: readonly HeldTime[]): readonly HeldLevel[] => {
  let next = 0;
  return times.map(({ to, length }) => {
    while ((rises[next]?.at ?? to) < to) next += 1;
    return { quantity: rises[next - 1]?.level.toText() ?? '0', length };
  });
};

/** The sum of the lengths before each of these times, and of all. */
const lengthsBefore = (times: readonly HeldTime[]): readonly number[] => {
  const sums = [0];
  for (const { length } of times) sums.push((sums.at(-1) ?? 0) + length);
  return sums;
};

const basisOf = (terms: EventTerms, counted: readonly MeasuredUsage[]): EventBasis => {
  if (terms.model === 'percentage') return paidBy(terms, counted.toSorted(byTime).map(valued));
  const { amountProperty } = terms;
  return carriedBy(
    terms,
    counted.map((each) => carrying(each, amountProperty)),
  );
};

const byTime = ({ event }: MeasuredUsage, { event: other }: MeasuredUsage): number =>
  event.at - other.at || compare(event.id, other.id) || compare(event.source, other.source);

const compare = (text: string, other: string): number => {
  if (text === other) return 0;
  return text < other ? -1 : 1;
};

const valued = ({ reading }: MeasuredUsage): PricedEvent => ({
  value: reading.value,
  amount: null,
  properties: {},
});

const carrying = ({ event }: MeasuredUsage, property: string): PricedEvent => {
  const given = Object.hasOwn(event.data, property) ? event.data[property] : undefined;
  const amount = typeof given === 'boolean' ? null : textOfValue(given);
  return { value: '1', amount, properties: {} };
};
