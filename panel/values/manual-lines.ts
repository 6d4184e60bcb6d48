import type { FormValues } from './form-values.ts';
import { readDecimal } from './money-text.ts';
import { rowsOf } from './plan-prices.ts';

// The lines of an invoice that a person writes, as rows of a form.

/** A line as the API takes it. */
export interface LineBody {
  readonly description: string;
  readonly quantity: string;
  readonly unitAmount: string;
}

/** The values of a new row. */
export const emptyLine = (row: string): FormValues => ({
  [`${row}.description`]: '',
  [`${row}.quantity`]: '1',
  [`${row}.unitAmount`]: '',
});

/** The decimal that was typed, with its sign: `-50` of `−50,00`; undefined where it is none. */
export const readSignedDecimal = (text: string, language: string): string | undefined => {
  const [, sign = '', digits = ''] = /^\s*([-+−]?)(.*)$/su.exec(text) ?? [];
  const read = readDecimal(digits, language);
  const isNegative = sign === '-' || sign === '−';
  return read !== undefined && isNegative && /[1-9]/.test(read) ? `-${read}` : read;
};

/** The fields of rows in which no number stands where there must be one. */
export const unreadableFields = (
  values: FormValues,
  rows: readonly string[],
  language: string,
): readonly string[] =>
  rows.flatMap((row) => [
    ...(readDecimal(text(values, `${row}.quantity`), language) === undefined
      ? [`${row}.quantity`]
      : []),
    ...(readSignedDecimal(text(values, `${row}.unitAmount`), language) === undefined
      ? [`${row}.unitAmount`]
      : []),
  ]);

/** A row as the API takes it. What is no number is sent as it was typed, and refused. */
export const lineBody = (values: FormValues, row: string, language: string): LineBody => {
  const [quantity, unitAmount] = [
    text(values, `${row}.quantity`),
    text(values, `${row}.unitAmount`),
  ];
  return {
    description: text(values, `${row}.description`),
    quantity: readDecimal(quantity, language) ?? quantity,
    unitAmount: readSignedDecimal(unitAmount, language) ?? unitAmount,
  };
};

/** All rows, in their order. */
export const linesBody = (values: FormValues, language: string): readonly LineBody[] =>
  rowsOf(values).map((row) => lineBody(values, row, language));

/** The field of a fault of the server: `lines.0.quantity` is a field of the first row. */
export const lineFieldOf = (path: string, values: FormValues): string => {
  const parts = /^lines\.(?<index>\d+)(?<rest>\..*)?$/.exec(path)?.groups;
  const row = rowsOf(values)[Number(parts?.['index'] ?? -1)];
  return row === undefined ? path : `${row}${parts?.['rest'] ?? '.description'}`;
};

const text = (values: FormValues, name: string): string => String(values[name] ?? '').trim();
