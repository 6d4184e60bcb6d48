import { openHeldUnits } from '#domain/catalog/pricing/held.ts';
import { cellName } from '#domain/catalog/pricing/matrix.ts';
import { fieldOf } from '#domain/catalog/pricing/model.ts';
import type { CountedPart, UsageCharge } from '#domain/charging/counted-usage.ts';
import { groupsOf } from '#domain/charging/counted-usage.ts';
import type { CountedEvents, MeterQuantity, UsageDerivation } from '#domain/charging/derivation.ts';
import type { CountedTime } from '#domain/charging/held-time.ts';
import { heldDays, lengthsBefore } from '#domain/charging/held-time.ts';
import { HeldPeaks, paidLengths } from '#domain/charging/open-held.ts';
import { countedPeriod, emptyBasis, openParts } from '#domain/charging/open-parts.ts';
import type { HeldTerms, PriceTerms } from '#domain/charging/terms.ts';
import { isTimed, isUsageInAdvance, needsEvents } from '#domain/charging/terms.ts';
import { isPaidPeak, readingOf } from '#domain/charging/usage-reading.ts';
import type { CountedPeriod } from '#domain/metering/count.ts';
import { countTallied } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { countsLevel } from '#domain/metering/level-meter.ts';
import { countLevels } from '#domain/metering/levels.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import { countInOrder } from '#domain/metering/open-groups.ts';
import { countPeaks, countRises } from '#domain/metering/peak.ts';
import type { TalliedUsage } from '#domain/metering/rollup.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';

/** The usage that a meter counts behind a line. */
export interface MeterUsage extends TalliedUsage {
  readonly meter: MeterDefinition & Pick<MeterFacts, 'code'>;
  /** The parts of the line, where they were counted while its events were read in order. */
  readonly counted?: readonly CountedPart[];
  /** Whether the quantity is known to be its peak. */
  readonly isRising?: boolean;
  /** Of the newest event that was stored when it was read. */
  readonly position: string;
}

/**
 * Counts the events behind a line of usage: a part for each group or cell that was used, and one
 * of the whole where there are none.
 * @param usages of each meter of the terms: counted by `openParts`, or with tallies by the
 *   `counting` of `readingOf` or its `steps`, or with all events
 */
export const usageParts = (
  terms: PriceTerms,
  usages: readonly MeterUsage[],
  time: CountedTime,
): readonly CountedPart[] => {
  if (terms.model === 'capacity') return [partOfMeters(terms, usages, time)];
  const [usage] = usages;
  invariant(usage !== undefined, 'A price of usage has a meter.');
  return partsOfMeter(terms, usage, time);
};

const partsOfMeter = (
  terms: PriceTerms,
  usage: MeterUsage,
  time: CountedTime,
): readonly CountedPart[] => {
  const { meter, counted, events } = usage;
  if (counted !== undefined) return counted;
  if (readingOf(meter, terms, time).counting === null) {
    return countInOrder(openParts(meter, terms, time), events);
  }
  const within = countedPeriod(time);
  if (isTimed(terms)) {
    return (isPaidPeak(terms) ? paidParts : heldParts)(meter, terms, usage, time, within);
  }
  const isPeak = isUsageInAdvance(terms) && usage.isRising !== true;
  return (isPeak ? countPeaks : countTallied)(meter, groupsOf(terms), usage, within);
};

/** The only part of a price that bounds several meters: what each of them counted. */
const partOfMeters = (
  terms: PriceTerms,
  usages: readonly MeterUsage[],
  time: CountedTime,
): CountedPart => {
  const counted = usages.map((usage): readonly [code: string, MeterQuantity] => {
    const [{ events, quantity } = nothing] = partsOfMeter(terms, usage, time);
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
  ...(needsEvents(terms) && { eventBasis: emptyBasis(terms) }),
});

/** The parts of a price that is prorated by days, with the levels that were held. */
const heldParts = (
  meter: MeterDefinition,
  terms: HeldTerms,
  usage: TalliedUsage,
  time: CountedTime,
  within: CountedPeriod,
): readonly CountedPart[] => {
  invariant(countsLevel(meter), 'A price that is prorated by time has a meter of a level.');
  const days = heldDays(time);
  const ends = days.map(({ to }) => to);
  const before = lengthsBefore(days);
  return countLevels(meter, groupsOf(terms), usage, within, ends).map(
    ({ changes, ...quantity }) => {
      const held = openHeldUnits(terms);
      for (const [index, { place, level }] of changes.entries()) {
        const until = changes[index + 1]?.place ?? days.length;
        held.add(level, (before[until] ?? 0) - (before[place] ?? 0));
      }
      return { ...quantity, held: held.close() };
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
  const lengths = paidLengths(time);
  return countRises(meter, groupsOf(terms), usage, within).map(({ rises, ...quantity }) => {
    const held = new HeldPeaks(terms, lengths);
    for (const [place, ofPart] of rises.entries()) {
      for (const rise of ofPart) held.add(rise, place);
    }
    return { ...quantity, held: held.close() };
  });
};
