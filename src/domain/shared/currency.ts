import { InvalidValue } from '#domain/shared/errors.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Iso4217Digits, Iso4217Entry } from '#domain/shared/iso-4217.ts';
import { iso4217, withdrawnFromIso4217 } from '#domain/shared/iso-4217.ts';

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
  const digits = currentDigits.get(text);
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

/**
 * The digits after the point: from our own table, as those of Intl are for display and differ. Of a
 * withdrawn currency too, as amounts in it are still stored.
 */
export const minorUnitDigits = (code: CurrencyCode): MinorUnitDigits => {
  const digits = digitsIfKnown(code);
  invariant(digits !== undefined, `Nothing tells how many digits an amount in ${code} has.`);
  return digits;
};

/** As `minorUnitDigits`; undefined of a code that is in no list, such as one of a newer version. */
export const digitsIfKnown = (code: CurrencyCode): MinorUnitDigits | undefined =>
  everKnown.get(code)?.[2] ?? undefined;

/** The English name in ISO 4217: `Yuan Renminbi`. */
export const currencyName = (code: CurrencyCode): string => everKnown.get(code)?.[3] ?? code;

const currentDigits = new Map(iso4217.map(([code, , digits]) => [code, digits]));
const everKnown = new Map<string, Iso4217Entry>(
  [...withdrawnFromIso4217, ...iso4217].map((entry) => [entry[0], entry]),
);
const codes = Object.freeze(
  iso4217.filter(([, , digits]) => digits !== null).map(([code]) => code as CurrencyCode),
);
