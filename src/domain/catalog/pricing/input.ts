import type { ModelName } from '#domain/catalog/pricing/model.ts';
import type { Money } from '#domain/shared/money.ts';

export type Maybe<Value> = Value | null | undefined;

/** A tier as people write it. Which fields it may have depends on the model. */
export interface TierInput {
  /** The bounds of a capacity price are by meter. */
  readonly upTo: string | Readonly<Record<string, string>> | null;
  readonly unitAmount?: Maybe<string>;
  readonly flatAmount?: Maybe<Money>;
  readonly rate?: Maybe<string>;
  readonly packageSize?: Maybe<string>;
  readonly amount?: Maybe<Money>;
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
  readonly amount?: Maybe<Money>;
  readonly unitAmount?: Maybe<string>;
  readonly tiers?: Maybe<readonly TierInput[]>;
  readonly packageSize?: Maybe<string>;
  readonly freeUnits?: Maybe<string>;
  readonly rate?: Maybe<string>;
  readonly fixedAmount?: Maybe<string>;
  readonly freeEvents?: Maybe<number>;
  readonly freeValue?: Maybe<string>;
  readonly perEventMinimum?: Maybe<string>;
  readonly perEventMaximum?: Maybe<string>;
  readonly amountProperty?: Maybe<string>;
  readonly dimensions?: Maybe<readonly string[]>;
  readonly cells?: Maybe<readonly MatrixCellInput[]>;
  readonly defaultUnitAmount?: Maybe<string>;
  readonly chargesAtZero?: Maybe<boolean>;
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

export type ModelField = (typeof modelFields)[number];
