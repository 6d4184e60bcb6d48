import { cellName } from '#domain/catalog/pricing/matrix.ts';
import type { ChargeFacts, SubscriptionCharge } from '#domain/charging/charge.ts';
import { amountOf } from '#domain/charging/charge.ts';
import type { EventBasis, StoredSpan, UsageDerivation } from '#domain/charging/derivation.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';

/** A line of usage. */
export type UsageCharge = SubscriptionCharge & { readonly derivation: UsageDerivation };

export const isUsage = (charge: ChargeFacts): charge is UsageCharge =>
  charge.derivation.kind === 'usage';

/** Whether a line waits to be counted: it is, once, when its invoice is issued. */
export const isUncounted = (charge: ChargeFacts): charge is UsageCharge =>
  charge.derivation.kind === 'usage' && charge.derivation.counted === null;

/**
 * Whether a line only asks for usage that came late, where an item ended some time ago: it is for
 * no time of its own, and no document shows it.
 */
export const isClosing = ({
  derivation,
  startsAt,
  endsAt,
}: Pick<ChargeFacts, 'derivation' | 'startsAt' | 'endsAt'>): boolean =>
  derivation.kind === 'usage' && derivation.counted === null && startsAt === endsAt;

/** Whether a line was made of usage before its part of the period had ended. */
export const isProgressive = ({ derivation }: Pick<ChargeFacts, 'derivation'>): boolean =>
  derivation.kind === 'usage' && derivation.isProgressive === true;

/** The properties by whose values a price has lines; none where it has one line. */
export const groupsOf = (terms: PriceTerms): readonly string[] =>
  terms.model === 'matrix' ? terms.dimensions : (terms.groupBy ?? []);

/** Whether two lines are of one price on the same terms, in the same period: they add up. */
export const isOfSamePeriod = (one: UsageCharge, other: UsageCharge): boolean =>
  periodKey(one) === periodKey(other);

/** The same of all lines that add up. */
export const periodKey = ({ itemId, termsHash, derivation: { period } }: UsageCharge): string =>
  JSON.stringify([itemId, termsHash, period.startsAt, period.endsAt]);

/**
 * The parts of the period that a line counts: its own, and those that lines before it counted. Each
 * instant is in one of them at most.
 * @param earlier lines of the same period that were counted
 */
export const spansOf = (
  { derivation: { served } }: UsageCharge,
  earlier: readonly UsageCharge[],
): readonly StoredSpan[] => {
  const spans = [...earlier.map(({ derivation }) => derivation.served), served];
  const merged: StoredSpan[] = [];
  for (const span of spans.toSorted(byStart)) {
    const before = merged.at(-1);
    if (before === undefined || span.startsAt >= before.endsAt) merged.push(span);
    else if (span.endsAt > before.endsAt) merged.splice(-1, 1, upTo(before, span));
  }
  return merged;
};

const byStart = (one: StoredSpan, other: StoredSpan): number =>
  one.startsAt.localeCompare(other.startsAt) || one.endsAt.localeCompare(other.endsAt);

const upTo = (span: StoredSpan, { end, endsAt }: StoredSpan): StoredSpan => {
  return { ...span, end, endsAt };
};

/** A quantity as it was counted for a line. */
export interface CountedPart {
  readonly group: Readonly<Record<string, string>>;
  readonly events: number;
  readonly quantity: Fraction;
  /** Where each event has a price of its own. */
  readonly eventBasis?: EventBasis;
}

/** All that the lines of a charge are made of once it is counted. */
export interface Counting {
  readonly terms: PriceTerms;
  /** One for each group; at least one where the price has no groups. */
  readonly parts: readonly CountedPart[];
  readonly spans: readonly StoredSpan[];
  readonly position: string;
  /** Lines of the same period that were counted before. */
  readonly earlier: readonly UsageCharge[];
  /** Gives the id of a line by its part. */
  readonly idOf: (part: string, index: number) => LineId;
}

/**
 * The lines of a charge that is counted now: one for each group, and one of nothing where there is
 * no group. The amounts of a period add up to the rounded price of all that was counted.
 */
export const countedCharges = (charge: UsageCharge, counting: Counting): readonly UsageCharge[] => {
  const { terms, parts } = counting;
  const names = groupsOf(terms);
  const lines = parts.map((part, index) => {
    const name = names.length === 0 ? '' : cellName({ dimensions: names }, part.group);
    return countedCharge(charge, counting, part, name, index);
  });
  // A group of which nothing was used since the line before has nothing to say.
  const told = lines.filter(
    ({ part, amount }) => part === '' || !amount.isZero() || !isRepeated(part, counting),
  );
  if (told.length > 0) return told;
  const nothing = { group: {}, events: 0, quantity: Fraction.of(0n) };
  return [countedCharge(charge, counting, nothing, '', 0)];
};

/**
 * The lines for usage that came after a period was counted: what its groups come to now, less what
 * was charged. Each corrects the last line of its group and, where it has none, of the period; so
 * no line is corrected twice. Below zero it gives back what was charged.
 * @param counting with the lines that were counted before, oldest first
 */
export const lateCharges = (counting: Counting): readonly UsageCharge[] => {
  const { terms, parts, earlier } = counting;
  const last = earlier.at(-1);
  if (last === undefined) return [];
  const names = groupsOf(terms);
  const lines = parts.map((part, index) => {
    const name = names.length === 0 ? '' : cellName({ dimensions: names }, part.group);
    const corrected = earlier.findLast((line) => line.part === name) ?? last;
    const charge = {
      ...last,
      description: nameOf(last),
      cause: lateCause,
      corrects: corrected.id,
      credited: Money.zero(last.currency),
    };
    return countedCharge(charge, counting, part, name, index);
  });
  return lines.filter(({ amount }) => !amount.isZero());
};

/** The cause of a line for usage that came late. Which line it corrects tells it from others. */
const lateCause = 'late';

/** Whether a line is for usage that came after its period was counted. */
export const isLate = ({
  kind,
  corrects,
}: {
  readonly kind: string;
  readonly corrects: LineId | null;
}): boolean => (kind === 'usage' || kind === 'commitment') && corrects !== null;

// The description of a group is that of its price, and the name of the group.
const nameOf = ({ description, part }: UsageCharge): string =>
  part === '' ? description : description.slice(0, -` (${part})`.length);

const isRepeated = (part: string, { earlier }: Counting): boolean =>
  earlier.some((line) => line.part === part);

const countedCharge = (
  charge: UsageCharge,
  { terms, spans, position, earlier, idOf }: Counting,
  { group, events, quantity, eventBasis }: CountedPart,
  part: string,
  index: number,
): UsageCharge => {
  const before = earlier
    .filter((line) => line.part === part)
    .reduce((sum, { amount }) => sum + amount.minor, 0n);
  const derivation: UsageDerivation = {
    ...charge.derivation,
    quantity: quantity.toText(),
    counted: { events, position },
    before: String(before),
    ...(part !== '' && { group }),
    ...(eventBasis && { eventBasis }),
    spans,
  };
  return {
    ...charge,
    id: idOf(part, index),
    part,
    description: part === '' ? charge.description : `${charge.description} (${part})`,
    quantity: shownQuantity(quantity),
    amount: amountOf(terms, derivation),
    derivation,
  };
};

/** A decimal, cut to twelve digits where none ends; the derivation has the exact one. */
const shownQuantity = (quantity: Fraction): string => {
  const scaled = quantity.times(Fraction.of(10n ** shownDigits)).round('half_up');
  return Fraction.of(scaled, 10n ** shownDigits).toText();
};

const shownDigits = 12n;
