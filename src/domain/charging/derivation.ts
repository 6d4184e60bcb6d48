import type { CarriedAmounts } from '#domain/catalog/pricing/dynamic.ts';
import type { HeldUnits } from '#domain/catalog/pricing/held.ts';
import type { PaidEvents } from '#domain/catalog/pricing/percentage.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { CountedSpan } from '#domain/metering/tally.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { formatInstant, parseInstant } from '#domain/shared/time.ts';
import type { ChargeRounding, CountedBy } from '#domain/tenants/billing-policy.ts';

export type { ChargeRounding, CountedBy };

/**
 * The version of the arithmetic that a derivation is evaluated by. The first knows flat prices, the
 * second all models that are computed of a quantity, the third also bounds, one-time prices
 * and lines by hand, the fourth usage.
 */
export type DerivationVersion = 1 | 2 | 3 | 4;

/** The version that a charge of these terms is written under. */
export const versionFor = (
  { model, minimum, maximum }: Pick<PriceTerms, 'model' | 'minimum' | 'maximum'>,
  kind: PeriodKind,
): RecurringDerivation['version'] => {
  if (kind === 'one_time' || minimum !== undefined || maximum !== undefined) return 3;
  return model === 'flat' ? 1 : 2;
};

/** From `start` to `end`, the end exclusive: as local dates, and as the instants they began at. */
export interface Span {
  readonly start: CalendarDate;
  readonly end: CalendarDate;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** A span as plain JSON: the instants are RFC 3339, in UTC with milliseconds. */
export interface StoredSpan {
  readonly start: CalendarDate;
  readonly end: CalendarDate;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Whether a price is charged in each period, or once, in the period in which its item begins. */
export type PeriodKind = 'recurring' | 'one_time';

/** The facts that the amount of a period, or of a part, follows from besides its price terms. */
export interface RecurringDerivation {
  readonly version: Exclude<DerivationVersion, 4>;
  readonly kind: PeriodKind;
  /** A decimal. */
  readonly quantity: string;
  readonly countedBy: CountedBy;
  readonly rounding: ChargeRounding;
  /** For readers. Nothing is computed from it: the instants were resolved when this was made. */
  readonly timeZone: TimeZone;
  /** The whole period of the grid: the measure of the part. */
  readonly period: StoredSpan;
  /** The part that is charged, within the period; all of it as a rule. */
  readonly served: StoredSpan;
  /**
   * Whether it was charged when its part had ended: a minimum commitment counts it there. Nothing
   * is computed from it. Absent where not.
   */
  readonly isInArrears?: true;
}

/**
 * The facts that the amount of a credit follows from: the charge that it credits, measured by that
 * charge's own way of counting, price and rounding.
 */
export interface CreditDerivation {
  /** That of the charge. */
  readonly version: Exclude<DerivationVersion, 4>;
  readonly kind: 'credit';
  readonly of: RecurringDerivation;
  /** The part that is taken back, within what the charge served. */
  readonly unused: StoredSpan;
  /** The part of the charge not credited yet, in minor units as a text: no credit exceeds it. */
  readonly left: string;
  /** Whether it takes all that is left, because with it nothing of the charge stays used. */
  readonly takesRest: boolean;
  /** `prorated`: the unused part. `full`: the whole charge, whatever was used. */
  readonly share: CreditShare;
}

export type CreditShare = 'prorated' | 'full';

/** All that the amount of events follows from, where each of them has a price of its own. */
export type EventBasis = CarriedAmounts | PaidEvents;

/** The events that a quantity was counted of. */
export interface CountedEvents {
  readonly events: number;
  /**
   * Of the newest event that was stored by then, a whole number as a text: whoever counts events up
   * to it counts the same ones again.
   */
  readonly position: string;
}

/** The quantity of one of several meters. */
export interface MeterQuantity extends CountedEvents {
  /** As that of a line. */
  readonly quantity: string;
}

/**
 * The facts that the amount of usage follows from: the price of all that was counted so far under
 * the same terms in a period, less what lines were made of already.
 */
export interface UsageDerivation {
  readonly version: 4;
  readonly kind: 'usage';
  /** A decimal or, where none ends, a fraction; `0` before it is counted. */
  readonly quantity: string;
  /** The events behind it; null as long as the line stands on a draft, or on nothing yet. */
  readonly counted: CountedEvents | null;
  /** Minor units, as a text: the sum of the lines that were made of the period before. */
  readonly before: string;
  /** The values of the properties that make its group or cell; absent where there is one line. */
  readonly group?: Readonly<Record<string, string>>;
  /**
   * Whether it is the bound of all groups or cells of the price together: its quantity is what they
   * come to, in major units. Absent of other lines.
   */
  readonly isBoundOfParts?: true;
  /** By the codes of meters, where a price bounds several of them; absent of others. */
  readonly quantities?: Readonly<Record<string, MeterQuantity>>;
  /** The levels that were held, of a price that is prorated by time; absent of others. */
  readonly held?: HeldUnits;
  /** The events in sum, where each of them has a price of its own; absent of other models. */
  readonly eventBasis?: EventBasis;
  /**
   * Whether its part of the period went on when it was charged, as usage had reached a threshold:
   * no minimum is owed yet, and the maximum is that of the period to its end. Absent where not.
   */
  readonly isProgressive?: true;
  /**
   * Until when its level is paid for, where it is prorated by time and charged in advance: the end
   * of the part, as it was known when it was charged. Absent of the line that ends the part.
   */
  readonly paidUntil?: Pick<StoredSpan, 'end' | 'endsAt'>;
  /** The measure of a minimum or maximum, where less than the period was served. */
  readonly countedBy: CountedBy;
  readonly rounding: ChargeRounding;
  /** For readers: the instants were resolved when this was made. */
  readonly timeZone: TimeZone;
  /** The whole period of the grid. */
  readonly period: StoredSpan;
  /** The part that this line is for, within the period. Events are cut at its instants. */
  readonly served: StoredSpan;
  /** The parts of the period that are counted, in order of time; `served` is the last of them. */
  readonly spans: readonly StoredSpan[];
}

/** The facts that the amount of a line follows from that a person wrote by hand. */
export interface ManualDerivation {
  readonly version: 3;
  readonly kind: 'manual';
  /** A decimal. */
  readonly quantity: string;
  readonly rounding: ChargeRounding;
}

/**
 * All that a stored amount follows from beside its terms: plain JSON, written once with the line
 * and never again. A new kind or version is added; none changes what it means.
 */
export type Derivation = PeriodDerivation | ManualDerivation;

/** The derivations that an agreement over time brings. */
export type PeriodDerivation = RecurringDerivation | CreditDerivation | UsageDerivation;

/** A derivation of the first two versions, which know nothing that is charged once. */
export type EarlierDerivation =
  | (RecurringDerivation & { readonly kind: 'recurring' })
  | CreditDerivation;

/** How a period of `unit` is measured under a policy: months of 30 days are no measure of weeks. */
export const countedByFor = (countedBy: CountedBy, unit: IntervalUnit): CountedBy =>
  countedBy === 'month_30' && (unit === 'day' || unit === 'week') ? 'day' : countedBy;

/** The input of a charge for a period. */
export interface RecurringFacts {
  /** As `versionFor` gives it. */
  readonly version: RecurringDerivation['version'];
  readonly kind: PeriodKind;
  readonly quantity: string;
  /** As `countedByFor` gives it. */
  readonly countedBy: CountedBy;
  readonly rounding: ChargeRounding;
  readonly timeZone: TimeZone;
  readonly period: Span;
  /** Within the period. */
  readonly served: Span;
  /** False where absent. */
  readonly isInArrears?: boolean;
}

export const recurringDerivation = (facts: RecurringFacts): RecurringDerivation => {
  const { version, kind, quantity, countedBy, rounding, timeZone } = facts;
  const period = storedSpan(facts.period);
  const served = facts.served === facts.period ? period : storedSpan(facts.served);
  invariant(isWithin(served, period), 'What is charged lies within its period.');
  const derivation = { version, kind, quantity, countedBy, rounding, timeZone, period, served };
  return facts.isInArrears === true ? { ...derivation, isInArrears: true } : derivation;
};

/** The input of a charge for usage. */
export interface UsageFacts {
  /** As `countedByFor` gives it. */
  readonly countedBy: CountedBy;
  readonly rounding: ChargeRounding;
  readonly timeZone: TimeZone;
  readonly period: Span;
  /** Within the period. */
  readonly served: Span;
}

/** The derivation of usage that is not counted yet. */
export const usageDerivation = (facts: UsageFacts): UsageDerivation => {
  const { countedBy, rounding, timeZone } = facts;
  const [period, served] = [storedSpan(facts.period), storedSpan(facts.served)];
  invariant(isWithin(served, period), 'What is charged lies within its period.');
  return {
    version: 4,
    kind: 'usage',
    quantity: '0',
    counted: null,
    before: '0',
    countedBy,
    rounding,
    timeZone,
    period,
    served,
    spans: [served],
  };
};

/** The input of a credit, besides the charge that it takes back. */
export interface CreditFacts {
  /** Within what the charge served. */
  readonly unused: Span;
  /** Minor units, not negative. */
  readonly left: bigint;
  readonly takesRest: boolean;
  readonly share: CreditShare;
}

export const creditDerivation = (of: RecurringDerivation, facts: CreditFacts): CreditDerivation => {
  const { left, takesRest, share } = facts;
  const unused = storedSpan(facts.unused);
  invariant(isWithin(unused, of.served), 'What is credited lies within what was charged.');
  invariant(left >= 0n, 'No more of a charge is credited than was charged.');
  return { version: of.version, kind: 'credit', of, unused, left: String(left), takesRest, share };
};

const storedSpan = ({ start, end, startsAt, endsAt }: Span): StoredSpan => {
  return { start, end, startsAt: formatInstant(startsAt), endsAt: formatInstant(endsAt) };
};

/** A span by its instants. */
export const instantsOf = ({ startsAt, endsAt }: StoredSpan): CountedSpan => ({
  from: parseInstant(startsAt),
  to: parseInstant(endsAt),
});

// Dates and instants of one length sort as texts do.
const isWithin = (part: StoredSpan, whole: StoredSpan): boolean =>
  whole.start <= part.start &&
  part.start <= part.end &&
  part.end <= whole.end &&
  whole.startsAt <= part.startsAt &&
  part.startsAt <= part.endsAt &&
  part.endsAt <= whole.endsAt;
