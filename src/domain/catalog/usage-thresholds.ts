import { parseAmount } from '#domain/catalog/pricing/amounts.ts';
import { checkAll, checkEach, orNull } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Money } from '#domain/shared/money.ts';
import type { Encoder } from '#domain/shared/snapshot.ts';
import { listOf, money, nullable, objectOf } from '#domain/shared/snapshot.ts';

/** Amounts of usage in a period, before discount and tax, each of which brings an invoice. */
export interface UsageThresholds {
  /** Ascending; at most 20. */
  readonly amounts: readonly Money[];
  /** Beyond the last of them another one each time that so much more was used; null for none. */
  readonly every: Money | null;
}

/** Thresholds as people write them. */
export interface UsageThresholdsInput {
  readonly amounts: readonly Money[];
  readonly every?: Money | null | undefined;
}

/** The most amounts that a plan names. */
export const thresholdsMax = 20;

/**
 * Reads thresholds; none where nothing is given. Without a `currency`, because the plan's is no
 * good, it is none but their own.
 * @throws {InvalidValue} `too_few`, `too_many`, `thresholds_not_ascending`, `amount_zero`,
 *   and as amounts of prices
 */
export const parseUsageThresholds = (
  given: UsageThresholdsInput | null | undefined,
  currency: CurrencyCode | undefined,
): UsageThresholds | null => {
  if (given === null || given === undefined) return null;
  return checkAll({
    amounts: () => parseAmounts(given.amounts, currency),
    every: () => orNull((every: Money) => parsePositive(every, currency))(given.every),
  });
};

const parseAmounts = (
  given: readonly Money[],
  currency: CurrencyCode | undefined,
): readonly Money[] => {
  if (given.length === 0) {
    throw InvalidValue.because('too_few', 'Thresholds have an amount at least.');
  }
  if (given.length > thresholdsMax) {
    throw InvalidValue.because('too_many', `A plan has ${thresholdsMax} thresholds at most.`);
  }
  return checkEach(given, (each, index) => {
    const amount = parsePositive(each, currency);
    const before = given[index - 1];
    if (before !== undefined && amount.minor <= before.minor) {
      throw InvalidValue.because(
        'thresholds_not_ascending',
        'A threshold is higher than the one before it.',
      );
    }
    return amount;
  });
};

const parsePositive = (given: Money, currency: CurrencyCode | undefined): Money => {
  const amount = parseAmount(given, currency);
  if (!amount.isZero()) return amount;
  throw InvalidValue.because('amount_zero', 'A threshold is more than zero.', '/amount');
};

/** How events show thresholds. */
export const thresholdsEncoder: Encoder<UsageThresholds> = objectOf<UsageThresholds>({
  amounts: listOf(money),
  every: nullable(money),
});

/**
 * The highest threshold that usage has reached, in minor units; null where it has reached none.
 * @param minor what was used in the period, in minor units
 */
export const reachedThreshold = (
  { amounts, every }: UsageThresholds,
  minor: bigint,
): bigint | null => {
  const last = amounts.at(-1)?.minor ?? 0n;
  if (every !== null && minor >= last) return last + ((minor - last) / every.minor) * every.minor;
  return amounts.findLast((amount) => amount.minor <= minor)?.minor ?? null;
};
