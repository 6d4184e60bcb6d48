import { readDecimal, typedDecimal } from './money-text.ts';

/** `20 %` of the rate `0.20`, in the viewer's language: exact, with as many digits as it has. */
export const percentText = (rate: string, language: string): string =>
  new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 20,
    numberingSystem: 'latn',
  }).format(rate as Intl.StringNumericLiteral);

/** The rate of percents that somebody typed: `0.055` of `5,5`; undefined where it is no number. */
export const rateOfPercent = (typed: string, language: string): string | undefined => {
  const read = readDecimal(typed.replace('%', ''), language);
  if (read === undefined) return undefined;
  const [whole = '', fraction = ''] = read.split('.');
  const digits = whole.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
};

/** The same without zeros at its end, as the API writes decimals: `0.2` of `20`. */
export const decimalRate = (typed: string, language: string): string | undefined =>
  rateOfPercent(typed, language)?.replace(/\.?0+$/, '');

/** The percents of a rate as people type them: `1,5` of `0.015` in German; empty of none. */
export const typedPercent = (rate: string, language: string): string => {
  if (rate === '') return '';
  const [whole = '', fraction = ''] = rate.split('.');
  const digits = fraction.padEnd(2, '0');
  const percents = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const rest = digits.slice(2);
  return typedDecimal(rest === '' ? percents : `${percents}.${rest}`, language);
};
