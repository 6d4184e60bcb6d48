import type { FormValues } from './form-values.ts';
import { idsIn, text } from './typed-fields.ts';

// Thresholds are rows of a form: amounts in a plan, of any measure in a usage alert. `thresholds`
// holds the ids of the rows in their order, `thresholds.every` the step beyond the last one.

/** The ids of the rows of thresholds. */
export const thresholdRowsOf = (values: FormValues): readonly string[] =>
  idsIn(values, 'thresholds');

/** The values of a form without thresholds. */
export const noThresholds = { thresholds: '', 'thresholds.every': '' };

/** The values of a new row. */
export const emptyThreshold = (row: string): FormValues => ({ [`${row}.amount`]: '' });

/** Whether the form has any, or a step that waits for the first one. */
export const hasThresholds = (values: FormValues): boolean =>
  thresholdRowsOf(values).length > 0 || text(values, 'thresholds.every').trim() !== '';
