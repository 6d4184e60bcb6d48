import type { PricingStep } from '#domain/catalog/pricing/step.ts';
import type { ChargeRounding, CountedBy, StoredSpan } from '#domain/charging/derivation.ts';
import type { Fraction } from '#domain/shared/fraction.ts';

/** The amount of a derivation in minor units: before it was rounded, and after. */
export interface Evaluation {
  readonly exact: Fraction;
  readonly amount: bigint;
}

/** A flat price for a whole period, as the first version says it. */
export interface PriceStep {
  readonly kind: 'price';
  readonly model: 'flat';
  /** A decimal. */
  readonly quantity: string;
  readonly unitAmount: Fraction;
  readonly amount: Fraction;
}

/** A step of the price model, for a whole period; the last of them has its amount. */
export interface ModelStep {
  readonly kind: 'model';
  readonly step: PricingStep;
  readonly amount: Fraction;
}

/** The part of the period that is charged, or that is credited as unused. */
export interface ShareStep {
  readonly kind: 'share';
  readonly countedBy: Exclude<CountedBy, 'none'>;
  readonly counted: number;
  readonly total: number;
  readonly span: StoredSpan;
  readonly isUnused: boolean;
  readonly amount: Fraction;
}

/** A price that is not prorated is charged whole, and not credited in parts. */
export interface UndividedStep {
  readonly kind: 'undivided';
  readonly span: StoredSpan;
  readonly isUnused: boolean;
  readonly amount: Fraction;
}

export interface RoundingStep {
  readonly kind: 'rounding';
  readonly rounding: ChargeRounding;
  readonly exact: Fraction;
  readonly amount: Fraction;
}

/** The whole charge is taken back, whatever was used. */
export interface WholeStep {
  readonly kind: 'whole';
  readonly amount: Fraction;
}

/** No more is taken back than is left of the charge. */
export interface LimitStep {
  readonly kind: 'limit';
  readonly amount: Fraction;
}

/** The last credit of a charge takes what is left, so that nothing stays behind of rounding. */
export interface RestStep {
  readonly kind: 'rest';
  readonly amount: Fraction;
}

/** The least or the most that usage comes to, for the part of the period that was served. */
export interface UsageBoundStep {
  readonly kind: 'usage_bound';
  readonly bound: 'minimum' | 'maximum';
  /** For a whole period. */
  readonly whole: Fraction;
  readonly amount: Fraction;
}

/** The quantity that is charged in advance: the highest one so far, whatever there is now. */
export interface PeakStep {
  readonly kind: 'peak';
  /** A decimal. */
  readonly quantity: string;
  /** The code of its meter, where the price has several; null where it has one. */
  readonly meter: string | null;
  readonly amount: Fraction;
}

/** Lines of the same period charged a part of it before. */
export interface BeforeStep {
  readonly kind: 'before';
  readonly before: Fraction;
  readonly amount: Fraction;
}

/** The sum of all other lines of a period. */
export interface OtherLinesStep {
  readonly kind: 'other_lines';
  readonly amount: Fraction;
}

/** The minimum commitment, for the part of the period that was served. */
export interface CommitmentStep {
  readonly kind: 'commitment';
  /** For a whole period. */
  readonly whole: Fraction;
  readonly amount: Fraction;
}

/** The part of a commitment, or of a minimum, that other lines do not come to. */
export interface MissingStep {
  readonly kind: 'missing';
  readonly amount: Fraction;
}

/** The sum of the lines of all groups or cells of a price. */
export interface AllPartsStep {
  readonly kind: 'all_parts';
  readonly amount: Fraction;
}

/** The part of the lines of groups or cells that is above their maximum: below zero. */
export interface AboveStep {
  readonly kind: 'above';
  readonly amount: Fraction;
}

/** A credit is a negative line. */
export interface CreditStep {
  readonly kind: 'credit';
  readonly amount: Fraction;
}

/**
 * One step from the price to the amount, in numbers: `amount` is what was reached by it, in minor
 * units. That of the last step is the amount of the line.
 */
export type Step =
  | PriceStep
  | ModelStep
  | ShareStep
  | UndividedStep
  | WholeStep
  | RoundingStep
  | LimitStep
  | RestStep
  | PeakStep
  | UsageBoundStep
  | BeforeStep
  | OtherLinesStep
  | CommitmentStep
  | MissingStep
  | AllPartsStep
  | AboveStep
  | CreditStep;
