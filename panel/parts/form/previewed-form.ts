import type { FormValues } from '../../values/form-values.ts';
import type { FormOptions, FormState, Refusal } from './form-state.ts';
import { refusalOf } from './form-state.ts';

interface PreviewedForm<Values extends FormValues> {
  readonly form: FormState<Values>;
  /** Those that no field shows; all of them where nothing was previewed. */
  readonly faults: Refusal['faults'] | undefined;
}

/** A form with the faults that its preview found, at their fields: nobody has to send it first. */
export const previewedForm = <Values extends FormValues>(
  form: FormState<Values>,
  error: Error | null,
  fieldOf?: FormOptions<Values>['fieldOf'],
): PreviewedForm<Values> => {
  if (error === null) return { form, faults: undefined };
  const { fields, refusal } = refusalOf(error, form.values, fieldOf);
  return { form: { ...form, errors: { ...fields, ...form.errors } }, faults: refusal.faults };
};
