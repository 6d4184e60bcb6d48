import { checkAll, checkEach, orUndefined } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Rounding } from '#domain/shared/rate.ts';
import { choiceOf, flag, wholeUpTo } from '#domain/shared/settings.ts';
import { parseOptionalText, parseText } from '#domain/shared/text.ts';

export const aggregations = [
  'count',
  'sum',
  'max',
  'min',
  'latest',
  'unique',
  'average',
  'weighted_sum',
] as const;

/** How the events of a period become one quantity. */
export type Aggregation = (typeof aggregations)[number];

/** A condition on a property of the data of an event. Values are compared by their text. */
export type MeterFilter =
  | { readonly property: string; readonly equals: string }
  | { readonly property: string; readonly in: readonly string[] }
  | { readonly property: string; readonly exists: boolean };

/** A value that a property may be compared with: `5`, `"5"` and `true` by their text. */
export type FilterValue = string | number | boolean;

/** A filter as people write it: one of `equals`, `in` and `exists`. */
export interface MeterFilterInput {
  readonly property: string;
  readonly equals?: FilterValue | undefined;
  readonly in?: readonly FilterValue[] | undefined;
  readonly exists?: boolean | undefined;
}

/** An event whose property has this value takes a unique value, or a part of a level, away. */
export interface Removal {
  readonly property: string;
  readonly value: string;
}

export const quantityRoundings = [
  'half_up',
  'half_even',
  'half_down',
  'up',
  'down',
  'floor',
  'ceiling',
] as const satisfies readonly Rounding[];

/** How a quantity is rounded, once, when all of it was counted. */
export interface QuantityRounding {
  readonly mode: (typeof quantityRoundings)[number];
  /** Digits after the point that are left. */
  readonly decimals: number;
}

/** All that a meter counts by. It is fixed: another way of counting is another meter. */
export interface MeterDefinition {
  readonly eventType: string;
  /** All of them hold for an event that is counted. */
  readonly filters: readonly MeterFilter[];
  readonly aggregation: Aggregation;
  /** The property that is counted; null where events are. */
  readonly property: string | null;
  /** The properties whose values may be told apart. */
  readonly groupBy: readonly string[];
  /** Whether a level goes on into the next period, and does not begin at nothing. */
  readonly isCarriedOver: boolean;
  readonly removal: Removal | null;
  readonly rounding: QuantityRounding | null;
}

export interface MeterDefinitionInput {
  readonly eventType: string;
  readonly filters?: readonly MeterFilterInput[] | undefined;
  readonly aggregation: Aggregation;
  readonly property?: string | null | undefined;
  readonly groupBy?: readonly string[] | undefined;
  readonly isCarriedOver?: boolean | undefined;
  readonly removal?: { readonly property: string; readonly value: FilterValue } | null | undefined;
  readonly rounding?: QuantityRounding | null | undefined;
}

/** Bounds of a meter, texts in UTF-16 code units. */
export const meterLimits = {
  eventType: 100,
  property: 200,
  value: 200,
  filters: 20,
  values: 100,
  groups: 5,
  decimals: 12,
} as const;

/** The most meters that count events of one type, archived ones aside. */
export const metersOfTypeMax = 100;

/** Aggregations of levels: quantities that last until another event changes them. */
const carried: ReadonlySet<Aggregation> = new Set(['sum', 'latest', 'unique', 'weighted_sum']);
const takenAway: ReadonlySet<Aggregation> = new Set(['sum', 'unique', 'weighted_sum']);

/** Reads the type of an event, of meters and of events alike. It throws `InvalidValue`. */
export const parseEventType = (text: string): string => parseText(text, meterLimits.eventType);

/** Reads the name of a property of an event. It throws `InvalidValue`. */
export const parseProperty = (text: string): string => {
  const property = parseText(text, meterLimits.property);
  if (property !== '__proto__') return property;
  throw InvalidValue.because('invalid_property', 'No property of an event has this name.');
};

/**
 * The readers of a definition, for `checkAll`. They refuse with `required`, `unknown_field`,
 * `too_many`, `repeated`, `invalid_filter`, `not_carried`, `not_taken_away`, and what texts,
 * choices and numbers are refused for.
 */
export const definitionReaders = (input: MeterDefinitionInput) => ({
  eventType: () => parseEventType(input.eventType),
  filters: () => parseFilters(input.filters ?? []),
  aggregation: () => choiceOf(aggregations)(input.aggregation),
  property: () => parseCounted(input),
  groupBy: () => parseGroupBy(input.groupBy ?? []),
  isCarriedOver: () => parseCarried(input),
  removal: () => parseRemoval(input),
  rounding: () => parseRounding(input.rounding ?? null),
});

/** @throws {InvalidValue} with every fault at once; see `definitionReaders`. */
export const parseDefinition = (input: MeterDefinitionInput): MeterDefinition =>
  checkAll(definitionReaders(input));

const parseFilters = (given: readonly MeterFilterInput[]): readonly MeterFilter[] => {
  refuseMore(given, meterLimits.filters, 'filters');
  return checkEach(given, parseFilter);
};

const parseFilter = (given: MeterFilterInput): MeterFilter => {
  const stated = [given.equals, given.in, given.exists].filter((each) => each !== undefined);
  if (stated.length !== 1) {
    throw InvalidValue.because('invalid_filter', 'It states one of equals, in and exists.');
  }
  const { property, ...condition } = checkAll({
    property: () => parseProperty(given.property),
    equals: () => orUndefined(parseValue)(given.equals),
    in: () => orUndefined(parseValues)(given.in),
    exists: () => orUndefined(flag)(given.exists),
  });
  if (condition.equals !== undefined) return { property, equals: condition.equals };
  if (condition.in !== undefined) return { property, in: condition.in };
  return { property, exists: condition.exists === true };
};

const parseValues = (given: readonly FilterValue[]): readonly string[] => {
  refuseMore(given, meterLimits.values, 'values');
  if (given.length === 0) throw InvalidValue.because('required', 'It names at least one value.');
  return [...new Set(checkEach(given, parseValue))];
};

const parseValue = (given: FilterValue): string => {
  const text = textOfValue(given);
  if (text !== null && text.length <= meterLimits.value) {
    return parseOptionalText(text, meterLimits.value);
  }
  throw InvalidValue.because(
    'invalid_value',
    `It is a text of ${meterLimits.value} characters at most, a number, true or false.`,
  );
};

const parseCounted = ({ aggregation, property }: MeterDefinitionInput): string | null => {
  if (aggregation !== 'count') {
    if (property !== undefined && property !== null) return parseProperty(property);
    throw InvalidValue.because('required', 'The aggregation counts the values of a property.');
  }
  if (property === undefined || property === null) return null;
  throw InvalidValue.because('unknown_field', 'Where events are counted, no property is.');
};

const parseGroupBy = (given: readonly string[]): readonly string[] => {
  refuseMore(given, meterLimits.groups, 'properties');
  return checkEach(given, (property, index) => {
    if (given.indexOf(property) === index) return parseProperty(property);
    throw InvalidValue.because('repeated', 'The list has this property twice.');
  });
};

const parseCarried = ({ aggregation, isCarriedOver = false }: MeterDefinitionInput): boolean => {
  if (!flag(isCarriedOver) || carried.has(aggregation)) return isCarriedOver;
  throw InvalidValue.because(
    'not_carried',
    `Levels are carried over: of ${[...carried].join(', ')}.`,
  );
};

const parseRemoval = ({ aggregation, removal = null }: MeterDefinitionInput): Removal | null => {
  if (removal === null) return null;
  if (takenAway.has(aggregation)) {
    return checkAll({
      property: () => parseProperty(removal.property),
      value: () => parseValue(removal.value),
    });
  }
  throw InvalidValue.because(
    'not_taken_away',
    `An event can take something away of ${[...takenAway].join(', ')}.`,
  );
};

const parseRounding = (given: QuantityRounding | null): QuantityRounding | null =>
  given === null
    ? null
    : checkAll({
        mode: () => choiceOf(quantityRoundings)(given.mode),
        decimals: () => wholeUpTo(meterLimits.decimals)(given.decimals),
      });

const refuseMore = (given: readonly unknown[], max: number, noun: string): void => {
  if (given.length > max)
    throw InvalidValue.because('too_many', `There are ${max} ${noun} at most.`);
};

/**
 * The text that a value of an event is compared by; null where it has none, as lists and objects.
 * A number is written as the shortest decimal, so that `5`, `5.0` and `"5"` are one.
 */
export const textOfValue = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' ? decimalOfNumber(value) : null;
};

/** A number as a decimal without exponent: JavaScript writes `1e-7` and `1e+21`, and -0 as `0`. */
const decimalOfNumber = (value: number): string => {
  const text = String(value);
  const at = text.indexOf('e');
  if (at === -1) return text;
  const [whole = '', fraction = ''] = text.slice(0, at).replace('-', '').split('.');
  const places = Number(text.slice(at + 1));
  const digits = whole + fraction;
  const sign = value < 0 ? '-' : '';
  if (places < 0) return `${sign}0.${'0'.repeat(-places - 1)}${digits}`;
  return `${sign}${digits.padEnd(places + 1, '0')}`;
};
