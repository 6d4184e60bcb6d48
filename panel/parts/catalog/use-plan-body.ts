import { useLocale } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import type { Terms } from '../../values/plan-body.ts';
import { planBody, planValues, termsBody, termsValues } from '../../values/plan-body.ts';
import { rowsOf } from '../../values/plan-prices.ts';
import { thresholdAmountFields } from '../../values/plan-thresholds.ts';
import { amountFields } from '../../values/price-form-fields.ts';
import { text } from '../../values/typed-fields.ts';
import type { Plan } from '../../wire/types.ts';
import { useAmountFault } from '../form/amount-faults.ts';

/** The fields of a plan and of its terms that their forms edit, in the language of the viewer. */
export const usePlanBody = () => {
  const locale = useLocale();
  const faultOf = useAmountFault();
  return {
    termsOf: (values: FormValues) => termsBody(values, locale),
    bodyOf: (values: FormValues) => planBody(values, locale),
    termsValues: (terms: Terms): FormValues => termsValues(terms, locale),
    planValues: (plan: Plan): FormValues => planValues(plan, locale),
    /** Amounts that cannot be read, which no server can judge. */
    check: (values: FormValues): Readonly<Record<string, string>> => {
      const amounts = [
        { name: 'minimumCommitment', isRequired: false },
        ...thresholdAmountFields(values),
        ...rowsOf(values).flatMap((row) => amountFields(values, row)),
      ];
      return Object.fromEntries(
        amounts.flatMap(({ name, isRequired }) => {
          const typed = text(values, name);
          if (typed.trim() === '' && !isRequired) return [];
          const fault = faultOf(typed, text(values, 'currency'));
          return fault === undefined ? [] : [[name, fault]];
        }),
      );
    },
  };
};
