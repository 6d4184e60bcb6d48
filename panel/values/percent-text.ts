import { readDecimal } from './money-text.ts';

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
