import type { FormValues } from './form-values.ts';
import { idsIn } from './typed-fields.ts';

// The tax rates of one customer or product. Null says that those of the level above hold; an empty
// list, that there are none.

/** The field that says whether there are rates of its own. */
export const ownField = (name: string): string => `${name}.isOwn`;

/** Tax rates as values of a form, by the name of their field. */
export const taxRateValues = (ids: readonly string[] | null, name: string): FormValues => ({
  [name]: (ids ?? []).join(' '),
  [ownField(name)]: ids !== null,
});

/** The tax rates as the API takes them. */
export const taxRateBody = (values: FormValues, name: string): readonly string[] | null =>
  values[ownField(name)] === true ? idsIn(values, name) : null;
