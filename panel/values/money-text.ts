import type { CurrencyCode } from '#domain/shared/currency.ts';
import { digitsIfKnown } from '#domain/shared/currency.ts';

/** Money as it crosses the wire: whole minor units. */
export interface WireMoney {
  readonly amount: number;
  readonly currency: string;
}

/** The digits after the point, from our own table of ISO 4217; those of Intl differ. */
const digitsOf = (currency: string): number => digitsIfKnown(currency as CurrencyCode) ?? 2;

/** 4900 of EUR as `49.00`: a plain decimal, exact. */
export const decimalOf = ({ amount, currency }: WireMoney): string => {
  const digits = digitsOf(currency);
  const whole = BigInt(Math.abs(amount))
    .toString()
    .padStart(digits + 1, '0');
  const sign = amount < 0 ? '-' : '';
  if (digits === 0) return `${sign}${whole}`;
  return `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
};

/** `1,234.50` in the viewer's language, without the currency, with a true minus sign. */
export const amountText = (money: WireMoney, language: string): string => {
  const digits = digitsOf(money.currency);
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    numberingSystem: 'latn',
  });
  return format.format(decimalOf(money) as Intl.StringNumericLiteral).replace('-', '−');
};

/** `EUR 1,234.50`. The code, not the sign: `$` is the sign of twenty currencies. */
export const moneyText = (money: WireMoney, language: string): string =>
  `${money.currency} ${amountText(money, language)}`;

export type ReadAmount =
  | { readonly kind: 'empty' }
  | { readonly kind: 'amount'; readonly amount: number }
  | { readonly kind: 'not_a_number' }
  | { readonly kind: 'too_many_digits'; readonly digits: number }
  | { readonly kind: 'too_large' };

/**
 * Reads an amount as people type and paste it: `1.234,50`, `1,234.50`, `1 234.5`, `EUR 49`, `−3`.
 * It refuses surplus decimals and never rounds. Where one separator could be either, it is read as
 * the viewer's language writes it.
 */
export const readAmount = (text: string, currency: string, language: string): ReadAmount => {
  const bare = text
    .replaceAll(/[\s\u00a0\u202f'’]/g, '')
    .replace(currency, '')
    .replace('−', '-');
  if (bare === '') return { kind: 'empty' };
  const parts = /^(?<sign>[-+]?)(?<digits>\d[\d.,]*|[.,]\d+)$/.exec(bare)?.groups;
  const plain = parts === undefined ? undefined : decimalParts(parts['digits'] ?? '', language);
  if (plain === undefined) return { kind: 'not_a_number' };
  const digits = digitsOf(currency);
  const fraction = plain.fraction.replace(/0+$/, '');
  if (fraction.length > digits) return { kind: 'too_many_digits', digits };
  const minor = BigInt(`${plain.whole}${fraction.padEnd(digits, '0')}`);
  if (minor > BigInt(Number.MAX_SAFE_INTEGER)) return { kind: 'too_large' };
  const amount = Number(minor);
  return { kind: 'amount', amount: parts?.['sign'] === '-' && amount !== 0 ? -amount : amount };
};

/**
 * The amount that was typed, after a check.
 * @throws RangeError where it is none: the check lets such a text through
 */
export const typedAmount = (text: string, currency: string, language: string): WireMoney => {
  const read = readAmount(text, currency, language);
  if (read.kind !== 'amount') throw new RangeError(`"${text}" is no amount of ${currency}.`);
  return { amount: read.amount, currency };
};

/**
 * The decimal that was typed, as the API takes it: `0.0025` of `0,0025`; undefined where it is
 * none. It may have any number of digits, and no sign.
 */
export const readDecimal = (text: string, language: string): string | undefined => {
  const bare = text.replaceAll(/[\s\u00a0\u202f'’]/g, '');
  if (!/^(\d[\d.,]*|[.,]\d+)$/.test(bare)) return undefined;
  const parts = decimalParts(bare, language);
  if (parts === undefined) return undefined;
  const whole = parts.whole.replace(/^0+(?=\d)/, '');
  return parts.fraction === '' ? whole : `${whole}.${parts.fraction}`;
};

/**
 * A plain decimal as the viewer types it: `0,125` in German. There, `0.125` would be read as a
 * hundred and twenty-five.
 */
export const typedDecimal = (decimal: string, language: string): string =>
  decimal.replace('.', decimalSeparator(language));

/** A plain decimal for reading, with all its digits: `1,234.5`. Other texts stay as they are. */
export const decimalText = (decimal: string, language: string): string =>
  readable(decimal, language, 0);

/** `EUR 0.10` or `EUR 0.0025`: a price in major units, with the digits of its currency at least. */
export const unitPriceText = (decimal: string, currency: string, language: string): string =>
  `${currency} ${readable(decimal, language, digitsOf(currency))}`;

const readable = (decimal: string, language: string, digitsMin: number): string => {
  if (!/^-?\d+(\.\d+)?$/.test(decimal)) return decimal;
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: digitsMin,
    maximumFractionDigits: 20,
    numberingSystem: 'latn',
  });
  return format.format(decimal as Intl.StringNumericLiteral).replace('-', '−');
};

interface DecimalParts {
  readonly whole: string;
  readonly fraction: string;
}

const decimalParts = (text: string, language: string): DecimalParts | undefined => {
  const separator = decimalSeparatorIn(text, language);
  const [whole = '', fraction = '', ...more] = separator === '' ? [text] : text.split(separator);
  if (more.length > 0 || /\D/.test(fraction)) return undefined;
  // Separators of thousands stand before every third digit, or are none.
  if (/\D/.test(whole) && !/^\d{1,3}([.,]\d{3})+$/.test(whole)) return undefined;
  return { whole: whole.replaceAll(/\D/g, '') || '0', fraction };
};

const decimalSeparatorIn = (text: string, language: string): string => {
  const lastDot = text.lastIndexOf('.');
  const lastComma = text.lastIndexOf(',');
  if (lastDot === -1 && lastComma === -1) return '';
  // Of two, the last one is before the decimals; one that comes twice parts thousands.
  if (lastDot !== -1 && lastComma !== -1) return lastDot > lastComma ? '.' : ',';
  const only = lastDot === -1 ? ',' : '.';
  if (text.indexOf(only) !== text.lastIndexOf(only)) return '';
  const isGroup = /^\d{1,3}[.,]\d{3}$/.test(text) && only !== decimalSeparator(language);
  return isGroup ? '' : only;
};

const decimalSeparator = (language: string): string =>
  new Intl.NumberFormat(language, { numberingSystem: 'latn' })
    .formatToParts(1.5)
    .find(({ type }) => type === 'decimal')?.value ?? '.';
