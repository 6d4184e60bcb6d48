import { InvalidValue } from '#domain/shared/errors.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Iso4217Digits } from '#domain/shared/iso-4217.ts';
import { iso4217 } from '#domain/shared/iso-4217.ts';

declare const brand: unique symbol;

/**
 * A code of ISO 4217 in which an amount can be stated: one with minor units, so a currency or a
 * fund (`CLF`), not gold (`XAU`) and not the code for tests (`XTS`).
 */
export type CurrencyCode = string & { readonly [brand]: 'CurrencyCode' };

/** How many digits an amount has after the point: 2 for EUR, 0 for JPY, 3 for KWD, 4 for CLF. */
export type MinorUnitDigits = Exclude<Iso4217Digits, null>;

/**
 * Reads a currency code, in capital letters.
 * @throws {InvalidValue} `currency_unknown`, or `currency_not_money` where ISO 4217 knows the code
 *   but gives it no minor units.
 */
export const parseCurrencyCode = (text: string): CurrencyCode => {
  const digits = digitsByCode.get(text);
  if (digits === undefined) {
    throw InvalidValue.because(
      'currency_unknown',
      'It must be the code of a currency in ISO 4217, in capital letters: EUR.',
    );
  }
  if (digits === null) {
    throw InvalidValue.because(
      'currency_not_money',
      'ISO 4217 has no minor units for this code, so no amount can be stated in it.',
    );
  }
  return text as CurrencyCode;
};

/** Every code that `parseCurrencyCode` reads, in the order of the alphabet. */
export const currencyCodes = (): readonly CurrencyCode[] => codes;

/** The digits after the point: from our own table, as those of Intl are for display and differ. */
export const minorUnitDigits = (code: CurrencyCode): MinorUnitDigits => {
  const digits = digitsByCode.get(code);
  invariant(digits !== undefined && digits !== null, 'A currency code was not read by its parser.');
  return digits;
};

/** The English name in ISO 4217: `Yuan Renminbi`. */
export const currencyName = (code: CurrencyCode): string => {
  const name = nameByCode.get(code);
  invariant(name !== undefined, 'A currency code was not read by its parser.');
  return name;
};

const digitsByCode = new Map(iso4217.map(([code, , digits]) => [code, digits]));
const nameByCode = new Map(iso4217.map(([code, , , name]) => [code, name]));
const codes = Object.freeze(
  iso4217.filter(([, , digits]) => digits !== null).map(([code]) => code as CurrencyCode),
);
