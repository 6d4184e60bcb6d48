import type { eventModels } from '#domain/catalog/pricing/priced.ts';
import type { Price, PriceInput } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { typedDecimal } from './money-text.ts';
import { typedPercent } from './percent-text.ts';
import type { Written } from './typed-fields.ts';
import { decimalIn, fieldsOf, idsIn, rateIn, text } from './typed-fields.ts';
import { numberOrNull } from './whole-number.ts';

// Prices that tell events apart: by a share of their values, by the amounts that they carry, or by
// the values of one or two of their properties, which are the cells of a matrix.

export type EventModel = (typeof eventModels)[number];

/** Decimals of a percentage beside its rate. */
export const percentageDecimals = [
  'fixedAmount',
  'freeValue',
  'perEventMinimum',
  'perEventMaximum',
] as const;

/** The most cells that the form shows; a price with more stays as it is. */
export const cellsShownMax = 100;

/** The names of the cells of a row: `row0.c1`. */
export const cellsOf = (values: FormValues, row: string): readonly string[] =>
  idsIn(values, `${row}.cells`).map((id) => `${row}.${id}`);

/** The fields of the properties that a matrix goes by. The second one may be empty. */
export const dimensionFields = (row: string): readonly string[] => [
  `${row}.dimensions.0`,
  `${row}.dimensions.1`,
];

/** The values of a new cell. */
export const emptyCell = (cell: string): FormValues =>
  fieldsOf(cell, { 'values.0': '', 'values.1': '', unitAmount: '' });

/** The fields that these models have in a new row. */
export const emptyEventFields = (row: string): FormValues => ({
  ...fieldsOf(row, {
    rate: '',
    fixedAmount: '',
    freeEvents: '',
    freeValue: '',
    perEventMinimum: '',
    perEventMaximum: '',
    amountProperty: '',
    'dimensions.0': '',
    'dimensions.1': '',
    cells: 'c0',
    defaultUnitAmount: '',
  }),
  ...emptyCell(`${row}.c0`),
});

/** The fields of these models, of a price as the API has it. */
export const eventValues = (price: Price, row: string, language: string): FormValues => {
  const decimal = (given: string | null | undefined) => typedDecimal(given ?? '', language);
  const { dimensions, cells } = price;
  const fields = {
    // Zero is what it is where none is stated. Of the others, zero says something else than none.
    fixedAmount: price.fixedAmount === '0' ? '' : decimal(price.fixedAmount),
    freeValue: decimal(price.freeValue),
    perEventMinimum: decimal(price.perEventMinimum),
    perEventMaximum: decimal(price.perEventMaximum),
    rate: typedPercent(price.rate ?? '', language),
    freeEvents: String(price.freeEvents ?? ''),
    amountProperty: price.amountProperty ?? '',
    'dimensions.0': dimensions?.[0] ?? '',
    'dimensions.1': dimensions?.[1] ?? '',
    defaultUnitAmount: decimal(price.defaultUnitAmount),
    ...(cells ? { cells: cells.map((_cell, index) => `c${index}`).join(' ') } : {}),
  };
  const rows = (cells ?? []).map(({ when, unitAmount }, index) =>
    fieldsOf(`${row}.c${index}`, {
      'values.0': when[dimensions?.[0] ?? ''] ?? '',
      'values.1': when[dimensions?.[1] ?? ''] ?? '',
      unitAmount: decimal(unitAmount),
    }),
  );
  return Object.assign(fieldsOf(row, fields), ...rows) as FormValues;
};

/** The fields of such a model as the API takes them. */
export const eventModelBody = (
  model: EventModel,
  values: FormValues,
  row: string,
  written: Written,
): Partial<PriceInput> => {
  switch (model) {
    case 'percentage': {
      const decimal = (name: string) => decimalIn(values, `${row}.${name}`, written);
      return {
        model,
        fixedAmount: decimal('fixedAmount'),
        freeValue: decimal('freeValue'),
        perEventMinimum: decimal('perEventMinimum'),
        perEventMaximum: decimal('perEventMaximum'),
        rate: rateIn(values, `${row}.rate`, written),
        // The server refuses what is no whole number.
        freeEvents: numberOrNull(text(values, `${row}.freeEvents`)) as number | null,
      };
    }
    case 'dynamic':
      return { model, amountProperty: text(values, `${row}.amountProperty`) || null };
    case 'matrix':
      return { model, ...matrixBody(values, row, written) };
  }
};

const matrixBody = (values: FormValues, row: string, written: Written): Partial<PriceInput> => {
  const named = dimensionFields(row).flatMap((field, index) => {
    const dimension = text(values, field);
    return dimension === '' ? [] : [{ dimension, index }];
  });
  const cells = cellsOf(values, row).map((cell) => ({
    when: Object.fromEntries(
      named.map(({ dimension, index }) => [dimension, text(values, `${cell}.values.${index}`)]),
    ),
    unitAmount: decimalIn(values, `${cell}.unitAmount`, written) ?? '',
  }));
  return {
    dimensions: named.map(({ dimension }) => dimension),
    cells,
    defaultUnitAmount: decimalIn(values, `${row}.defaultUnitAmount`, written),
  };
};

/** The field of a fault in a cell: `.cells.0.when` is the first value of the first cell. */
export const cellFieldOf = (rest: string, values: FormValues, row: string): string | undefined => {
  const parts = /^\.cells\.(?<index>\d+)(?<field>\..*)?$/.exec(rest)?.groups;
  const cell = cellsOf(values, row)[Number(parts?.['index'] ?? -1)];
  if (cell === undefined) return undefined;
  return parts?.['field'] === '.unitAmount' ? `${cell}.unitAmount` : `${cell}.values.0`;
};
