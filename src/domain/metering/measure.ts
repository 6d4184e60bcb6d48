import type { MeterDefinition, MeterFilter } from '#domain/metering/definition.ts';
import { meterLimits, textOfValue } from '#domain/metering/definition.ts';
import { parseSignedDecimal } from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The data of an event: JSON under names that the sender chose. */
export type EventData = Readonly<Record<string, unknown>>;

/** A stored event, as it is counted. */
export interface UsageToCount {
  readonly source: string;
  readonly id: string;
  readonly at: Instant;
  readonly data: EventData;
}

/** The share of an event in the quantity of a meter. */
export interface Reading {
  /** A decimal; the value itself where unique ones are counted; `1` where events are. */
  readonly value: string;
  /** Whether it takes the value away. */
  readonly isRemoval: boolean;
  /** The texts of the properties that the meter groups by, in their order; null where absent. */
  readonly group: readonly (string | null)[];
}

/** Why an event is not counted. */
export interface NotCounted {
  readonly code:
    | 'other_type'
    | 'filtered_out'
    | 'outside_period'
    | 'property_missing'
    | 'invalid_decimal'
    | 'decimal_out_of_range'
    | 'invalid_value';
  readonly detail: string;
}

/** The result of measuring an event: its share, or the reason why it has none. */
export type Measured = { readonly reading: Reading } | { readonly notCounted: NotCounted };

/** Measures an event of some type by a meter. Nothing depends on other events. */
export const measure = (
  definition: Omit<MeterDefinition, 'rounding'>,
  event: { readonly type: string; readonly data: EventData },
): Measured => {
  const { eventType, filters, groupBy, removal } = definition;
  const { type, data } = event;
  if (type !== eventType) {
    return notCounted('other_type', `The meter counts events of the type "${eventType}".`);
  }
  const failing = filters.find((filter) => !holds(filter, data));
  if (failing !== undefined) {
    return notCounted('filtered_out', `The filter on "${failing.property}" does not hold.`);
  }
  const counted = valueOf(definition, data);
  if ('notCounted' in counted) return counted;
  return {
    reading: {
      value: counted.value,
      isRemoval: removal !== null && textAt(data, removal.property) === removal.value,
      group: groupBy.map((property) => textAt(data, property)),
    },
  };
};

/** Whether the event is one that the meter must count, and cannot: its value is no good. */
export const isFaulty = ({ code }: NotCounted): boolean =>
  code !== 'other_type' && code !== 'filtered_out' && code !== 'outside_period';

const notCounted = (code: NotCounted['code'], detail: string) => ({ notCounted: { code, detail } });

const at = (data: EventData, property: string): unknown =>
  Object.hasOwn(data, property) ? data[property] : undefined;

/** The text of a property of an event; null where it has none. */
export const textAt = (data: EventData, property: string): string | null =>
  textOfValue(at(data, property));

const holds = (filter: MeterFilter, data: EventData): boolean => {
  if ('exists' in filter) return ((at(data, filter.property) ?? null) !== null) === filter.exists;
  const text = textAt(data, filter.property);
  if (text === null) return false;
  return 'in' in filter ? filter.in.includes(text) : filter.equals === text;
};

const valueOf = (
  { aggregation, property }: Pick<MeterDefinition, 'aggregation' | 'property'>,
  data: EventData,
): { readonly value: string } | { readonly notCounted: NotCounted } => {
  if (property === null) return { value: '1' };
  const given = at(data, property) ?? null;
  if (given === null) {
    return notCounted('property_missing', `The data has no "${property}", which is counted.`);
  }
  const text = textOfValue(given);
  if (aggregation === 'unique') {
    if (text !== null && text.length <= meterLimits.value) return { value: text };
    const bound = `${meterLimits.value} characters at most`;
    const detail = `"${property}" is a text of ${bound}, or a number.`;
    return notCounted('invalid_value', detail);
  }
  return decimalIn(property, text);
};

const decimalIn = (property: string, text: string | null) => {
  try {
    return { value: parseSignedDecimal(text ?? '') };
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const isFar = error.faults.some(({ code }) => code === 'decimal_out_of_range');
    return isFar
      ? notCounted('decimal_out_of_range', `"${property}" is further from zero than 10^15.`)
      : notCounted(
          'invalid_decimal',
          `"${property}" is no decimal with up to 12 digits after the point.`,
        );
  }
};
