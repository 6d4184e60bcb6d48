import type { Interval } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import type { WireMoney } from './money-text.ts';
import { decimalOf, readAmount, readDecimal, typedDecimal } from './money-text.ts';
import { decimalRate } from './percent-text.ts';

// The fields of a form as the API takes them, and the other way round. What cannot be read stays as
// it was typed: the server says so at its field.

/** The text that was typed into a field; empty where there is none. */
export const text = (values: FormValues, name: string): string => String(values[name] ?? '');

/** The ids of the rows that a value lists. */
export const idsIn = (values: FormValues, name: string): readonly string[] =>
  text(values, name)
    .split(' ')
    .filter((id) => id !== '');

/** The fields of a row by their full names. */
export const fieldsOf = (row: string, fields: FormValues): FormValues =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${row}.${name}`, value]));

/** The currency of a plan, and the language in which its form was filled in. */
export interface Written {
  readonly currency: string;
  readonly language: string;
}

export const intervalIn = (values: FormValues, row: string): Interval | null => {
  const count = text(values, `${row}.interval.count`).trim();
  const unit = text(values, `${row}.interval.unit`) as Interval['unit'];
  if (count === '') return null;
  // The server refuses what is no whole number.
  return { unit, count: /^\d+$/.test(count) ? Number(count) : (count as never) };
};

export const rateIn = (values: FormValues, name: string, { language }: Written): string | null => {
  const typed = text(values, name).trim();
  return typed === '' ? null : (decimalRate(typed, language) ?? typed);
};

export const decimalIn = (
  values: FormValues,
  name: string,
  { language }: Written,
): string | null => {
  const typed = text(values, name).trim();
  return typed === '' ? null : (readDecimal(typed, language) ?? typed);
};

export const moneyIn = (values: FormValues, name: string, { currency, language }: Written) => {
  const read = readAmount(text(values, name), currency, language);
  return read.kind === 'amount' ? { amount: read.amount, currency } : null;
};

/** An amount as people type it, in the writing of `language`; empty of none. */
export const typedMoney = (given: WireMoney | null | undefined, language: string): string =>
  given === null || given === undefined ? '' : typedDecimal(decimalOf(given), language);
