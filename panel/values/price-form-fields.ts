import { capacityFieldOf } from './capacity-price.ts';
import { cellFieldOf } from './event-models.ts';
import type { FormValues } from './form-values.ts';
import { isKept, modelIn, rowsOf, tiersOf } from './plan-prices.ts';
import type { FormModel } from './price-models.ts';
import { tierFieldsOf } from './price-models.ts';

// Decimals are judged by the domain; only amounts of money are checked before they are sent.

const hasAmount = (model: FormModel): boolean => model === 'flat' || model === 'package';

const bounds = ['minimum', 'maximum'] as const;

/** The fields of amounts in a row, and whether each must have one. */
export const amountFields = (
  values: FormValues,
  row: string,
): readonly { readonly name: string; readonly isRequired: boolean }[] => {
  if (isKept(values, row)) return [];
  const model = modelIn(values, row);
  const inTiers = tierFieldsOf[model].filter(
    (field) => field === 'flatAmount' || field === 'amount',
  );
  return [
    ...(hasAmount(model) ? [{ name: `${row}.amount`, isRequired: true }] : []),
    ...tiersOf(values, row).flatMap((tier) =>
      inTiers.map((field) => ({
        name: `${tier}.${field}`,
        // Of units, a tier needs one of its two prices; the domain says so.
        isRequired: ['stairstep', 'capacity', 'tiered_package'].includes(model),
      })),
    ),
    ...(model === 'matrix' ? [] : bounds).map((field) => ({
      name: `${row}.${field}`,
      isRequired: false,
    })),
  ];
};

/**
 * The field of a fault of the server: `prices.0.name` is a field of the first row, and
 * `prices.0.tiers.1.upTo` one of its second tier.
 */
export const priceFieldOf = (path: string, values: FormValues): string => {
  const parts = /^prices\.(?<index>\d+)(?<rest>\..*)?$/.exec(path)?.groups;
  const row = rowsOf(values)[Number(parts?.['index'] ?? -1)];
  // A price that is not edited has no field that could show it: it is told above the form.
  if (row === undefined || isKept(values, row)) return path;
  return fieldInRow(parts?.['rest'] ?? '.name', values, row);
};

/** The field of a fault in one price, by the rest of its path: `.tiers.1.upTo`. */
const fieldInRow = (rest: string, values: FormValues, row: string): string => {
  const tiers = tiersOf(values, row);
  const model = modelIn(values, row);
  const ofCapacity = model === 'capacity' ? capacityFieldOf(rest, values, row, tiers) : undefined;
  if (ofCapacity !== undefined) return ofCapacity;
  const tier = /^\.tiers\.(?<index>\d+)(?<field>\..*)?$/.exec(rest)?.groups;
  const name = tiers[Number(tier?.['index'] ?? -1)];
  const first = tierFieldsOf[model][0] ?? 'upTo';
  if (name !== undefined) return `${name}${tier?.['field'] ?? `.${first}`}`;
  if (rest.startsWith('.interval')) return `${row}.interval.count`;
  return cellFieldOf(rest, values, row) ?? `${row}${rest}`;
};
