import { countInPages } from '#application/charging/count-in-order.ts';
import { rangeOf } from '#application/charging/usage-behind.ts';
import { sortedText } from '#application/invoicing/documents/preview-text.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import type {
  BilledRange,
  CountableUsage,
  UsageCounts,
} from '#application/metering/usage-counts.ts';
import { metersOf } from '#domain/catalog/usage-price.ts';
import type { CountedPart, UsageCharge } from '#domain/charging/counted-usage.ts';
import { isUsage, sumOfParts } from '#domain/charging/counted-usage.ts';
import type { CountedEvents } from '#domain/charging/derivation.ts';
import type { OpenParts } from '#domain/charging/open-parts.ts';
import { openParts } from '#domain/charging/open-parts.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { hasParts } from '#domain/charging/terms.ts';
import { partsOfLine } from '#domain/charging/unheld-parts.ts';
import type { MeterUsage } from '#domain/charging/usage-parts.ts';
import { countedBy, emptyPart } from '#domain/charging/usage-parts.ts';
import { tallyingOf } from '#domain/charging/usage-reading.ts';
import type { ExplainableLine } from '#domain/invoicing/line-explanation.ts';
import type { UsageTallying } from '#domain/metering/open-usage.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { isId } from '#domain/shared/ids.ts';

/** The reads that quantities are counted again with. */
export type RecountReads = Pick<MeteringReads, 'meters' | 'usageCounts'>;

/** Lines of usage that could not be proved. */
export interface Recount {
  /** Lines whose quantity or number of events is another. */
  readonly wrong: ReadonlySet<LineId>;
  /** Lines that have fewer events than were counted, of a time of which events are kept no more. */
  readonly gone: ReadonlySet<LineId>;
}

/** Counts the events behind lines of usage once more, up to the position of each line. */
export const recountUsage = async (
  reads: RecountReads,
  lines: readonly ExplainableLine[],
): Promise<Recount> => {
  const [wrong, gone] = [new Set<LineId>(), new Set<LineId>()];
  let last: CountedAgain | undefined;
  for (const { charge, terms } of lines) {
    if (!isUsage(charge)) continue;
    const key = countingKey(charge);
    last = last?.key === key ? last : await countAgain(reads, key, charge, terms);
    const outcome = outcomeIn(last.usage, charge, terms);
    if (outcome === 'wrong') wrong.add(charge.id);
    if (outcome === 'gone') gone.add(charge.id);
  }
  return { wrong, gone };
};

/** The usage behind the lines of one price, counted once more. */
interface CountedAgain {
  readonly key: string;
  /** Undefined where nothing says how it is counted. */
  readonly usage: RecountedUsage | undefined;
}

interface RecountedUsage {
  readonly parts: readonly CountedPart[];
  /** The parts by `groupText`. */
  readonly byGroup: ReadonlyMap<string, CountedPart>;
  /** Whether events of the time are kept no more. */
  readonly isOfGone: boolean;
}

// A line of a group stands beside thousands of others: all of them are of the same count.
const countingKey = ({
  customerId,
  subscriptionId,
  termsHash,
  derivation: { counted, quantities, countedBy: by, timeZone, period, spans, paidUntil },
}: UsageCharge): string =>
  sortedText({
    customerId,
    subscriptionId,
    termsHash,
    time: { countedBy: by, timeZone, period, spans, paidUntil: paidUntil ?? null },
    position: counted?.position ?? null,
    quantities: quantities ?? null,
  });

// A store may give the names of a group in another order.
const groupText = (group: CountedPart['group']): string => sortedText(group);

const countAgain = async (
  reads: RecountReads,
  key: string,
  charge: UsageCharge,
  terms: PriceTerms,
): Promise<CountedAgain> => {
  const isCounted = charge.derivation.counted !== null && terms.model !== 'commitment';
  const read = isCounted ? await usageOf(reads, charge, terms) : null;
  if (read === null) return { key, usage: undefined };
  const parts = partsOfLine(terms, read.usages, charge.derivation);
  const byGroup = new Map(parts.map((part) => [groupText(part.group), part] as const));
  return { key, usage: { parts, byGroup, isOfGone: read.isOfGone } };
};

const outcomeIn = (
  usage: RecountedUsage | undefined,
  charge: UsageCharge,
  terms: PriceTerms,
): 'right' | 'wrong' | 'gone' => {
  // Its amount is proved by its derivation: no events stand behind it.
  if (terms.model === 'commitment') return 'right';
  const { counted } = charge.derivation;
  if (counted === null || usage === undefined) return 'wrong';
  const { parts, byGroup, isOfGone } = usage;
  if (charge.derivation.isBoundOfParts) {
    return outcomeOf(charge, counted, sumOfParts(charge, terms, parts), isOfGone);
  }
  const { group: named } = charge.derivation;
  // Events without the properties of a price make a group, too, and it has no name in it.
  const isOfGroup = named !== undefined || !hasParts(terms);
  const found = isOfGroup ? byGroup.get(groupText(named ?? {})) : undefined;
  const isEmpty = found === undefined && counted.events === 0;
  // A price with groups has one line of nothing where there is no group, and where none was used
  // since the lines before, which prove what was.
  const hasNone = parts.every(({ isUnheld }) => isUnheld === true);
  const isOfNone = hasNone || (hasParts(terms) && charge.amount.isZero());
  if (isEmpty && named === undefined && isOfNone) return 'right';
  // All events of a group may have been cancelled.
  const part = isEmpty && named !== undefined ? emptyPart(terms, named) : found;
  return outcomeOf(charge, counted, part, isOfGone);
};

/** The events that each meter counted for a line; null where one of them is not there. */
const usageOf = async (
  { meters, usageCounts }: RecountReads,
  charge: UsageCharge,
  terms: PriceTerms,
) => {
  const { derivation } = charge;
  const usages: MeterUsage[] = [];
  let isOfGone = false;
  for (const meterId of metersOf(terms)) {
    const meter = isId('mtr', meterId) ? await meters.find(meterId) : undefined;
    if (meter === undefined) return null;
    const range = rangeOf(charge, meter, derivation.spans);
    const position = countedBy(derivation, meter.code)?.position ?? '0';
    const { goneUntil, ...usage } = await recounted(usageCounts, range, position, {
      tallying: tallyingOf(meter, terms, derivation),
      parts: openParts(meter, terms, derivation),
    });
    const isGone = goneUntil !== null && (range.from === null || range.from <= goneUntil);
    isOfGone ||= isGone;
    usages.push({ ...usage, meter, position });
  }
  return usages.length === 0 ? null : { usages, isOfGone };
};

interface Recounting {
  readonly tallying: UsageTallying | undefined;
  readonly parts: OpenParts;
}

/** The usage of a meter: tallied while it is read or, where each event is needed, in order. */
const recounted = async (
  usageCounts: UsageCounts,
  range: BilledRange,
  position: string,
  { tallying, parts }: Recounting,
): Promise<Omit<MeterUsage, 'meter'> & Pick<CountableUsage, 'goneUntil'>> =>
  tallying === undefined
    ? { rolledUp: [], events: [], ...(await countInPages(usageCounts, range, position, parts)) }
    : usageCounts.within(range, position, tallying);

/** @param part the part of the line, as it is counted now */
const outcomeOf = (
  { derivation }: UsageCharge,
  counted: CountedEvents,
  part: CountedPart | undefined,
  isOfGone: boolean,
): 'right' | 'wrong' | 'gone' => {
  const isRight =
    part?.events === counted.events &&
    part.quantity.toText() === derivation.quantity &&
    sortedText(part.eventBasis ?? {}) === sortedText(derivation.eventBasis ?? {}) &&
    sortedText(part.quantities ?? {}) === sortedText(derivation.quantities ?? {}) &&
    sortedText(part.held ?? {}) === sortedText(derivation.held ?? {});
  if (isRight) return 'right';
  return isOfGone && (part?.events ?? 0) < counted.events ? 'gone' : 'wrong';
};
