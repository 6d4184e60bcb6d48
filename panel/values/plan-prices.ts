import type { Plan, Price, PriceInput, PriceTier } from '../wire/types.ts';
import { boundsOfTier, capacityValues, meterIdsOf } from './capacity-price.ts';
import { emptyEventFields, eventModelBody, eventValues } from './event-models.ts';
import type { FormValues } from './form-values.ts';
import { listIn } from './listed.ts';
import { typedDecimal } from './money-text.ts';
import { typedPercent } from './percent-text.ts';
import type { FormModel } from './price-models.ts';
import { formModelOf, modelsOf, tierFieldsOf } from './price-models.ts';
import type { Written } from './typed-fields.ts';
import {
  decimalIn,
  fieldsOf,
  idsIn,
  intervalIn,
  moneyIn,
  rateIn,
  text,
  typedMoney,
} from './typed-fields.ts';

// The rows of a list in a form have ids of their own: removing the first one does not move what
// was typed into the second. `rows` holds them in their order, with spaces between; so does
// `row0.tiers` for the tiers of a price.

/** The ids of the price rows. */
export const rowsOf = (values: FormValues): readonly string[] => idsIn(values, 'rows');

/** The names of the tiers of a row: `row0.t1`. */
export const tiersOf = (values: FormValues, row: string): readonly string[] =>
  idsIn(values, `${row}.tiers`).map((id) => `${row}.${id}`);

/** The model of a row: one that a price of its kind may have. */
export const modelIn = (values: FormValues, row: string): FormModel =>
  modelsOf(text(values, `${row}.kind`)).find((model) => model === values[`${row}.model`]) ?? 'flat';

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
    meterId: '',
    groupBy: '',
    meterIds: '',
    codes: '',
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
  ...emptyEventFields(row),
  ...emptyTier(`${row}.t0`),
  ...emptyTier(`${row}.t1`),
  [`${row}.t0.upTo`]: '100',
});

/** The values of a new tier. */
export const emptyTier = (tier: string): FormValues =>
  fieldsOf(tier, {
    upTo: '',
    unitAmount: '',
    rate: '',
    flatAmount: '',
    packageSize: '',
    amount: '',
  });

/** The prices of a plan as values of a form, in the writing of `language`. */
export const priceValues = ({ prices }: Pick<Plan, 'prices'>, language: string): FormValues => {
  const rows = prices.map((price, index) => priceRowValues(price, `row${index}`, language));
  const ids = prices.map((_price, index) => `row${index}`).join(' ');
  return Object.assign({ rows: ids }, ...rows) as FormValues;
};

/** A price as the values of a row. */
export const priceRowValues = (price: Price, row: string, language: string): FormValues => {
  const model = formModelOf(price);
  if (model === undefined) {
    const isOptional = price.isOptional === true;
    const kept = { kept: JSON.stringify(price), kind: price.kind, isOptional };
    return { ...emptyPrice(row), ...fieldsOf(row, kept) };
  }
  const decimal = (given: string | null | undefined) => typedDecimal(given ?? '', language);
  const money = (given: Price['amount']) => typedMoney(given, language);
  const { interval, tiers, kind, billed } = price;
  const fields = {
    id: price.id,
    name: price.name,
    kind,
    model,
    billed,
    meterId: price.meterId ?? '',
    groupBy: (price.groupBy ?? []).join(', '),
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
      rate: typedPercent(tier.rate ?? '', language),
      flatAmount: money(tier.flatAmount),
      packageSize: decimal(tier.packageSize),
      amount: money(tier.amount),
    }),
  );
  const ofModel = {
    ...eventValues(price, row, language),
    ...(model === 'capacity' ? capacityValues(price, row, language) : {}),
  };
  return Object.assign({}, emptyPrice(row), ofModel, fieldsOf(row, fields), ...rows) as FormValues;
};

/** The prices that were typed, as the API takes them. Amounts were checked before. */
export const pricesBody = (
  values: FormValues,
  currency: string,
  language: string,
): readonly PriceInput[] =>
  rowsOf(values).map((row) => priceBody(values, row, { currency, language }));

/** The price of one row, as the API takes it. Decimals that cannot be read stay as they are. */
export const priceBody = (values: FormValues, row: string, written: Written): PriceInput => {
  if (isKept(values, row)) return keptPrice(values, row);
  const id = text(values, `${row}.id`);
  return {
    ...(id === '' ? {} : { id }),
    name: text(values, `${row}.name`),
    ...chargeBody(values, row),
    isOptional: values[`${row}.isOptional`] === true,
    inTrial: values[`${row}.inTrial`] === true ? 'charged' : 'free',
    ...modelBody(values, row, written),
    ...boundsBody(values, row, written),
  };
};

/** A matrix has no bounds. */
const boundsBody = (values: FormValues, row: string, written: Written) =>
  modelIn(values, row) === 'matrix'
    ? { minimum: null, maximum: null }
    : {
        minimum: moneyIn(values, `${row}.minimum`, written),
        maximum: moneyIn(values, `${row}.maximum`, written),
      };

/** Whether it is a price of usage that may be prorated by the time for which a level is held. */
export const isTimed = (values: FormValues, row: string): boolean =>
  text(values, `${row}.kind`) === 'usage' &&
  ['per_unit', 'graduated'].includes(modelIn(values, row));

/** When and for what a price is charged. One that is charged once leaves no choice. */
const chargeBody = (values: FormValues, row: string) => {
  const interval = intervalIn(values, row);
  const isInArrears = values[`${row}.billed`] === 'in_arrears';
  const billed = isInArrears ? ('in_arrears' as const) : ('in_advance' as const);
  switch (text(values, `${row}.kind`)) {
    case 'one_time':
      return { kind: 'one_time', billed: 'in_advance', interval: null, isProrated: false } as const;
    case 'usage': {
      const isProrated = isTimed(values, row) && values[`${row}.isProrated`] === true;
      return { kind: 'usage', billed, interval, isProrated, ...countingBody(values, row) } as const;
    }
    default: {
      const isProrated = values[`${row}.isProrated`] === true;
      return { kind: 'recurring', billed, interval, isProrated } as const;
    }
  }
};

/** The meters of a price of usage, and the properties of its lines. */
const countingBody = (values: FormValues, row: string) => {
  const model = modelIn(values, row);
  if (model === 'capacity') return { meterIds: meterIdsOf(values, row) };
  // A matrix has a line for each of its cells.
  const groupBy = model === 'matrix' ? [] : listIn(text(values, `${row}.groupBy`));
  const meterId = text(values, `${row}.meterId`).trim() || null;
  return { meterId, groupBy: groupBy.length === 0 ? null : groupBy };
};

/** The fields of the model of a row, as the API takes them. */
export const modelBody = (
  values: FormValues,
  row: string,
  written: Written,
): Partial<PriceInput> => {
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
    case 'capacity':
    case 'graduated_percentage':
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
    case 'percentage':
    case 'dynamic':
    case 'matrix':
      return eventModelBody(model, values, row, written);
  }
};

// Where a tier begins is never typed, and the last one has no end: so there are no gaps.
const tiersBody = (values: FormValues, row: string, written: Written): readonly PriceTier[] => {
  const names = tiersOf(values, row);
  const model = modelIn(values, row);
  const fields = tierFieldsOf[model];
  return names.map((tier, index) => {
    const bound =
      model === 'capacity'
        ? boundsOfTier(values, row, tier, written)
        : decimalIn(values, `${tier}.upTo`, written);
    const entries = fields.map((field): [string, unknown] => [
      field,
      tierReaders[field](values, `${tier}.${field}`, written),
    ]);
    return { upTo: index === names.length - 1 ? null : bound, ...Object.fromEntries(entries) };
  });
};

const tierReaders = {
  unitAmount: decimalIn,
  packageSize: decimalIn,
  rate: rateIn,
  flatAmount: moneyIn,
  amount: moneyIn,
};
