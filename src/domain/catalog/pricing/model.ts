import type { CurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';

// A price as it was read: amounts as `Money`, decimals as the shortest text, in major units. What
// is stored of it, and what amounts are computed from, is plain JSON: see `ModelTerms`.

/** The same amount, whatever the quantity. */
export interface FlatModel {
  readonly model: 'flat';
  readonly amount: Money;
}

/** The quantity times the unit amount. */
export interface PerUnitModel {
  readonly model: 'per_unit';
  readonly unitAmount: string;
}

/** The price of units from the bound of the tier before up to its own, the bound included. */
export interface UnitTier {
  /** Null in the last tier, which has no end. */
  readonly upTo: string | null;
  /** Null is nothing, for both; one of them is stated. */
  readonly unitAmount: string | null;
  readonly flatAmount: Money | null;
}

/** Each tier takes its own units; the flat amount of each tier that is reached comes on top. */
export interface GraduatedModel {
  readonly model: 'graduated';
  readonly tiers: readonly UnitTier[];
  /** Whether zero units owe the flat amount of the first tier. */
  readonly chargesAtZero: boolean;
}

/** All units cost what they cost in the tier that the total reaches. */
export interface VolumeModel {
  readonly model: 'volume';
  readonly tiers: readonly UnitTier[];
  readonly chargesAtZero: boolean;
}

export interface StairstepTier {
  readonly upTo: string | null;
  readonly flatAmount: Money;
}

/** The flat amount of the tier that the total reaches. */
export interface StairstepModel {
  readonly model: 'stairstep';
  readonly tiers: readonly StairstepTier[];
  readonly chargesAtZero: boolean;
}

export interface CapacityTier {
  /** The bound of each meter, by its code; null in the last tier, which takes everything. */
  readonly upTo: Readonly<Record<string, string>> | null;
  readonly flatAmount: Money;
}

/** The flat amount of the first tier in which every meter fits. */
export interface CapacityModel {
  readonly model: 'capacity';
  readonly tiers: readonly CapacityTier[];
  readonly chargesAtZero: boolean;
}

/** Packages begun times the amount of one. */
export interface PackageModel {
  readonly model: 'package';
  readonly packageSize: string;
  readonly amount: Money;
  /** Units that cost nothing; the packages begin after them. */
  readonly freeUnits: string;
  readonly chargesAtZero: boolean;
}

export interface PackageTier {
  readonly upTo: string | null;
  readonly packageSize: string;
  readonly amount: Money;
}

/** Packages begun in each tier, by the units of that tier. */
export interface TieredPackageModel {
  readonly model: 'package';
  readonly tiers: readonly PackageTier[];
  readonly chargesAtZero: boolean;
}

/** A share of the value of each event, after what is free. */
export interface PercentageModel {
  readonly model: 'percentage';
  /** `0.015` is 1.5 %. */
  readonly rate: string;
  /** Of each event that is paid, beside its share. */
  readonly fixedAmount: string;
  /** Null where nothing is said: then the free value alone decides, if there is one. */
  readonly freeEvents: number | null;
  readonly freeValue: string | null;
  readonly perEventMinimum: string | null;
  readonly perEventMaximum: string | null;
}

export interface RateTier {
  readonly upTo: string | null;
  readonly rate: string;
  /** Null is nothing. */
  readonly flatAmount: Money | null;
}

/** Each tier takes a share of its own part of the value. */
export interface GraduatedPercentageModel {
  readonly model: 'graduated_percentage';
  readonly tiers: readonly RateTier[];
  readonly chargesAtZero: boolean;
}

/** The amount that each event carries. */
export interface DynamicModel {
  readonly model: 'dynamic';
  /** The property of an event that has it. */
  readonly amountProperty: string;
}

export interface MatrixCell {
  /** A value for each dimension. */
  readonly when: Readonly<Record<string, string>>;
  readonly unitAmount: string;
}

/** The unit amount by one or two properties of an event. */
export interface MatrixModel {
  readonly model: 'matrix';
  readonly dimensions: readonly string[];
  readonly cells: readonly MatrixCell[];
  /** Of what no cell takes; null where that costs nothing, and shows as a line of zero. */
  readonly defaultUnitAmount: string | null;
}

/** How a price comes to its amount. */
export type PriceModel =
  | FlatModel
  | PerUnitModel
  | GraduatedModel
  | VolumeModel
  | StairstepModel
  | CapacityModel
  | PackageModel
  | TieredPackageModel
  | PercentageModel
  | GraduatedPercentageModel
  | DynamicModel
  | MatrixModel;

export type ModelName = PriceModel['model'];

/** The bounds of a price in a period, whatever its model. */
export interface Bounds {
  readonly minimum: Money | null;
  readonly maximum: Money | null;
}

/** As plain JSON: amounts are minor units, as texts. */
export type Stored<Value> = Value extends Money
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Stored<Item>[]
    : Value extends object
      ? { readonly [Name in keyof Value]: Stored<Value[Name]> }
      : Value;

/** A model as it is stored, and as its amount is computed from it. */
export type ModelTerms = Stored<PriceModel>;

/** The fields of a record of somebody else's names: what it has itself, and nothing inherited. */
export const fieldOf = <Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined => (Object.hasOwn(record, name) ? record[name] : undefined);

/** The terms of one model. */
export type TermsOf<Name extends ModelName> = Extract<ModelTerms, { readonly model: Name }>;

/** A model, or a part of one, as plain JSON. */
export const toStored = <Value>(value: Value): Stored<Value> => stored(value) as Stored<Value>;

const stored = (value: unknown): unknown => {
  if (value instanceof Money) return String(value.minor);
  return mapped(value, (_name, inner) => stored(inner));
};

/** Reads what `toStored` wrote; its amounts are in `currency`. */
export const fromStored = <Value>(value: Stored<Value>, currency: CurrencyCode): Value =>
  restored('', value, currency) as Value;

const restored = (name: string, value: unknown, currency: CurrencyCode): unknown =>
  typeof value === 'string' && moneyFields.has(name)
    ? Money.of(BigInt(value), currency)
    : mapped(value, (inner, of) => restored(inner, of, currency));

/** The fields of models that are amounts of money. A unit amount or a rate is a decimal. */
const moneyFields: ReadonlySet<string> = new Set(['amount', 'flatAmount', 'minimum', 'maximum']);

// The names in `upTo` and `when` are not ours: a meter or a dimension may be called `amount`.
const foreignNames: ReadonlySet<string> = new Set(['upTo', 'when']);

const mapped = (value: unknown, map: (name: string, inner: unknown) => unknown): unknown => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((inner: unknown) => map('', inner));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, foreignNames.has(name) ? inner : map(name, inner)]),
  );
};
