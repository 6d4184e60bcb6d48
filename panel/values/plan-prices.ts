import type { Plan } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { decimalOf, readAmount } from './money-text.ts';

// The rows of a list in a form have ids of their own: removing the first one does not move what
// was typed into the second. `rows` holds them in their order, with spaces between.

/** The ids of the price rows. */
export const rowsOf = (values: FormValues): readonly string[] =>
  String(values['rows'] ?? '')
    .split(' ')
    .filter((row) => row !== '');

/** Whether the form can edit the prices: it knows flat and recurring ones only. */
export const areEditable = ({ prices }: Pick<Plan, 'prices'>): boolean =>
  prices.every(({ kind, model }) => kind === 'recurring' && model === 'flat');

/** The values of a new price row. */
export const emptyPrice = (row: string): FormValues => ({
  [`${row}.id`]: '',
  [`${row}.name`]: '',
  [`${row}.amount`]: '',
  [`${row}.billed`]: 'in_advance',
});

/** The prices of a plan as values of a form. */
export const priceValues = ({ prices }: Pick<Plan, 'prices'>): FormValues => ({
  rows: prices.map((_price, index) => `row${index}`).join(' '),
  ...Object.fromEntries(
    prices.flatMap(({ id, name, amount, billed }, index) => [
      [`row${index}.id`, id],
      [`row${index}.name`, name],
      [`row${index}.amount`, amount ? decimalOf(amount) : ''],
      [`row${index}.billed`, billed],
    ]),
  ),
});

/** The prices that were typed, as the API takes them. Amounts were checked before. */
export const pricesBody = (values: FormValues, currency: string, language: string) =>
  rowsOf(values).map((row) => {
    const read = readAmount(String(values[`${row}.amount`]), currency, language);
    const id = String(values[`${row}.id`] ?? '');
    return {
      ...(id === '' ? {} : { id }),
      name: String(values[`${row}.name`]),
      amount: { amount: read.kind === 'amount' ? read.amount : 0, currency },
      billed:
        values[`${row}.billed`] === 'in_arrears'
          ? ('in_arrears' as const)
          : ('in_advance' as const),
    };
  });

/** The field of a fault of the server: `prices.0.name` is a field of the first row. */
export const priceFieldOf = (path: string, values: FormValues): string => {
  const parts = /^prices\.(?<index>\d+)(?<rest>\..*)?$/.exec(path)?.groups;
  const row = rowsOf(values)[Number(parts?.['index'] ?? -1)];
  return row === undefined ? path : `${row}${parts?.['rest'] ?? '.name'}`;
};
