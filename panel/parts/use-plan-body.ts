import { useLocale } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import { pricesBody, priceValues, rowsOf, text } from '../values/plan-prices.ts';
import { amountFields } from '../values/price-form-fields.ts';
import type { Plan, PlanVersion } from '../wire/types.ts';
import { useAmountFault } from './amount-faults.ts';
import { numberOrNull } from './customer-fields.tsx';

type Terms = Pick<Plan | PlanVersion, 'currency' | 'interval' | 'trialDays' | 'prices'>;

/** The fields of a plan and of its terms that their forms edit, as the API takes them. */
export const usePlanBody = () => {
  const locale = useLocale();
  const faultOf = useAmountFault();
  const termsOf = (values: FormValues) => ({
    currency: text(values, 'currency'),
    trialDays: (numberOrNull(text(values, 'trialDays')) ?? 0) as number,
    interval: {
      unit: text(values, 'interval.unit') as Plan['interval']['unit'],
      count: numberOrNull(text(values, 'interval.count')) as number,
    },
    prices: pricesBody(values, text(values, 'currency'), locale),
  });
  return {
    termsOf,
    bodyOf: (values: FormValues) => ({
      name: text(values, 'name'),
      code: text(values, 'code'),
      description: text(values, 'description') || null,
      ...termsOf(values),
    }),
    termsValues: (terms: Terms): FormValues => ({
      currency: terms.currency,
      trialDays: String(terms.trialDays),
      'interval.unit': terms.interval.unit,
      'interval.count': String(terms.interval.count),
      ...priceValues(terms, locale),
    }),
    /** Amounts that cannot be read, which no server can judge. */
    check: (values: FormValues): Readonly<Record<string, string>> =>
      Object.fromEntries(
        rowsOf(values).flatMap((row) =>
          amountFields(values, row).flatMap(({ name, isRequired }) => {
            const typed = text(values, name);
            if (typed.trim() === '' && !isRequired) return [];
            const fault = faultOf(typed, text(values, 'currency'));
            return fault === undefined ? [] : [[name, fault]];
          }),
        ),
      ),
  };
};
