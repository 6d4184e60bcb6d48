import { soldModels, usageModels } from '#domain/catalog/pricing/priced.ts';
import type { Price } from '../wire/types.ts';

/** The models that the form edits. A package has one size, or one in each tier. */
export const formModels = [...soldModels, 'tiered_package', ...usageModels] as const;

export type FormModel = (typeof formModels)[number];

/** The models that a price of a kind may have. */
export const modelsOf = (kind: string): readonly FormModel[] =>
  kind === 'usage' ? formModels : formModels.filter((model) => !isOfUsage(model));

const isOfUsage = (model: FormModel): boolean => usageModels.some((name) => name === model);

/** The columns of the tiers of a model, beside their bounds. */
export const tierFieldsOf: Readonly<Record<FormModel, readonly TierFieldName[]>> = {
  flat: [],
  per_unit: [],
  graduated: ['unitAmount', 'flatAmount'],
  volume: ['unitAmount', 'flatAmount'],
  stairstep: ['flatAmount'],
  package: [],
  tiered_package: ['packageSize', 'amount'],
  graduated_percentage: ['rate', 'flatAmount'],
};

export type TierFieldName = 'unitAmount' | 'rate' | 'flatAmount' | 'packageSize' | 'amount';

/** The model of a price as the form has it; undefined where the form cannot edit it. */
export const formModelOf = ({ kind, model, tiers }: Price): FormModel | undefined => {
  if (model === 'package' && tiers) return 'tiered_package';
  return modelsOf(kind).find((known) => known === model);
};
