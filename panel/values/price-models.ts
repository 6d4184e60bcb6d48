import { agreedModels, eventModels, usageModels } from '#domain/catalog/pricing/priced.ts';
import type { Price } from '../wire/types.ts';
import { boundCount, boundsShownMax } from './capacity-price.ts';
import { cellsShownMax } from './event-models.ts';

/** The models that the form edits. A package has one size, or one in each tier. */
export const formModels = [
  ...agreedModels,
  'tiered_package',
  ...usageModels,
  'capacity',
  ...eventModels,
] as const;

export type FormModel = (typeof formModels)[number];

/** The models that a price of a kind may have. */
export const modelsOf = (kind: string): readonly FormModel[] =>
  kind === 'usage' ? formModels : formModels.filter((model) => !isOfUsage(model));

const isOfUsage = (model: FormModel): boolean =>
  [...usageModels, 'capacity', ...eventModels].some((name) => name === model);

/** The columns of the tiers of a model, beside their bounds. */
export const tierFieldsOf: Readonly<Record<FormModel, readonly TierFieldName[]>> = {
  flat: [],
  per_unit: [],
  graduated: ['unitAmount', 'flatAmount'],
  volume: ['unitAmount', 'flatAmount'],
  stairstep: ['flatAmount'],
  capacity: ['flatAmount'],
  package: [],
  tiered_package: ['packageSize', 'amount'],
  graduated_percentage: ['rate', 'flatAmount'],
  matrix: [],
  dynamic: [],
  percentage: [],
};

export type TierFieldName = 'unitAmount' | 'rate' | 'flatAmount' | 'packageSize' | 'amount';

/** The model of a price as the form has it; undefined where the form cannot edit it. */
export const formModelOf = ({ kind, model, tiers, cells }: Price): FormModel | undefined => {
  if (cells && cells.length > cellsShownMax) return undefined;
  if (boundCount(tiers) > boundsShownMax) return undefined;
  if (model === 'package' && tiers) return 'tiered_package';
  return modelsOf(kind).find((known) => known === model);
};

/** Whether zero units of a model may owe something: it has tiers or packages. */
export const hasChargeAtZero = (model: FormModel): boolean =>
  model === 'package' || tierFieldsOf[model].length > 0;

/** Whether a model tells events apart: no quantity says what it comes to. */
export const isOfEvents = (model: FormModel): boolean => eventModels.some((name) => name === model);
