import { randomKey } from '../../api/random.ts';
import type { FormValues } from '../../values/form-values.ts';
import { idsIn } from '../../values/typed-fields.ts';
import type { FieldProps } from './fields.tsx';

export interface RowsOfForm {
  /** The field that lists the names of the rows, in order: `features`. */
  readonly field: string;
  /** The beginning of the name of a new row: `feature`. */
  readonly prefix: string;
  /** The values of a new row, by its name. */
  readonly emptyRow: (row: string) => FormValues;
}

/** The rows of a form that can be added and removed, by their names. */
export const rowList = (form: FieldProps['form'], { field, prefix, emptyRow }: RowsOfForm) => {
  const rows = idsIn(form.values, field);
  return {
    rows,
    add: (): void => {
      const row = `${prefix}${randomKey()}`;
      for (const [name, value] of Object.entries(emptyRow(row))) form.set(name, value);
      form.set(field, [...rows, row].join(' '));
    },
    remove: (removed: string): void =>
      form.set(field, rows.filter((row) => row !== removed).join(' ')),
  };
};
