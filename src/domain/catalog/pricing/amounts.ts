import { checkAll } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Money } from '#domain/shared/money.ts';

/** The largest amount of a price, in minor units: what a JSON number holds exactly. */
export const priceAmountMax = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Reads an amount of a price. Without a `currency`, because the plan's is no good, it is none but
 * its own.
 * @throws {InvalidValue} `amount_negative`, `amount_out_of_range`, `currency_mismatch`
 */
export const parseAmount = (amount: Money, currency: CurrencyCode | undefined): Money => {
  checkAll({
    amount: () => refuseUnfit(amount.minor),
    currency: () => refuseForeign(amount.currency, currency),
  });
  return amount;
};

/** @throws {InvalidValue} `currency_mismatch` */
export const refuseForeign = (currency: CurrencyCode, expected: CurrencyCode | undefined): void => {
  if (expected === undefined || currency === expected) return;
  throw InvalidValue.because('currency_mismatch', `All amounts here are in ${expected}.`);
};

const refuseUnfit = (minor: bigint): void => {
  if (minor < 0n) {
    throw InvalidValue.because('amount_negative', 'An amount here is zero or more.');
  }
  if (minor > priceAmountMax) {
    throw InvalidValue.because(
      'amount_out_of_range',
      `An amount here is ${priceAmountMax} at most.`,
    );
  }
};
