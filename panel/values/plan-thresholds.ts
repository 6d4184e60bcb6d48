import type { FormValues } from './form-values.ts';
import type { WireMoney } from './money-text.ts';
import type { UsageThresholds } from './terms-diff.ts';
import { noThresholds, thresholdRowsOf } from './threshold-rows.ts';
import type { Written } from './typed-fields.ts';
import { moneyIn, typedMoney } from './typed-fields.ts';

/** Thresholds as values of a form, in the writing of `language`. */
export const thresholdValues = (
  given: UsageThresholds | null | undefined,
  language: string,
): FormValues => {
  if (!given) return noThresholds;
  const rows = given.amounts.map((amount, index) => ({ row: `threshold${index}`, amount }));
  return {
    thresholds: rows.map(({ row }) => row).join(' '),
    'thresholds.every': typedMoney(given.every, language),
    ...Object.fromEntries(
      rows.map(({ row, amount }) => [`${row}.amount`, typedMoney(amount, language)]),
    ),
  };
};

/** The thresholds that were typed, as the API takes them; null where nothing was. */
export const thresholdsBody = (values: FormValues, written: Written): UsageThresholds | null => {
  const rows = thresholdRowsOf(values);
  const every = moneyIn(values, 'thresholds.every', written);
  if (rows.length === 0 && every === null) return null;
  const amounts = rows.flatMap((row): readonly WireMoney[] => {
    const amount = moneyIn(values, `${row}.amount`, written);
    return amount === null ? [] : [amount];
  });
  return { amounts, every };
};

/** The amounts of thresholds; a row without one is a fault. */
export const thresholdAmountFields = (values: FormValues) => [
  ...thresholdRowsOf(values).map((row) => ({ name: `${row}.amount`, isRequired: true })),
  { name: 'thresholds.every', isRequired: false },
];

/** The field of a fault of the server: `usageThresholds.amounts.0` is that of the first row. */
export const thresholdFieldOf = (path: string, values: FormValues): string => {
  if (!/^usageThresholds(\.|$)/.test(path)) return path;
  if (path.startsWith('usageThresholds.every')) return 'thresholds.every';
  const index = /^usageThresholds\.amounts\.(?<index>\d+)/.exec(path)?.groups?.['index'];
  const row = thresholdRowsOf(values)[Number(index ?? -1)];
  return row === undefined ? 'thresholds' : `${row}.amount`;
};
