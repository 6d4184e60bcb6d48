import type { HeldUnits } from '#domain/catalog/pricing/held.ts';
import { cellName } from '#domain/catalog/pricing/matrix.ts';
import type { ChargeFacts, SubscriptionCharge } from '#domain/charging/charge.ts';
import { amountOf } from '#domain/charging/charge.ts';
import type {
  EventBasis,
  MeterQuantity,
  StoredSpan,
  UsageDerivation,
} from '#domain/charging/derivation.ts';
import { TooManyGroups } from '#domain/charging/errors.ts';
import { shownQuantity, withoutParts } from '#domain/charging/line-parts.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { hasParts } from '#domain/charging/terms.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { Money, withinRange } from '#domain/shared/money.ts';

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

/** A quantity as it was counted for a line. */
export interface CountedPart {
  readonly group: Readonly<Record<string, string>>;
  readonly events: number;
  readonly quantity: Fraction;
  /** Where each event has a price of its own. */
  readonly eventBasis?: EventBasis;
  /** By the codes of meters, where the price bounds several of them. */
  readonly quantities?: Readonly<Record<string, MeterQuantity>>;
  /** Where the price is prorated by the time for which a level is held. */
  readonly held?: HeldUnits;
  /** A group of a level that is carried over, of which there was nothing. */
  readonly isUnheld?: true;
  /** Of what all other parts come to together, where they have a minimum or maximum. */
  readonly isBound?: true;
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

/** The most groups or cells of a price that are charged for a period: each used one is a line. */
export const groupsMax = 10_000;

/**
 * The lines of a charge that is counted now: one for each group, and one of nothing where there is
 * no group. The amounts of a period add up to the rounded price of all that was counted.
 * @throws {TooManyGroups}
 */
export const countedCharges = (charge: UsageCharge, counting: Counting): readonly UsageCharge[] => {
  const before = linesByPart(counting);
  const lines = partsToCharge(charge, counting, before).map((part, index) =>
    countedCharge(charge, counting, part, index, before),
  );
  // A group of which nothing was used since the line before has nothing to say, and neither has a
  // bound that is kept.
  const told = lines.filter(
    ({ part, amount, derivation }) =>
      !amount.isZero() ||
      (part === '' ? !hasParts(counting.terms) : !before.has(part) && !derivation.isBoundOfParts),
  );
  if (told.length > 0) return told;
  // A line that only shows that nothing was used costs nothing, whatever zero units cost.
  const none = countedCharge(charge, counting, noUsage, 0, before);
  return [none.amount.isZero() ? none : (lines[0] ?? none)];
};

/** The lines of each part that were counted before, oldest first. */
type LinesByPart = ReadonlyMap<string, readonly UsageCharge[]>;

const linesByPart = ({ terms, parts, earlier }: Counting): LinesByPart => {
  const lines = Map.groupBy(earlier, ({ part }) => part);
  const ofNone = lines.get('');
  const [first] = parts;
  if (ofNone === undefined || first === undefined || !hasParts(terms)) return lines;
  // Zero units were charged when there was no group yet: what they cost is set off once, against
  // the group that came first.
  const known = earlier.find(({ derivation }) => derivation.group !== undefined);
  const heir = known?.part ?? nameOfPart(terms, first);
  lines.delete('');
  lines.set(heir, [...ofNone, ...(lines.get(heir) ?? [])]);
  return lines;
};

const noUsage: CountedPart = { group: {}, events: 0, quantity: Fraction.of(0n) };

/** With the bound of all together, where they have one. */
const partsToCharge = (
  charge: UsageCharge,
  counting: Counting,
  before: LinesByPart,
): readonly CountedPart[] => {
  const { terms, parts } = counting;
  const charged = withoutUnheld(charge, counting, before);
  // Those of which all events were cancelled do not count: cancelling is a remedy.
  const used = charged.reduce((sum, { events }) => sum + (events > 0 ? 1 : 0), 0);
  if (used > groupsMax) throw new TooManyGroups(nameOf(charge), used);
  const own = parts.length > 0 ? charged : [noUsage];
  const isBounded = terms.minimum !== undefined || terms.maximum !== undefined;
  return isBounded && hasParts(terms) ? [...own, sumOfParts(charge, terms, parts)] : own;
};

// Groups of a level stay for good. One of which nothing is left has nothing to say, unless it costs
// something all the same, or was charged in this period.
const withoutUnheld = (
  charge: UsageCharge,
  counting: Counting,
  before: LinesByPart,
): readonly CountedPart[] =>
  counting.parts.filter(
    (part, index) =>
      part.isUnheld !== true ||
      before.has(nameOfPart(counting.terms, part)) ||
      !countedCharge(charge, counting, part, index, before).amount.isZero(),
  );

/**
 * The sum of what the groups or cells of a line come to, each by itself: the quantity of their
 * bound, in major units.
 * @param charge a line of the price and period, whichever it is
 */
export const sumOfParts = (
  charge: UsageCharge,
  terms: PriceTerms,
  parts: readonly CountedPart[],
): CountedPart => {
  const { spans } = charge.derivation;
  const counting = { terms, parts, spans, position: '0', earlier: [], idOf: () => charge.id };
  const own = parts.length > 0 ? parts : [noUsage];
  const alone = own.map((part, index) => countedCharge(charge, counting, part, index, new Map()));
  const minor = alone.reduce((sum, { amount }) => sum + amount.minor, 0n);
  const quantity = Fraction.of(minor, 10n ** BigInt(terms.minorUnitDigits));
  const events = parts.reduce((sum, part) => sum + part.events, 0);
  return { group: {}, events, quantity, isBound: true };
};

/** The name of a group or cell, or of the bounds of all; empty where there is one line. */
const nameOfPart = (terms: PriceTerms, part: CountedPart): string => {
  if (part === noUsage) return '';
  const { minimum, maximum } = terms;
  if (part.isBound) {
    if (minimum !== undefined && maximum !== undefined) return 'minimum and maximum';
    return minimum === undefined ? 'maximum' : 'minimum';
  }
  const names = groupsOf(terms);
  return names.length === 0 ? '' : cellName({ dimensions: names }, part.group);
};

/**
 * The lines for usage that came after a period was counted: what its groups come to now, less what
 * was charged. Each corrects the last line of its group and, where it has none, of the period; and
 * no line is corrected twice, as their ids may not tell the order of those of one instant. Below
 * zero it gives back what was charged.
 * @param counting with the lines that were counted before, oldest first
 * @throws {TooManyGroups}
 */
export const lateCharges = (counting: Counting): readonly UsageCharge[] => {
  const { terms, earlier } = counting;
  const last = earlier.at(-1);
  if (last === undefined) return [];
  const before = linesByPart(counting);
  const lines = partsToCharge(last, counting, before).map((part, index) => {
    const own = before.get(nameOfPart(terms, part)) ?? [];
    const corrected =
      own.findLast(({ id }) => !own.some(({ corrects }) => corrects === id)) ?? last;
    const charge = {
      ...last,
      description: nameOf(last),
      cause: lateCause,
      corrects: corrected.id,
      credited: Money.zero(last.currency),
    };
    return countedCharge(charge, counting, part, index, before);
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

const countedCharge = (
  charge: UsageCharge,
  { terms, spans, position, idOf }: Counting,
  counted: CountedPart,
  index: number,
  earlier: LinesByPart,
): UsageCharge => {
  const { group, events, quantity, eventBasis, quantities, held, isBound } = counted;
  const part = nameOfPart(terms, counted);
  const before = (earlier.get(part) ?? []).reduce((sum, { amount }) => sum + amount.minor, 0n);
  // The line that it is made of may be one of another part.
  const of = withoutParts(charge.derivation);
  const derivation: UsageDerivation = {
    ...of,
    quantity: quantity.toText(),
    counted: { events, position },
    before: String(before),
    ...(part !== '' && !isBound && { group }),
    ...(isBound && { isBoundOfParts: true }),
    ...(eventBasis && { eventBasis }),
    ...(quantities && { quantities }),
    ...(held && { held }),
    spans,
  };
  return {
    ...charge,
    id: idOf(part, index),
    part,
    description: part === '' ? charge.description : `${charge.description} (${part})`,
    quantity: isBound ? '1' : shownQuantity(quantity),
    amount: withinRange(amountOf(terms, derivation)),
    derivation,
  };
};
