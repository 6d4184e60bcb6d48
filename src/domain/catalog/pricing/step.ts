import type { Fraction } from '#domain/shared/fraction.ts';

/** The units of a tier: those above `above`, up to and with `upTo`; null where it has no end. */
export interface TierRange {
  readonly above: string;
  readonly upTo: string | null;
}

interface Amounting {
  /** The result of this step, in minor units. */
  readonly amount: Fraction;
}

/** An amount that is owed whatever the quantity: of the price, or of a tier that was reached. */
export interface FlatStep extends Amounting {
  readonly kind: 'flat';
  /** A decimal. */
  readonly quantity: string;
  readonly tier: TierRange | null;
}

/** Units at a unit amount. */
export interface UnitsStep extends Amounting {
  readonly kind: 'units';
  readonly quantity: Fraction;
  readonly unitAmount: Fraction;
  readonly tier: TierRange | null;
  /** The cell of a matrix that they are in. */
  readonly cell: string | null;
}

/** Units at a unit amount, on average over the time of a whole period. */
export interface AverageStep extends Amounting {
  readonly kind: 'average';
  /** The average. */
  readonly quantity: Fraction;
  /** The units, each as often as days, or seconds, it was held: a decimal. */
  readonly unitTime: string;
  /** Of the whole period, in days or seconds. */
  readonly length: number;
  readonly unit: 'day' | 'second';
  readonly unitAmount: Fraction;
  readonly tier: TierRange | null;
}

/** Packages begun, at the amount of one. */
export interface PackagesStep extends Amounting {
  readonly kind: 'packages';
  readonly packages: bigint;
  readonly packageSize: string;
  readonly unitAmount: Fraction;
  readonly tier: TierRange | null;
}

/** Units that cost nothing. */
export interface FreeUnitsStep extends Amounting {
  readonly kind: 'free_units';
  readonly quantity: Fraction;
}

/** The tier in which every meter fits. */
export interface CapacityStep extends Amounting {
  readonly kind: 'capacity';
  readonly quantities: Readonly<Record<string, string>>;
  readonly upTo: Readonly<Record<string, string>> | null;
  /** The bounds of the tier before that are passed: these meters decide. None in the first tier. */
  readonly passed: Readonly<Record<string, string>>;
}

/** A share of a value that lies in a tier. */
export interface RateStep extends Amounting {
  readonly kind: 'rate';
  readonly value: Fraction;
  readonly rate: string;
  readonly tier: TierRange;
}

/** One event, by its place from 1: the value that it pays for, and what it costs. */
export interface EventStep extends Amounting {
  readonly kind: 'event';
  readonly number: number;
  readonly paidValue: Fraction;
  readonly rate: string;
  /** In minor units. */
  readonly fixedAmount: Fraction;
  readonly bound: 'minimum' | 'maximum' | null;
}

/** Events that cost nothing. */
export interface FreeEventsStep extends Amounting {
  readonly kind: 'free_events';
  readonly count: number;
}

/** The amount that an event carries. */
export interface CarriedStep extends Amounting {
  readonly kind: 'carried';
  readonly number: number;
}

/** A share of the value that some events pay for. */
export interface ShareStep extends Amounting {
  readonly kind: 'share';
  readonly value: Fraction;
  readonly rate: string;
}

/** Events that cost the same each: the fixed amount, or the bound of an event. */
export interface PaidEventsStep extends Amounting {
  readonly kind: 'paid_events';
  readonly count: number;
  readonly unitAmount: Fraction;
  readonly bound: 'minimum' | 'maximum' | null;
}

/** The amounts that several events carry. */
export interface CarriedSumStep extends Amounting {
  readonly kind: 'carried_sum';
  readonly count: number;
}

/** Events that should carry an amount, and carry none. */
export interface NoAmountStep extends Amounting {
  readonly kind: 'no_amount';
  readonly count: number;
}

/** Nothing is owed, as more was given back than used. */
export interface GivenBackStep extends Amounting {
  readonly kind: 'given_back';
}

/** Units that no cell of a matrix takes. */
export interface UnpricedStep extends Amounting {
  readonly kind: 'unpriced';
  readonly quantity: Fraction;
  readonly cell: string;
}

/** Nothing is owed, as nothing was used. */
export interface NothingStep extends Amounting {
  readonly kind: 'nothing';
}

/** The sum of the steps before. */
export interface TotalStep extends Amounting {
  readonly kind: 'total';
}

/** The least or the most that a price comes to in a period. */
export interface BoundStep extends Amounting {
  readonly kind: 'minimum' | 'maximum';
}

/** One step from a price to what it comes to, in numbers. */
export type PricingStep =
  | FlatStep
  | UnitsStep
  | AverageStep
  | PackagesStep
  | FreeUnitsStep
  | CapacityStep
  | RateStep
  | EventStep
  | FreeEventsStep
  | CarriedStep
  | ShareStep
  | PaidEventsStep
  | CarriedSumStep
  | NoAmountStep
  | GivenBackStep
  | UnpricedStep
  | NothingStep
  | TotalStep
  | BoundStep;

/** The exact amount of a price in minor units, and its steps. The last one has that amount. */
export interface Priced {
  readonly exact: Fraction;
  readonly steps: readonly PricingStep[];
}
