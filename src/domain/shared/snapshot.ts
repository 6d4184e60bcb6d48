import type { Money } from '#domain/shared/money.ts';
import type { Rate } from '#domain/shared/rate.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { formatInstant } from '#domain/shared/time.ts';

// Each aggregate names all its facts in one encoder. What its events say of it, and whether a
// change changed anything, both come from there; a fact that is not named does not compile.

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** How a value is written as plain JSON, and when two of its kind say the same. */
export interface Encoder<Value, Written extends Json = Json> {
  readonly encode: (value: Value) => Written;
  readonly isEqual: (one: Value, other: Value) => boolean;
}

/** The encoder of a field that is compared, and not shown. */
export interface HiddenEncoder<Value> {
  readonly isHidden: true;
  readonly isEqual: (one: Value, other: Value) => boolean;
}

// An instant is a number to the compiler, and must be written as a text.
type FieldEncoder<Value> = [Exclude<Value, null>] extends [Instant]
  ? Encoder<Value, string | null>
  : Encoder<Value>;

/** An encoder for each of the facts. */
export type Fields<Facts> = {
  readonly [Name in keyof Facts]-?: FieldEncoder<Facts[Name]> | HiddenEncoder<Facts[Name]>;
};

/** A text, number or flag, or none, which is written as it is. Instants and amounts are not. */
export const plain = {
  encode: <Value extends string | number | boolean | null>(value: Value): Value => value,
  isEqual: <Value extends string | number | boolean | null>(one: Value, other: Value): boolean =>
    one === other,
};

/** RFC 3339, in UTC with milliseconds. */
export const instant: Encoder<Instant, string> = {
  encode: formatInstant,
  isEqual: (one, other) => one === other,
};

/** `YYYY-MM-DD`. */
export const date: Encoder<CalendarDate, string> = {
  encode: (day) => day,
  isEqual: (one, other) => one === other,
};

/** `{ amount, currency }` in minor units; as a text where a JSON number would not be exact. */
export const money: Encoder<Money, JsonObject> = {
  encode: ({ minor, currency }) => ({
    amount: Number.isSafeInteger(Number(minor)) ? Number(minor) : String(minor),
    currency,
  }),
  isEqual: (one, other) => one.isEqual(other),
};

/** The shortest decimal. */
export const rate: Encoder<Rate, string> = {
  encode: String,
  isEqual: (one, other) => one.compare(other) === 0,
};

/** A value that may be missing. */
export const nullable = <Value, Written extends Json>({
  encode,
  isEqual,
}: Encoder<Value, Written>): Encoder<Value | null, Written | null> => ({
  encode: (value) => (value === null ? null : encode(value)),
  isEqual: (one, other) => (one === null || other === null ? one === other : isEqual(one, other)),
});

/** In the order that it has. */
export const listOf = <Value>({
  encode,
  isEqual,
}: Encoder<Value>): Encoder<readonly Value[], readonly Json[]> => ({
  encode: (values) => values.map(encode),
  isEqual: (some, others) =>
    some.length === others.length &&
    some.every((value, index) => isEqual(value, others[index] as Value)),
});

/** Values under names of somebody's own, in whatever order. */
export const mapOf = <Value>({
  encode,
  isEqual,
}: Encoder<Value>): Encoder<Readonly<Record<string, Value>>, JsonObject> => ({
  encode: (values) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encode(value)])),
  isEqual: (some, others) => {
    const entries = Object.entries(some);
    return (
      entries.length === Object.keys(others).length &&
      entries.every(
        ([name, value]) => Object.hasOwn(others, name) && isEqual(value, others[name] as Value),
      )
    );
  },
});

/** The facts under the version that they have once they are stored. */
export const onceStored = <Facts extends { readonly version: number }>(facts: Facts): Facts => ({
  ...facts,
  version: facts.version + 1,
});

/** The facts under the version that they have, or will have once what waits is stored with them. */
export const asStored = <Facts extends { readonly version: number }>({
  facts,
  events,
}: {
  readonly facts: Facts;
  readonly events: readonly unknown[];
}): Facts => (events.length === 0 ? facts : onceStored(facts));

/** A fact that a snapshot does not show: a secret, or what nobody changes by hand. */
export const hidden = <Value>({
  isEqual,
}: Pick<Encoder<Value>, 'isEqual'>): HiddenEncoder<Value> => ({ isHidden: true, isEqual });

/** All facts of a thing, written in the order in which they are named here. */
export const objectOf = <Facts extends object>(
  fields: Fields<Facts>,
): Encoder<Facts, JsonObject> => {
  const named = Object.entries(fields) as [keyof Facts & string, AnyField][];
  return {
    encode: (facts) => {
      const written: Record<string, Json> = {};
      for (const [name, field] of named) {
        if (!('isHidden' in field)) written[name] = field.encode(facts[name]);
      }
      return written;
    },
    isEqual: (one, other) => named.every(([name, field]) => field.isEqual(one[name], other[name])),
  };
};

type AnyField = Encoder<unknown> | HiddenEncoder<unknown>;
