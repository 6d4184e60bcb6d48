import type { Aggregation } from '#domain/metering/definition.ts';
import type { MeterFilterInput, NewMeter, SampleEvent } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { listIn } from './listed.ts';
import { rowsOf } from './plan-prices.ts';
import { text } from './typed-fields.ts';

// A meter as a form has it. Its preview and its creation get one body, made here.

export const filterKinds = ['equals', 'in', 'exists', 'absent'] as const;

/** Whether a level may go on into the next period. */
export const mayCarryOver = (aggregation: string): boolean =>
  ['sum', 'latest', 'unique', 'weighted_sum'].includes(aggregation);

/** Whether an event may take away what others brought. */
export const mayRemove = (aggregation: string): boolean =>
  ['sum', 'unique', 'weighted_sum'].includes(aggregation);

/** The values of the form of a new meter. */
export const newMeterValues = {
  name: '',
  code: '',
  unit: '',
  eventType: '',
  aggregation: 'count',
  property: '',
  groupBy: '',
  rows: '',
  isCarriedOver: false,
  'removal.property': '',
  'removal.value': '',
  'rounding.mode': '',
  'rounding.decimals': '0',
};

/** The values of a new filter. */
export const emptyFilter = (row: string): FormValues => ({
  [`${row}.property`]: '',
  [`${row}.kind`]: 'equals',
  [`${row}.value`]: '',
});

/** The definition of a meter as it was typed. */
export const definitionBody = (values: FormValues): Omit<NewMeter, 'code' | 'name' | 'unit'> => {
  const given = (name: string): string => text(values, name).trim();
  const aggregation = given('aggregation') as Aggregation;
  const groupBy = listIn(given('groupBy'));
  const filters = rowsOf(values).map((row) => filterBody(values, row));
  const removed = given('removal.property');
  const mode = given('rounding.mode') as 'up' | '';
  const isCarriedOver = mayCarryOver(aggregation) && values['isCarriedOver'] === true;
  return {
    eventType: given('eventType'),
    aggregation,
    ...(aggregation === 'count' ? {} : { property: given('property') }),
    ...(filters.length === 0 ? {} : { filters }),
    ...(groupBy.length === 0 ? {} : { groupBy }),
    ...(isCarriedOver ? { isCarriedOver } : {}),
    ...(mayRemove(aggregation) && removed !== ''
      ? { removal: { property: removed, value: given('removal.value') } }
      : {}),
    ...(mode === ''
      ? {}
      : { rounding: { mode, decimals: wholeNumber(given('rounding.decimals')) } }),
  };
};

/** Whether a definition names all that it needs: half of one is not asked about. */
export const isDefined = (meter: Omit<NewMeter, 'code' | 'name'>): boolean =>
  meter.eventType !== '' &&
  (meter.aggregation === 'count' || (meter.property ?? '') !== '') &&
  (meter.filters ?? []).every(({ property }) => property !== '');

/** A new meter as it was typed. */
export const meterBody = (values: FormValues): NewMeter => ({
  name: text(values, 'name').trim(),
  code: text(values, 'code').trim(),
  unit: text(values, 'unit').trim() || null,
  ...definitionBody(values),
});

const filterBody = (values: FormValues, row: string): MeterFilterInput => {
  const property = text(values, `${row}.property`).trim();
  const value = text(values, `${row}.value`).trim();
  switch (text(values, `${row}.kind`)) {
    case 'in':
      return { property, in: listIn(value) };
    case 'exists':
      return { property, exists: true };
    case 'absent':
      return { property, exists: false };
    default:
      return { property, equals: value };
  }
};

/** The server refuses what is no whole number. */
const wholeNumber = (typed: string): number =>
  /^\d+$/.test(typed) ? Number(typed) : (typed as never);

/** The field of a fault of the server: `filters.0.equals` is the value of the first filter. */
export const meterFieldOf = (path: string, values: FormValues): string => {
  if (path.startsWith('groupBy')) return 'groupBy';
  if (path === 'rounding') return 'rounding.mode';
  if (path === 'removal') return 'removal.property';
  const parts = /^filters\.(?<index>\d+)(?:\.(?<field>\w+))?/.exec(path)?.groups;
  const row = rowsOf(values)[Number(parts?.['index'] ?? -1)];
  if (row === undefined) return path;
  return parts?.['field'] === 'property' ? `${row}.property` : `${row}.value`;
};

/** Sample events as they were typed: one for each line that is not empty. */
export interface TypedSamples {
  readonly events: readonly SampleEvent[];
  /** The numbers of the lines that are no JSON object, from 1. */
  readonly badLines: readonly number[];
}

/**
 * Reads sample events, one JSON object on each line: the data of an event, or a whole event where
 * the object has `data` that is an object itself.
 */
export const readSamples = (typed: string): TypedSamples => {
  const lines = typed
    .split('\n')
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter((line) => line.text !== '')
    .map((line) => ({ ...line, value: objectIn(line.text) }));
  return {
    events: lines.flatMap(({ value }) => (value === undefined ? [] : [sampleOf(value)])),
    badLines: lines.filter(({ value }) => value === undefined).map(({ number }) => number),
  };
};

const sampleOf = (value: Readonly<Record<string, unknown>>): SampleEvent =>
  isObject(value['data']) ? (value as unknown as SampleEvent) : { data: value };

/** The JSON object that a text is; undefined where it is none. */
export const objectIn = (typed: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(typed);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
