import type { FormValues } from './form-values.ts';
import { idsIn, text } from './typed-fields.ts';

// Metadata are rows of a form, each with a key and a value: what other programs wrote there has any
// keys. `metadata` holds the names of the rows in their order.

export type Metadata = Readonly<Record<string, string>>;

/** The values of a new row. */
export const emptyEntry = (row: string): FormValues => ({
  [`${row}.key`]: '',
  [`${row}.value`]: '',
});

/** Metadata as values of a form. */
export const metadataValues = (metadata: Metadata): FormValues => {
  const entries = Object.entries(metadata);
  return Object.assign(
    { metadata: entries.map((_entry, index) => `metadata${index}`).join(' ') },
    ...entries.map(([key, value], index) => ({
      [`metadata${index}.key`]: key,
      [`metadata${index}.value`]: value,
    })),
  ) as FormValues;
};

/** The entries as the API takes them. A row into which nothing was typed is none. */
export const metadataBody = (values: FormValues): Metadata =>
  Object.fromEntries(
    rowsWithText(values).map((row) => [keyIn(values, row), text(values, `${row}.value`)]),
  );

/** Faults that the body cannot show: of two rows with one key it would have the last one alone. */
export const repeatedKeys = (
  values: FormValues,
  words: string,
): Readonly<Record<string, string>> => {
  const rows = rowsWithText(values);
  const repeated = rows.filter((row, index) =>
    rows.slice(0, index).some((other) => keyIn(values, other) === keyIn(values, row)),
  );
  return Object.fromEntries(repeated.map((row) => [`${row}.key`, words]));
};

/** The field of a fault of the server: `metadata.soldBy` is the row with this key. */
export const metadataFieldOf = (path: string, values: FormValues): string => {
  if (!path.startsWith('metadata.')) return path;
  const key = path.slice('metadata.'.length);
  const row = rowsWithText(values).find((each) => keyIn(values, each) === key);
  return row === undefined ? 'metadata' : `${row}.key`;
};

const rowsWithText = (values: FormValues): readonly string[] =>
  idsIn(values, 'metadata').filter(
    (row) => keyIn(values, row) !== '' || text(values, `${row}.value`).trim() !== '',
  );

const keyIn = (values: FormValues, row: string): string => text(values, `${row}.key`).trim();
