import type { DocumentLanguage } from '#domain/invoicing/document-form.ts';
import type { Address } from '#domain/shared/address.ts';
import { partsOf } from '#domain/shared/calendar/days.ts';
import type { Money } from '#domain/shared/money.ts';
import { Rate, readDecimal } from '#domain/shared/rate.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import type { Labels } from '#infrastructure/pdf/labels/labels.ts';

/** A label, and its value. */
export interface PrintedFact {
  readonly label: string;
  readonly value: string;
  readonly isStrong?: boolean;
}

type NumberSigns = Pick<Labels, 'decimalSign' | 'groupSign'>;

/** A decimal as a language writes it: `-1234.5` is `-1.234,5` in German. */
export const decimalIn = ({ decimalSign, groupSign }: NumberSigns, decimal: string): string => {
  const isNegative = decimal.startsWith('-');
  const [whole = '', fraction] = (isNegative ? decimal.slice(1) : decimal).split('.');
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) {
    groups.unshift(whole.slice(Math.max(0, end - 3), end));
  }
  const text = `${isNegative ? '-' : ''}${groups.join(groupSign)}`;
  return fraction === undefined ? text : `${text}${decimalSign}${fraction}`;
};

/** An amount without its currency. */
export const amountIn = (labels: NumberSigns, amount: Money): string =>
  decimalIn(labels, amount.toDecimal());

/** A share as people read it: `0.075` is `7.5%`. */
export const percentIn = (labels: Labels, rate: string): string => {
  const decimal = readDecimal(rate, 40);
  if (decimal === null) return rate;
  const hundredfold = Rate.of(decimal.coefficient * 100n, decimal.scale);
  return `${decimalIn(labels, String(hundredfold))}${labels.percentSign}`;
};

export const dateIn = ({ date }: Labels, day: CalendarDate): string => {
  const { year, month, day: dayOfMonth } = partsOf(day);
  return date(String(year).padStart(4, '0'), month, dayOfMonth);
};

const stateBehindCity = ['US', 'CA', 'AU'];

/** The lines of an address, its country last. */
export const addressLines = (
  { line1, line2, city, postalCode, state, country }: Address,
  language: DocumentLanguage,
): readonly string[] => {
  const place = stateBehindCity.includes(country)
    ? [city, joined([state, postalCode], ' ')]
    : [joined([postalCode, city], ' '), state];
  const name = new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country;
  return [line1, line2, joined(place, ', '), name].filter(
    (line): line is string => line !== null && line !== '',
  );
};

const joined = (parts: readonly (string | null)[], separator: string): string =>
  parts.filter((part) => part !== null && part !== '').join(separator);
