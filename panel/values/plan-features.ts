import type { Feature, FeatureInput } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { typedDecimal } from './money-text.ts';
import type { Written } from './typed-fields.ts';
import { decimalIn, fieldsOf, idsIn, intervalIn, text } from './typed-fields.ts';

// The features of a plan are rows of its form. `features` holds the ids of the rows in their order.

/** The kinds of features, in the order in which the form offers them. */
export const featureKinds = ['boolean', 'limit', 'value'] as const;

/** The ids of the rows of features. */
const featureRowsOf = (values: FormValues): readonly string[] => idsIn(values, 'features');

/** The values of a new row. */
export const emptyFeature = (row: string): FormValues =>
  fieldsOf(row, {
    code: '',
    kind: 'boolean',
    meterId: '',
    limit: '',
    isUnlimited: false,
    'interval.count': '',
    'interval.unit': 'month',
    value: '',
  });

/** Features as values of a form, in the writing of `language`. */
export const featureValues = (
  features: readonly Feature[] | undefined,
  language: string,
): FormValues => {
  const rows = (features ?? []).map((feature, index) => rowValues(feature, index, language));
  const ids = rows.map((_row, index) => rowAt(index)).join(' ');
  return Object.assign({ features: ids }, ...rows) as FormValues;
};

const rowAt = (index: number): string => `feature${index}`;

const rowValues = (feature: Feature, index: number, language: string): FormValues => {
  const { code, kind, meterId, limit, interval, value } = feature;
  const row = rowAt(index);
  const fields = {
    code,
    kind,
    meterId: meterId ?? '',
    limit: typedDecimal(limit ?? '', language),
    isUnlimited: kind === 'limit' && (limit ?? null) === null,
    'interval.count': interval ? String(interval.count) : '',
    'interval.unit': interval?.unit ?? 'month',
    value: value ?? '',
  };
  return { ...emptyFeature(row), ...fieldsOf(row, fields) };
};

/** The features that were typed, as the API takes them: each with the fields of its kind. */
export const featuresBody = (values: FormValues, written: Written): readonly FeatureInput[] =>
  featureRowsOf(values).map((row) => ({
    code: text(values, `${row}.code`).trim(),
    ...kindBody(values, row, written),
  }));

const kindBody = (
  values: FormValues,
  row: string,
  written: Written,
): Omit<FeatureInput, 'code'> => {
  const kind = text(values, `${row}.kind`);
  if (kind === 'value') return { kind, value: text(values, `${row}.value`) };
  if (kind !== 'limit') return { kind: 'boolean' };
  const limit = decimalIn(values, `${row}.limit`, written);
  return {
    kind,
    meterId: text(values, `${row}.meterId`).trim() || null,
    // Of none the API says that it is needed: null would be no limit, which nobody asked for.
    ...(values[`${row}.isUnlimited`] === true ? { limit: null } : limit !== null && { limit }),
    interval: intervalIn(values, row),
  };
};

/** The field of a fault of the server: `features.0.limit` is a field of the first row. */
export const featureFieldOf = (path: string, values: FormValues): string => {
  const parts = /^features\.(?<index>\d+)(?<rest>\..*)?$/.exec(path)?.groups;
  const row = featureRowsOf(values)[Number(parts?.['index'] ?? -1)];
  if (row === undefined) return path;
  const rest = parts?.['rest'] ?? '.code';
  return rest.startsWith('.interval') ? `${row}.interval.count` : `${row}${rest}`;
};
