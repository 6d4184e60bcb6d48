import { partLineId } from '#application/charging/line-ids.ts';
import type { RecordedLines } from '#application/charging/recorded-lines.ts';
import { recordedLines } from '#application/charging/recorded-lines.ts';
import type { CountingBook, KnownMeters } from '#application/charging/usage-behind.ts';
import {
  metersBehindAll,
  metersIn,
  positionOf,
  usagesBehind,
} from '#application/charging/usage-behind.ts';
import { chargedInAdvance, isOpening } from '#domain/charging/advance-usage.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { isCommitment, sumOfLines } from '#domain/charging/commitment-lines.ts';
import { spansOf } from '#domain/charging/counted-spans.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import {
  countedCharges,
  isOfSamePeriod,
  isUncounted,
  isUsage,
  periodKey,
} from '#domain/charging/counted-usage.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { partsOfLine } from '#domain/charging/unheld-parts.ts';
import { withFormerParts } from '#domain/charging/usage-parts.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import { isId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';

/** Lines whose usage is counted. */
export interface LinesToCount<Charge extends ChargeFacts> {
  readonly lines: readonly Charge[];
  /** Those that the lines name, by their hash. */
  readonly terms: ReadonlyMap<string, PriceTerms>;
  /** Lines that were counted just now, and are not stored yet. */
  readonly before?: readonly ChargeFacts[];
  /** The stored lines, where somebody else reads them, too. */
  readonly recorded?: RecordedLines;
  /** All meters of the lines, where somebody else read them. */
  readonly meters?: KnownMeters;
}

/**
 * Counts the usage behind lines that wait for it: all that is stored by now, of their own time.
 * Other lines stay as they are, and so does the order; a line of a price with groups becomes one
 * for each, and one for a level that is not there becomes none. Nothing is written: a draft shows
 * what this gives, and an invoice that is issued fixes it.
 */
export const countLines = async <Charge extends ChargeFacts>(
  book: CountingBook,
  { lines, terms, before = [], recorded, meters: given }: LinesToCount<Charge>,
): Promise<readonly (Charge | UsageCharge)[]> => {
  if (!lines.some(isUncounted)) return lines;
  const waiting = lines.flatMap((line) => (isUncounted(line) ? [line] : []));
  const read = recorded ?? recordedLines(book.repositories, waiting);
  const own = waiting.filter((line) => !isCommitment(line));
  const subscriptionIds = [...new Set(own.map(({ subscriptionId }) => subscriptionId))];
  const known = given && Promise.resolve(given);
  const behind = known ?? metersOfLines(book, own, terms);
  const asked = [behind, Promise.all(subscriptionIds.map(read))] as const;
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
  await allDone([...Map.groupBy(ofUsage, periodKey).values()].map(countInOrder));
  const counted = lines.flatMap(
    (line): readonly (Charge | UsageCharge)[] => made.get(line) ?? [line],
  );
  return countCommitments({ lines: counted, terms, before, recorded: read });
};

// Who goes on without a line that cannot be counted, or ends the run, finds nobody still reading.
const allDone = async (counting: readonly Promise<void>[]): Promise<void> => {
  for (const settled of await Promise.allSettled(counting)) {
    if (settled.status === 'rejected') throw settled.reason;
  }
};

/** Counts what is missing to minimum commitments, once all other lines are counted. */
const countCommitments = async <Charge extends ChargeFacts>({
  lines,
  terms,
  before,
  recorded,
}: Required<Omit<LinesToCount<Charge | UsageCharge>, 'meters'>>): Promise<
  readonly (Charge | UsageCharge)[]
> => {
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

/** The meters that lines are counted by. */
export const metersOfLines = (
  book: Pick<CountingBook, 'repositories'>,
  lines: readonly UsageCharge[],
  terms: ReadonlyMap<string, PriceTerms>,
): Promise<KnownMeters> =>
  metersBehindAll(
    book,
    lines.map((line) => termsOf(line, terms)),
  );

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
    parts: withFormerParts(terms, partsOfLine(terms, usages, time), earlier),
    spans,
    position: positionOf(usages),
    earlier,
    idOf: (part, index) => (part === '' ? line.id : partLineId(book.hash, line.id, part, index)),
  });
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
