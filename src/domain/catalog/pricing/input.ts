import type { ModelName } from '#domain/catalog/pricing/model.ts';
import type { Money } from '#domain/shared/money.ts';

export type Nullish<Value> = Value | null | undefined;

/** A tier as people write it. Which fields it may have depends on the model. */
export interface TierInput {
  /** The bounds of a capacity price are by meter. */
  readonly upTo: string | Readonly<Record<string, string>> | null;
  readonly unitAmount?: Nullish<string>;
  readonly flatAmount?: Nullish<Money>;
  readonly rate?: Nullish<string>;
  readonly packageSize?: Nullish<string>;
  readonly amount?: Nullish<Money>;
}

export interface MatrixCellInput {
  readonly when: Readonly<Record<string, string>>;
  readonly unitAmount: string;
}

/**
 * The part of a price that says what it comes to, as people write it, before anything was checked.
 * Null is as good as absent. Which fields it may have depends on the model.
 */
export interface ModelInput {
  /** `flat` where absent. */
  readonly model?: ModelName | undefined;
  readonly amount?: Nullish<Money>;
  readonly unitAmount?: Nullish<string>;
  readonly tiers?: Nullish<readonly TierInput[]>;
  readonly packageSize?: Nullish<string>;
  readonly freeUnits?: Nullish<string>;
  readonly rate?: Nullish<string>;
  readonly fixedAmount?: Nullish<string>;
  readonly freeEvents?: Nullish<number>;
  readonly freeValue?: Nullish<string>;
  readonly perEventMinimum?: Nullish<string>;
  readonly perEventMaximum?: Nullish<string>;
  readonly amountProperty?: Nullish<string>;
  readonly dimensions?: Nullish<readonly string[]>;
  readonly cells?: Nullish<readonly MatrixCellInput[]>;
  readonly defaultUnitAmount?: Nullish<string>;
  readonly chargesAtZero?: Nullish<boolean>;
}

/** The fields of models. A model has some of them. */
export const modelFields = [
  'amount',
  'unitAmount',
  'tiers',
  'packageSize',
  'freeUnits',
  'rate',
  'fixedAmount',
  'freeEvents',
  'freeValue',
  'perEventMinimum',
  'perEventMaximum',
  'amountProperty',
  'dimensions',
  'cells',
  'defaultUnitAmount',
  'chargesAtZero',
] as const satisfies readonly Exclude<keyof ModelInput, 'model'>[];
