import { countInPages } from '#application/charging/count-in-order.ts';
import type { ChargingRepositories } from '#application/charging/ports.ts';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { PositionedUsage } from '#application/metering/usage-tallies.ts';
import { stepsMax, unlessTooMany } from '#application/metering/usage-tallies.ts';
import { metersOf } from '#domain/catalog/usage-price.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import type { StoredSpan } from '#domain/charging/derivation.ts';
import type { CountedTime } from '#domain/charging/held-time.ts';
import { openParts } from '#domain/charging/open-parts.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { MeterUsage } from '#domain/charging/usage-parts.ts';
import type { FallingLevel } from '#domain/charging/usage-reading.ts';
import { readingOf, talliedSpans } from '#domain/charging/usage-reading.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import { isNeverBelowZero } from '#domain/metering/peak.ts';
import type { Counting } from '#domain/metering/rollup.ts';
import { keepsSteps } from '#domain/metering/tally.ts';
import { isId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { parseInstant } from '#domain/shared/time.ts';

// The meters behind the lines of a price, and what is stored of their usage.

/** All that usage is counted with. */
export interface CountingBook {
  readonly repositories: Pick<MeteringRepositories, 'meters' | 'usageCounts' | 'usageTallies'> &
    Pick<ChargingRepositories, 'charges'>;
  readonly hash: (text: string) => string;
}

/** The meters that count the usage behind these terms. */
export const metersBehind = async (
  book: CountingBook,
  terms: PriceTerms,
): Promise<readonly MeterFacts[]> => metersIn(await metersBehindAll(book, [terms]), terms);

/** The meters that prices name, by their ids. */
export type KnownMeters = ReadonlyMap<string, MeterFacts>;

/** The meters that count the usage behind any of these terms, read at once. */
export const metersBehindAll = async (
  { repositories }: Pick<CountingBook, 'repositories'>,
  terms: readonly PriceTerms[],
): Promise<KnownMeters> => {
  const ids = [...new Set(terms.flatMap(metersOf))].map((id) => {
    invariant(isId('mtr', id), 'A price of usage names its meters.');
    return id;
  });
  const found = await repositories.meters.findAll(ids);
  return new Map(found.map(({ facts }) => [facts.id, facts]));
};

/** Those of some terms among them. */
export const metersIn = (known: KnownMeters, terms: PriceTerms): readonly MeterFacts[] =>
  metersOf(terms).map((id) => {
    const meter = known.get(id);
    invariant(meter !== undefined, 'A meter that a price names is there for good.');
    return meter;
  });

/** The usage behind a line: tallied as its price counts it, or counted event by event. */
export const usagesBehind = async (
  book: CountingBook,
  line: UsageCharge,
  terms: PriceTerms,
  meters: readonly MeterFacts[],
  time: CountedTime,
): Promise<readonly MeterUsage[]> => {
  const usages: MeterUsage[] = [];
  for (const meter of meters) {
    usages.push({ meter, ...(await usageOfMeter(book, line, terms, meter, time)) });
  }
  return usages;
};

/** Up to where all meters behind a line were counted. */
export const positionOf = (usages: readonly Pick<MeterUsage, 'position'>[]): string =>
  usages
    .map(({ position }) => position)
    .reduce((least, other) => (BigInt(other) < BigInt(least) ? other : least));

type UsageOfMeter = Omit<MeterUsage, 'meter'>;

const usageOfMeter = async (
  { repositories }: CountingBook,
  line: UsageCharge,
  terms: PriceTerms,
  meter: MeterFacts,
  time: CountedTime,
): Promise<UsageOfMeter> => {
  const { counting, falling } = readingOf(meter, terms, time);
  const { customerId, subscriptionId } = line;
  const read = (by: Counting, eventsMax?: number): Promise<PositionedUsage> =>
    repositories.usageTallies.within({
      customerId,
      subscriptions: [subscriptionId, null],
      counting: by,
      spans: talliedSpans(terms, time, by),
      eventsMax,
    });
  const readEach = async (): Promise<UsageOfMeter> => {
    const range = rangeOf(line, meter, time.spans);
    const parts = openParts(meter, terms, time);
    const { counted, position } = await countInPages(repositories.usageCounts, range, null, parts);
    return { rolledUp: [], events: [], counted, position };
  };
  const readSteps = async (by: Counting): Promise<UsageOfMeter> =>
    (await unlessTooMany(read(by, stepsMax))) ?? readEach();
  if (counting === null) return readEach();
  if (falling !== undefined) return readRising(read, readSteps, counting, falling);
  return keepsSteps(counting) ? readSteps(counting) : read(counting);
};

/** A sum as it is, where it only rises; else its steps. */
const readRising = async (
  read: (by: Counting) => Promise<PositionedUsage>,
  readSteps: (by: Counting) => Promise<UsageOfMeter>,
  counting: Counting,
  { least, steps }: FallingLevel,
): Promise<UsageOfMeter> => {
  const before = await read(least);
  if (!isNeverBelowZero(least, before)) return readSteps(steps);
  const usage = await read(counting);
  // Whatever came meanwhile is in the sum, and may be below zero.
  const after = usage.position === before.position ? before : await read(least);
  return isNeverBelowZero(least, after) ? { ...usage, isRising: true } : readSteps(steps);
};

/** The range of the events behind a line. */
export const rangeOf = (
  { customerId, subscriptionId }: UsageCharge,
  { eventType, isCarriedOver }: MeterFacts,
  spans: readonly StoredSpan[],
) => {
  const [first, last] = [spans[0], spans.at(-1)];
  invariant(first !== undefined && last !== undefined, 'What is counted has a time.');
  const from = isCarriedOver ? null : parseInstant(first.startsAt);
  return { customerId, subscriptionId, type: eventType, from, to: parseInstant(last.endsAt) };
};
