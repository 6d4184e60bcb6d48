import type { NewUsageAlert, UsageAlert } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { typedDecimal } from './money-text.ts';
import { emptyThreshold, noThresholds, thresholdRowsOf } from './threshold-rows.ts';
import { decimalIn, text } from './typed-fields.ts';

// A usage alert as a form has it. Its thresholds are rows, as those of a plan are.

/** The values of the form of a new alert: it waits for a first threshold. */
export const newUsageAlertValues = {
  name: '',
  code: '',
  customerId: '',
  subscriptionId: '',
  measure: 'quantity',
  meterId: '',
  currency: '',
  priceCode: '',
  ...noThresholds,
  thresholds: 'threshold0',
  ...emptyThreshold('threshold0'),
};

type Changeable = Pick<UsageAlert, 'name' | 'code' | 'thresholds' | 'every'>;

/** The fields of an alert that may change, as values of a form, in the writing of `language`. */
export const usageAlertValues = (alert: Changeable, language: string): FormValues => ({
  name: alert.name,
  code: alert.code ?? '',
  thresholds: alert.thresholds.map((_each, index) => `threshold${index}`).join(' '),
  'thresholds.every': typedDecimal(alert.every ?? '', language),
  ...Object.fromEntries(
    alert.thresholds.map((threshold, index) => [
      `threshold${index}.amount`,
      typedDecimal(threshold, language),
    ]),
  ),
});

/** The fields that may change, as the API takes them. It says at its field what is no decimal. */
export const usageAlertChanges = (values: FormValues, language: string) => {
  const decimal = (name: string) => decimalIn(values, name, { currency: '', language });
  return {
    name: text(values, 'name').trim(),
    code: text(values, 'code').trim() || null,
    thresholds: thresholdRowsOf(values).map((row) => decimal(`${row}.amount`) ?? ''),
    every: decimal('thresholds.every'),
  };
};

/** A new alert as it was typed, with the fields of what it measures. */
export const usageAlertBody = (values: FormValues, language: string): NewUsageAlert => {
  const given = (name: string): string | null => text(values, name).trim() || null;
  return {
    ...usageAlertChanges(values, language),
    customerId: given('customerId'),
    subscriptionId: given('subscriptionId'),
    ...(text(values, 'measure') === 'amount'
      ? { measure: 'amount', currency: given('currency'), priceCode: given('priceCode') }
      : { measure: 'quantity', meterId: given('meterId') }),
  };
};

/** A fault that needs no server: an alert without a threshold, in the words given. */
export const withoutThreshold = (values: FormValues, words: string) =>
  thresholdRowsOf(values).length === 0 ? { thresholds: words } : {};

/** The field of a fault of the server: `thresholds.0` is that of the first row. */
export const usageAlertFieldOf = (path: string, values: FormValues): string => {
  if (path === 'every') return 'thresholds.every';
  const index = /^thresholds\.(?<index>\d+)/.exec(path)?.groups?.['index'];
  const row = thresholdRowsOf(values)[Number(index ?? -1)];
  return row === undefined ? path : `${row}.amount`;
};
