import { useLocale } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import { pricesBody, rowsOf } from '../values/plan-prices.ts';
import type { Plan } from '../wire/types.ts';
import { useAmountFault } from './amount-faults.ts';
import { numberOrNull } from './customer-fields.tsx';

const text = (values: FormValues, name: string): string => String(values[name] ?? '');

/** The fields of a plan that its form edits, as the API takes them. */
export const usePlanBody = () => {
  const locale = useLocale();
  const faultOf = useAmountFault();
  return {
    bodyOf: (values: FormValues) => ({
      name: text(values, 'name'),
      code: text(values, 'code'),
      currency: text(values, 'currency'),
      description: text(values, 'description') || null,
      trialDays: (numberOrNull(text(values, 'trialDays')) ?? 0) as number,
      interval: {
        unit: text(values, 'interval.unit') as Plan['interval']['unit'],
        count: numberOrNull(text(values, 'interval.count')) as number,
      },
      prices: pricesBody(values, text(values, 'currency'), locale),
    }),
    /** Amounts that cannot be read, which no server can judge. */
    check: (values: FormValues): Readonly<Record<string, string>> =>
      Object.fromEntries(
        rowsOf(values).flatMap((row) => {
          const fault = faultOf(text(values, `${row}.amount`), text(values, 'currency'));
          return fault === undefined ? [] : [[`${row}.amount`, fault]];
        }),
      ),
  };
};
