import type { LinesToCount } from '#application/charging/count-usage.ts';
import { countLines, isCounted, withoutRepeated } from '#application/charging/count-usage.ts';
import { lateLineId } from '#application/charging/line-ids.ts';
import { recordedLines } from '#application/charging/recorded-lines.ts';
import type { CountingBook } from '#application/charging/usage-behind.ts';
import {
  metersBehind,
  positionOf,
  rangeOf,
  usagesBehind,
} from '#application/charging/usage-behind.ts';
import { isOpening } from '#domain/charging/advance-usage.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { isCommitment, lateCommitment } from '#domain/charging/commitment-lines.ts';
import { spansOf } from '#domain/charging/counted-spans.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import {
  isClosing,
  isProgressive,
  isUncounted,
  lateCharges,
  periodKey,
} from '#domain/charging/counted-usage.ts';
import type { StoredSpan } from '#domain/charging/derivation.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { partsOfLine } from '#domain/charging/unheld-parts.ts';
import { countedBy, withFormerParts } from '#domain/charging/usage-parts.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import type { LineId, SubscriptionId } from '#domain/shared/ids.ts';

/** Lines whose usage is counted for a document. */
interface LinesOfDocument<Charge extends ChargeFacts> extends LinesToCount<Charge> {
  /**
   * Whether lines that wait for their usage go on waiting, but for those that ask for late usage,
   * and for levels that are charged as they are now. False by default.
   */
  readonly isDraft?: boolean;
}

/**
 * Counts the usage behind lines of a document as `countLines` does, and adds lines for usage of
 * their subscriptions that came after its period was counted. Lines that only ask for this are
 * left out. Nothing is written.
 */
export const countForInvoice = async <Charge extends ChargeFacts>(
  book: CountingBook,
  { lines, terms, before = [], isDraft = false }: LinesOfDocument<Charge>,
): Promise<readonly (Charge | UsageCharge)[]> => {
  const uncounted = lines.flatMap((line) => (isUncounted(line) ? [line] : []));
  if (uncounted.length === 0) return lines;
  const asking = uncounted.filter((line) => isClosing(line) || !(isDraft || isOpening(line)));
  const own = lines.filter((line) => !isClosing(line));
  const recorded = recordedLines(book.repositories, uncounted);
  const toCount = { lines: own, terms, before, recorded };
  const counted = isDraft ? await countOpenings(book, toCount) : await countLines(book, toCount);
  const known = [...before, ...counted];
  const late: UsageCharge[] = [];
  for (const ofSubscription of bySubscription(asking)) {
    late.push(...(await lateLines(book, ofSubscription, { lines: known, terms, recorded })));
  }
  const final = isDraft ? counted : await withCommitments(book, toCount, counted, late);
  return [...final, ...late];
};

/** Counts commitments once more, where usage of their period came late: they follow from it. */
const withCommitments = async <Charge extends ChargeFacts>(
  book: CountingBook,
  { lines, before = [], ...given }: LinesToCount<Charge>,
  counted: readonly (Charge | UsageCharge)[],
  late: readonly UsageCharge[],
): Promise<readonly (Charge | UsageCharge)[]> => {
  const waiting = lines.filter((line) => isUncounted(line) && isCommitment(line));
  if (late.length === 0 || waiting.length === 0) return counted;
  const ids = new Set(waiting.map(({ id }) => id));
  const others = counted.filter(({ id }) => !ids.has(id));
  const known = [...before, ...others, ...late];
  const again = await countLines(book, { ...given, lines: waiting, before: known });
  const byId = new Map(again.map((line) => [line.id, line]));
  return counted.map((line) => byId.get(line.id) ?? line);
};

/** Counts the levels that are charged as they are now. Other lines go on waiting. */
const countOpenings = async <Charge extends ChargeFacts>(
  book: CountingBook,
  { lines, before = [], ...given }: LinesToCount<Charge>,
): Promise<readonly (Charge | UsageCharge)[]> => {
  const counted: (Charge | UsageCharge)[] = [];
  for (const line of lines) {
    const known = { ...given, lines: [line], before: [...before, ...counted] };
    counted.push(...(isOpening(line) ? await countLines(book, known) : [line]));
  }
  return counted;
};

/** As `countForInvoice`, of the lines of a draft that is stored. */
export const countStored = async <Charge extends ChargeFacts>(
  book: CountingBook,
  lines: readonly Charge[],
): Promise<readonly (Charge | UsageCharge)[]> => {
  const ids = lines.filter(isUncounted).map(({ id }) => id);
  if (ids.length === 0) return lines;
  const found = await book.repositories.charges.find(ids);
  const terms = new Map(found.map(({ charge, terms: ofCharge }) => [charge.termsHash, ofCharge]));
  return countForInvoice(book, { lines, terms });
};

const bySubscription = (asking: readonly UsageCharge[]): readonly (readonly UsageCharge[])[] => [
  ...Map.groupBy(asking, ({ subscriptionId }) => subscriptionId).values(),
];

type Known = Required<Omit<LinesToCount<ChargeFacts>, 'before' | 'meters'>>;

interface CountedLine {
  readonly charge: UsageCharge;
  readonly terms: PriceTerms;
}

/**
 * The lines for usage of a subscription that came late.
 * @param asking lines of one subscription that are counted now
 * @param known its `lines` are counted now or just before, and may not be stored yet
 */
const lateLines = async (
  book: CountingBook,
  asking: readonly UsageCharge[],
  known: Known,
): Promise<readonly UsageCharge[]> => {
  const [first] = asking;
  if (first === undefined) return [];
  // Those have counted all that there is.
  const upToDate = new Set(asking.filter((line) => !isClosing(line)).map(periodKey));
  const lines = await countedLines(first.subscriptionId, known);
  const late: UsageCharge[] = [];
  // A commitment follows from all other lines, so it comes last.
  const ordered = lines.toSorted((one, other) => rankOf(one) - rankOf(other));
  for (const [key, ofPeriod] of Map.groupBy(ordered, ({ charge }) => periodKey(charge))) {
    if (upToDate.has(key)) continue;
    const idOf = (part: string, index: number) =>
      lateLineId(book.hash, first.id, `${key}/${part}`, late.length + index);
    for (const line of await lateOfPeriod(book, ofPeriod, late, idOf)) {
      late.push({ ...line, invoiceId: first.invoiceId, createdAt: first.createdAt });
    }
  }
  return late;
};

const rankOf = ({ charge }: CountedLine): number => (isCommitment(charge) ? 1 : 0);

/** The counted lines of a subscription for periods of which events may have come since. */
const countedLines = async (
  subscriptionId: SubscriptionId,
  { lines, terms, recorded }: Known,
): Promise<readonly CountedLine[]> => {
  const stored = await recorded(subscriptionId);
  const termsOf = new Map([
    ...terms,
    ...stored.map(({ charge, terms: ofCharge }) => [charge.termsHash, ofCharge] as const),
  ]);
  const own = lines.filter((line) => line.subscriptionId === subscriptionId);
  return withoutRepeated([...stored.map(({ charge }) => charge), ...own])
    .filter(isCounted)
    .flatMap((charge) => {
      const ofCharge = termsOf.get(charge.termsHash);
      return ofCharge === undefined ? [] : [{ charge, terms: ofCharge }];
    });
};

/**
 * @param lines those that were counted of one period, oldest first
 * @param late the lines for late usage of other prices that were made before
 */
const lateOfPeriod = async (
  book: CountingBook,
  lines: readonly CountedLine[],
  late: readonly UsageCharge[],
  idOf: (part: string, index: number) => LineId,
): Promise<readonly UsageCharge[]> => {
  const last = lines.at(-1);
  // One that goes on is counted again when it ends.
  if (last === undefined || isProgressive(last.charge)) return [];
  const earlier = lines.map(({ charge }) => charge);
  if (last.terms.model === 'commitment') {
    return lateCommitment(earlier, last.terms, late, () => idOf('', 0));
  }
  const meters = await metersBehind(book, last.terms);
  const spans = spansOf(last.charge, earlier);
  if (!(await hasNews(book, last.charge, { meters, spans, earlier }))) return [];
  const time = { ...last.charge.derivation, spans };
  const usages = await usagesBehind(book, last.charge, last.terms, meters, time);
  const used = partsOfLine(last.terms, usages, time);
  const parts = withFormerParts(last.terms, used, earlier);
  const position = positionOf(usages);
  return lateCharges({ terms: last.terms, parts, spans, position, earlier, idOf });
};

interface PeriodSoFar {
  readonly meters: readonly MeterFacts[];
  readonly spans: readonly StoredSpan[];
  readonly earlier: readonly UsageCharge[];
}

/** Whether a meter counts other events of a period now than its lines counted. */
const hasNews = async (
  { repositories: { usageCounts } }: CountingBook,
  line: UsageCharge,
  { meters, spans, earlier }: PeriodSoFar,
): Promise<boolean> => {
  for (const meter of meters) {
    const range = rangeOf(line, meter, spans);
    if (await usageCounts.hasChanged(range, newestPosition(earlier, meter))) return true;
  }
  return false;
};

/** Up to where a meter counted a period: each of its lines counted all of it. */
const newestPosition = (lines: readonly UsageCharge[], { code }: MeterFacts): string =>
  String(
    lines
      .map(({ derivation }) => BigInt(countedBy(derivation, code)?.position ?? '0'))
      .reduce((one, other) => (other > one ? other : one), 0n),
  );
