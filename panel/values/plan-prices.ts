import { soldModels } from '#domain/catalog/pricing/priced.ts';
import type { Plan, Price, PriceInput, PriceTier } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { decimalOf, readAmount, readDecimal, typedDecimal } from './money-text.ts';

// The rows of a list in a form have ids of their own: removing the first one does not move what
// was typed into the second. `rows` holds them in their order, with spaces between; so does
// `row0.tiers` for the tiers of a price.

/** The models that the form edits. A package has one size, or one in each tier. */
export const formModels = [...soldModels, 'tiered_package'] as const;

export type FormModel = (typeof formModels)[number];

/** The columns of the tiers of a model, beside their bounds. */
export const tierFieldsOf: Readonly<Record<FormModel, readonly TierFieldName[]>> = {
  flat: [],
  per_unit: [],
  graduated: ['unitAmount', 'flatAmount'],
  volume: ['unitAmount', 'flatAmount'],
  stairstep: ['flatAmount'],
  package: [],
  tiered_package: ['packageSize', 'amount'],
};

export type TierFieldName = 'unitAmount' | 'flatAmount' | 'packageSize' | 'amount';

/** The fields that are amounts of money; those that are decimals are judged by the domain. */
const moneyFieldsOf: Readonly<Record<FormModel, readonly string[]>> = {
  flat: ['amount'],
  per_unit: [],
  graduated: [],
  volume: [],
  stairstep: [],
  package: ['amount'],
  tiered_package: [],
};

export const text = (values: FormValues, name: string): string => String(values[name] ?? '');

/** The ids of the rows that a value lists. */
export const idsIn = (values: FormValues, name: string): readonly string[] =>
  text(values, name)
    .split(' ')
    .filter((id) => id !== '');

/** The ids of the price rows. */
export const rowsOf = (values: FormValues): readonly string[] => idsIn(values, 'rows');

/** The names of the tiers of a row: `row0.t1`. */
export const tiersOf = (values: FormValues, row: string): readonly string[] =>
  idsIn(values, `${row}.tiers`).map((id) => `${row}.${id}`);

export const modelIn = (values: FormValues, row: string): FormModel =>
  formModels.find((model) => model === values[`${row}.model`]) ?? 'flat';

/** Whether the form shows a price and cannot edit it, as it is of a kind that it does not know. */
export const isKept = (values: FormValues, row: string): boolean =>
  text(values, `${row}.kept`) !== '';

/** The price of a row that the form cannot edit. */
export const keptPrice = (values: FormValues, row: string): Price =>
  JSON.parse(text(values, `${row}.kept`)) as Price;

/** The values of a new price row, with a tier below 100 and one above. */
export const emptyPrice = (row: string): FormValues => ({
  ...fieldsOf(row, {
    id: '',
    kept: '',
    name: '',
    kind: 'recurring',
    model: 'flat',
    billed: 'in_advance',
    'interval.count': '',
    'interval.unit': 'month',
    isOptional: false,
    isProrated: true,
    inTrial: false,
    amount: '',
    unitAmount: '',
    packageSize: '',
    freeUnits: '',
    chargesAtZero: false,
    minimum: '',
    maximum: '',
    tiers: 't0 t1',
  }),
  ...emptyTier(`${row}.t0`),
  ...emptyTier(`${row}.t1`),
  [`${row}.t0.upTo`]: '100',
});

/** The values of a new tier. */
export const emptyTier = (tier: string): FormValues =>
  fieldsOf(tier, { upTo: '', unitAmount: '', flatAmount: '', packageSize: '', amount: '' });

const fieldsOf = (row: string, fields: FormValues): FormValues =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${row}.${name}`, value]));

/** The prices of a plan as values of a form, in the writing of `language`. */
export const priceValues = ({ prices }: Pick<Plan, 'prices'>, language: string): FormValues => {
  const rows = prices.map((price, index) => rowValues(price, `row${index}`, language));
  const ids = prices.map((_price, index) => `row${index}`).join(' ');
  return Object.assign({ rows: ids }, ...rows) as FormValues;
};

const rowValues = (price: Price, row: string, language: string): FormValues => {
  const model = price.kind === 'usage' ? undefined : formModelOf(price);
  if (model === undefined) {
    return { ...emptyPrice(row), [`${row}.kept`]: JSON.stringify(price) };
  }
  const decimal = (given: string | null | undefined) => typedDecimal(given ?? '', language);
  const money = (given: Price['amount']) =>
    given === null || given === undefined ? '' : decimal(decimalOf(given));
  const { interval, tiers, kind, billed } = price;
  const fields = {
    id: price.id,
    name: price.name,
    kind,
    model,
    billed,
    'interval.count': interval ? String(interval.count) : '',
    'interval.unit': interval?.unit ?? 'month',
    isOptional: price.isOptional === true,
    isProrated: price.isProrated !== false,
    inTrial: price.inTrial === 'charged',
    amount: money(price.amount),
    unitAmount: decimal(price.unitAmount),
    packageSize: decimal(price.packageSize),
    freeUnits: price.freeUnits === '0' ? '' : decimal(price.freeUnits),
    chargesAtZero: price.chargesAtZero === true,
    minimum: money(price.minimum),
    maximum: money(price.maximum),
    ...(tiers ? { tiers: tiers.map((_tier, index) => `t${index}`).join(' ') } : {}),
  };
  const rows = (tiers ?? []).map((tier, index) =>
    fieldsOf(`${row}.t${index}`, {
      upTo: typeof tier.upTo === 'string' ? decimal(tier.upTo) : '',
      unitAmount: decimal(tier.unitAmount),
      flatAmount: money(tier.flatAmount),
      packageSize: decimal(tier.packageSize),
      amount: money(tier.amount),
    }),
  );
  return Object.assign({}, emptyPrice(row), fieldsOf(row, fields), ...rows) as FormValues;
};

const formModelOf = ({ kind, model, tiers }: Price): FormModel | undefined => {
  if (kind === 'usage') return undefined;
  if (model === 'package' && tiers) return 'tiered_package';
  return formModels.find((known) => known === model);
};

/** The prices that were typed, as the API takes them. Amounts were checked before. */
export const pricesBody = (
  values: FormValues,
  currency: string,
  language: string,
): readonly PriceInput[] =>
  rowsOf(values).map((row) => priceBody(values, row, { currency, language }));

/** The currency of a plan, and the language in which its form was filled in. */
export interface Written {
  readonly currency: string;
  readonly language: string;
}

/** The price of one row, as the API takes it. Decimals that cannot be read stay as they are. */
export const priceBody = (values: FormValues, row: string, written: Written): PriceInput => {
  if (isKept(values, row)) return keptPrice(values, row);
  const id = text(values, `${row}.id`);
  const isOnce = values[`${row}.kind`] === 'one_time';
  const isInArrears = values[`${row}.billed`] === 'in_arrears';
  return {
    ...(id === '' ? {} : { id }),
    name: text(values, `${row}.name`),
    kind: isOnce ? 'one_time' : 'recurring',
    billed: isInArrears && !isOnce ? 'in_arrears' : 'in_advance',
    interval: isOnce ? null : intervalIn(values, row),
    isOptional: values[`${row}.isOptional`] === true,
    isProrated: values[`${row}.isProrated`] === true && !isOnce,
    inTrial: values[`${row}.inTrial`] === true ? 'charged' : 'free',
    ...modelBody(values, row, written),
    minimum: moneyIn(values, `${row}.minimum`, written),
    maximum: moneyIn(values, `${row}.maximum`, written),
  };
};

const intervalIn = (values: FormValues, row: string): Plan['interval'] | null => {
  const count = text(values, `${row}.interval.count`).trim();
  const unit = text(values, `${row}.interval.unit`) as Plan['interval']['unit'];
  if (count === '') return null;
  // The server refuses what is no whole number.
  return { unit, count: /^\d+$/.test(count) ? Number(count) : (count as never) };
};

const modelBody = (values: FormValues, row: string, written: Written): Partial<PriceInput> => {
  const model = modelIn(values, row);
  const decimal = (name: string) => decimalIn(values, `${row}.${name}`, written);
  const chargesAtZero = values[`${row}.chargesAtZero`] === true;
  switch (model) {
    case 'flat':
      return { model, amount: moneyIn(values, `${row}.amount`, written) };
    case 'per_unit':
      return { model, unitAmount: decimal('unitAmount') };
    case 'graduated':
    case 'volume':
    case 'stairstep':
      return { model, tiers: tiersBody(values, row, written), chargesAtZero };
    case 'package':
      return {
        model,
        amount: moneyIn(values, `${row}.amount`, written),
        packageSize: decimal('packageSize'),
        freeUnits: decimal('freeUnits') ?? '0',
        chargesAtZero,
      };
    case 'tiered_package':
      return { model: 'package', tiers: tiersBody(values, row, written), chargesAtZero };
  }
};

// Where a tier begins is never typed, and the last one has no end: so there are no gaps.
const tiersBody = (values: FormValues, row: string, written: Written): readonly PriceTier[] => {
  const names = tiersOf(values, row);
  const fields = tierFieldsOf[modelIn(values, row)];
  return names.map((tier, index) => {
    const bound = decimalIn(values, `${tier}.upTo`, written);
    const entries = fields.map((field): [string, unknown] => [
      field,
      field === 'unitAmount' || field === 'packageSize'
        ? decimalIn(values, `${tier}.${field}`, written)
        : moneyIn(values, `${tier}.${field}`, written),
    ]);
    return { upTo: index === names.length - 1 ? null : bound, ...Object.fromEntries(entries) };
  });
};

const decimalIn = (values: FormValues, name: string, { language }: Written): string | null => {
  const typed = text(values, name).trim();
  return typed === '' ? null : (readDecimal(typed, language) ?? typed);
};

const moneyIn = (values: FormValues, name: string, { currency, language }: Written) => {
  const read = readAmount(text(values, name), currency, language);
  return read.kind === 'amount' ? { amount: read.amount, currency } : null;
};

/** The fields of amounts in a row, and whether each must have one. */
export const amountFields = (
  values: FormValues,
  row: string,
): readonly { readonly name: string; readonly isRequired: boolean }[] => {
  if (isKept(values, row)) return [];
  const model = modelIn(values, row);
  const inTiers = tierFieldsOf[model].filter(
    (field) => field === 'flatAmount' || field === 'amount',
  );
  return [
    ...moneyFieldsOf[model].map((field) => ({ name: `${row}.${field}`, isRequired: true })),
    ...tiersOf(values, row).flatMap((tier) =>
      inTiers.map((field) => ({
        name: `${tier}.${field}`,
        // Of units, a tier needs one of its two prices; the domain says so.
        isRequired: model === 'stairstep' || model === 'tiered_package',
      })),
    ),
    ...['minimum', 'maximum'].map((field) => ({ name: `${row}.${field}`, isRequired: false })),
  ];
};

/**
 * The field of a fault of the server: `prices.0.name` is a field of the first row, and
 * `prices.0.tiers.1.upTo` one of its second tier.
 */
export const priceFieldOf = (path: string, values: FormValues): string => {
  const parts = /^prices\.(?<index>\d+)(?<rest>\..*)?$/.exec(path)?.groups;
  const row = rowsOf(values)[Number(parts?.['index'] ?? -1)];
  if (row === undefined) return path;
  const rest = parts?.['rest'] ?? '.name';
  const tier = /^\.tiers\.(?<index>\d+)(?<field>\..*)?$/.exec(rest)?.groups;
  const name = tiersOf(values, row)[Number(tier?.['index'] ?? -1)];
  const first = tierFieldsOf[modelIn(values, row)][0] ?? 'upTo';
  if (name !== undefined) return `${name}${tier?.['field'] ?? `.${first}`}`;
  if (rest.startsWith('.interval')) return `${row}.interval.count`;
  return `${row}${rest}`;
};
