import type { ChargingRepositories } from '#application/charging/ports.ts';
import type { RecordedLines } from '#application/charging/recorded-lines.ts';
import { recordedLines } from '#application/charging/recorded-lines.ts';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { PositionedUsage } from '#application/metering/usage-tallies.ts';
import { metersOf } from '#domain/catalog/usage-price.ts';
import { chargedInAdvance, isOpening } from '#domain/charging/advance-usage.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { isCommitment, sumOfLines } from '#domain/charging/commitment-lines.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import {
  countedCharges,
  isOfSamePeriod,
  isUncounted,
  isUsage,
  periodKey,
  spansOf,
} from '#domain/charging/counted-usage.ts';
import type { StoredSpan } from '#domain/charging/derivation.ts';
import type { CountedTime } from '#domain/charging/held-time.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { FallingLevel, MeterUsage } from '#domain/charging/usage-parts.ts';
import {
  readingOf,
  talliedSpans,
  usageParts,
  withFormerParts,
} from '#domain/charging/usage-parts.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import { isNeverBelowZero } from '#domain/metering/peak.ts';
import type { Counting } from '#domain/metering/rollup.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { idFromUuid, isId, uuidOf } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { parseInstant } from '#domain/shared/time.ts';

/** All that usage is counted with. */
export interface CountingBook {
  readonly repositories: Pick<MeteringRepositories, 'meters' | 'usageCounts' | 'usageTallies'> &
    Pick<ChargingRepositories, 'charges'>;
  readonly hash: (text: string) => string;
}

/** Lines whose usage is counted. */
export interface LinesToCount<Charge extends ChargeFacts> {
  readonly lines: readonly Charge[];
  /** Those that the lines name, by their hash. */
  readonly terms: ReadonlyMap<string, PriceTerms>;
  /** Lines that were counted just now, and are not stored yet. */
  readonly before?: readonly ChargeFacts[];
  /** The stored lines, where somebody else reads them, too. */
  readonly recorded?: RecordedLines;
}

/**
 * Counts the usage behind lines that wait for it: all that is stored by now, of their own time.
 * Other lines stay as they are, and so does the order; a line of a price with groups becomes one
 * for each, and one for a level that is not there becomes none. Nothing is written: a draft shows
 * what this gives, and an invoice that is issued fixes it.
 */
export const countLines = async <Charge extends ChargeFacts>(
  book: CountingBook,
  { lines, terms, before = [], recorded }: LinesToCount<Charge>,
): Promise<readonly (Charge | UsageCharge)[]> => {
  if (!lines.some(isUncounted)) return lines;
  const waiting = lines.flatMap((line) => (isUncounted(line) ? [line] : []));
  const read = recorded ?? recordedLines(book.repositories, waiting);
  const own = waiting.filter((line) => !isCommitment(line));
  const subscriptionIds = [...new Set(own.map(({ subscriptionId }) => subscriptionId))];
  const asked = [metersOfLines(book, own, terms), Promise.all(subscriptionIds.map(read))] as const;
  const [meters] = await Promise.all(asked);
  const made = new Map<ChargeFacts, readonly UsageCharge[]>();
  const countInOrder = async (adding: readonly UsageCharge[]): Promise<void> => {
    const counted = [...before];
    for (const line of adding) {
      if (isUncounted(line) && !isCommitment(line)) {
        const earlier = await earlierLines(line, counted, read);
        const ofLine = termsOf(line, terms);
        const parts = await countLine(book, line, ofLine, metersIn(meters, ofLine), earlier);
        made.set(line, isOpening(line) ? chargedInAdvance(parts) : parts);
      }
      counted.push(...(made.get(line) ?? [line]));
    }
  };
  // Only lines that add up depend on each other: the others need not wait for their answers.
  const ofUsage = lines.flatMap((line) => (isUsage(line) ? [line] : []));
  await Promise.all([...Map.groupBy(ofUsage, periodKey).values()].map(countInOrder));
  const counted = lines.flatMap(
    (line): readonly (Charge | UsageCharge)[] => made.get(line) ?? [line],
  );
  return countCommitments({ lines: counted, terms, before, recorded: read });
};

/** Counts what is missing to minimum commitments, once all other lines are counted. */
const countCommitments = async <Charge extends ChargeFacts>({
  lines,
  terms,
  before,
  recorded,
}: Required<LinesToCount<Charge | UsageCharge>>): Promise<readonly (Charge | UsageCharge)[]> => {
  const counted: (Charge | UsageCharge)[] = [];
  for (const line of lines) {
    if (!isUncounted(line) || !isCommitment(line)) {
      counted.push(line);
      continue;
    }
    const known = [...before, ...lines, ...counted];
    counted.push(await countCommitment(line, termsOf(line, terms), known, recorded));
  }
  return counted;
};

const countCommitment = async (
  line: UsageCharge,
  terms: PriceTerms,
  known: readonly ChargeFacts[],
  recorded: RecordedLines,
): Promise<UsageCharge> => {
  invariant(terms.model === 'commitment', 'A commitment has the terms of one.');
  const own = known.filter(({ subscriptionId }) => subscriptionId === line.subscriptionId);
  const all = await linesSince(line, own, recorded);
  const earlier = all.filter(isCounted).filter((other) => isOfSamePeriod(line, other));
  const spans = spansOf(line, earlier);
  const parts = [sumOfLines(line, terms, spans, all)];
  const counting = { terms, parts, spans, position: '0', earlier, idOf: () => line.id };
  const [counted = line] = countedCharges(line, counting);
  return { ...counted, quantity: '1' };
};

const termsOf = (line: UsageCharge, terms: ReadonlyMap<string, PriceTerms>): PriceTerms => {
  const ofLine = terms.get(line.termsHash);
  invariant(ofLine !== undefined, 'The terms of a line that is counted are known.');
  return ofLine;
};

/** The meters that lines are counted by, asked for together. */
const metersOfLines = async (
  book: CountingBook,
  lines: readonly UsageCharge[],
  terms: ReadonlyMap<string, PriceTerms>,
): Promise<ReadonlyMap<string, MeterFacts>> => {
  const ids = new Set(lines.flatMap((line) => metersOf(termsOf(line, terms))));
  const found = await Promise.all([...ids].map((id) => meterWith(book, id)));
  return new Map(found.map((meter) => [meter.id, meter]));
};

const metersIn = (
  meters: ReadonlyMap<string, MeterFacts>,
  terms: PriceTerms,
): readonly MeterFacts[] =>
  metersOf(terms).map((id) => {
    const meter = meters.get(id);
    invariant(meter !== undefined, 'The meters of all lines were asked for.');
    return meter;
  });

/** The meters that count the usage behind these terms. */
export const metersBehind = (
  book: CountingBook,
  terms: PriceTerms,
): Promise<readonly MeterFacts[]> => Promise.all(metersOf(terms).map((id) => meterWith(book, id)));

const meterWith = async ({ repositories }: CountingBook, id: string): Promise<MeterFacts> => {
  invariant(isId('mtr', id), 'A price of usage names its meters.');
  const facts = (await repositories.meters.find(id))?.facts;
  invariant(facts !== undefined, 'A meter that a price names is there for good.');
  return facts;
};

const countLine = async (
  book: CountingBook,
  line: UsageCharge,
  terms: PriceTerms,
  meters: readonly MeterFacts[],
  earlier: readonly UsageCharge[],
): Promise<readonly UsageCharge[]> => {
  const spans = spansOf(line, earlier);
  const time = { ...line.derivation, spans };
  const usages = await usagesBehind(book, line, terms, meters, time);
  return countedCharges(line, {
    terms,
    parts: withFormerParts(terms, usageParts(terms, usages, time), earlier),
    spans,
    position: positionOf(usages),
    earlier,
    idOf: (part, index) => (part === '' ? line.id : partLineId(book, line.id, part, index)),
  });
};

/** The usage behind a line: tallied as its price counts it, unless that takes each event. */
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

const usageOfMeter = async (
  { repositories }: CountingBook,
  line: UsageCharge,
  terms: PriceTerms,
  meter: MeterFacts,
  time: CountedTime,
): Promise<PositionedUsage & { readonly isRising?: boolean }> => {
  const { counting, falling } = readingOf(meter, terms, time);
  const { customerId, subscriptionId } = line;
  const read = (by: Counting): Promise<PositionedUsage> =>
    repositories.usageTallies.within({
      customerId,
      subscriptions: [subscriptionId, null],
      counting: by,
      spans: talliedSpans(terms, time, by),
    });
  if (counting !== null) {
    return falling === undefined ? read(counting) : readRising(read, counting, falling);
  }
  const range = rangeOf(line, meter, time.spans);
  const { events, position } = await repositories.usageCounts.within(range, null);
  return { rolledUp: [], events, position };
};

/** A sum as it is, where it only rises; else its steps. */
const readRising = async (
  read: (by: Counting) => Promise<PositionedUsage>,
  counting: Counting,
  { least, steps }: FallingLevel,
): Promise<PositionedUsage & { readonly isRising?: boolean }> => {
  const before = await read(least);
  if (!isNeverBelowZero(least, before)) return read(steps);
  const usage = await read(counting);
  // Whatever came meanwhile is in the sum, and may be below zero.
  const after = usage.position === before.position ? before : await read(least);
  return isNeverBelowZero(least, after) ? { ...usage, isRising: true } : read(steps);
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

/** The lines that were counted of the same price and period before. */
const earlierLines = async (
  line: UsageCharge,
  justCounted: readonly ChargeFacts[],
  recorded: RecordedLines,
): Promise<readonly UsageCharge[]> => {
  const lines = await linesSince(line, justCounted, recorded);
  return lines.filter(isCounted).filter((other) => isOfSamePeriod(line, other));
};

/** The stored lines of a subscription since the period of one of them began, and those given. */
const linesSince = async (
  { subscriptionId }: UsageCharge,
  justCounted: readonly ChargeFacts[],
  recorded: RecordedLines,
): Promise<readonly ChargeFacts[]> => {
  const stored = await recorded(subscriptionId);
  return withoutRepeated([...stored.map(({ charge }) => charge), ...justCounted]);
};

/** Each line once: one that is stored may stand on a document that is counted, too. */
export const withoutRepeated = (lines: readonly ChargeFacts[]): readonly ChargeFacts[] => [
  ...new Map(lines.map((line) => [line.id, line])).values(),
];

/**
 * Whether a line of usage was counted. A copy on an invoice that replaces another stands for its
 * original, and is none by itself.
 */
export const isCounted = (charge: ChargeFacts): charge is UsageCharge =>
  isUsage(charge) && charge.derivation.counted !== null && !isId('line', charge.cause);

/** The id of the line of a group: the same, as often as it is counted. */
const partLineId = ({ hash }: CountingBook, id: LineId, part: string, index: number): LineId => {
  const uuid = uuidOf(id);
  const place = index.toString(16).padStart(4, '0');
  const rest = hash(`${id}/${part}`).slice(0, 11);
  const digits = `${place}${rest}`;
  return idFromUuid('line', `${uuid.slice(0, 20)}${digits.slice(0, 3)}-${digits.slice(3)}`);
};
