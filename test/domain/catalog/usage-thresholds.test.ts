import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseUsageThresholds, reachedThreshold } from '#domain/catalog/usage-thresholds.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { Money } from '#domain/shared/money.ts';
import { checkLaw } from '../../support/laws.ts';

const euro = parseCurrencyCode('EUR');
const eur = (minor: bigint): Money => Money.of(minor, euro);

const faultsOf = (amounts: readonly Money[], every?: Money): readonly string[] => {
  try {
    parseUsageThresholds({ amounts, every }, euro);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
};

describe('thresholds of usage', () => {
  test.each([
    ['no amount', [], undefined, ['/amounts too_few']],
    ['too many', Array(21).fill(eur(1n)), undefined, ['/amounts too_many']],
    [
      'one that is not higher',
      [eur(2n), eur(2n)],
      undefined,
      ['/amounts/1 thresholds_not_ascending'],
    ],
    ['nothing', [eur(0n)], eur(0n), ['/amounts/0/amount amount_zero', '/every/amount amount_zero']],
    ['less than nothing', [eur(-1n)], undefined, ['/amounts/0/amount amount_negative']],
    [
      'another currency',
      [Money.of(1n, parseCurrencyCode('JPY'))],
      undefined,
      ['/amounts/0/currency currency_mismatch'],
    ],
  ] as const)('are refused with %s', (_, amounts, every, faults) => {
    expect(faultsOf(amounts, every)).toEqual(faults);
  });

  test.each([
    [199n, null],
    [200n, 200n],
    [499n, 200n],
    [500n, 500n],
    [799n, 500n],
    [800n, 800n],
    [1_400n, 1_400n],
  ])('are reached: of %d minor units %d', (minor, reached) => {
    const thresholds = { amounts: [eur(200n), eur(500n)], every: eur(300n) };

    expect(reachedThreshold(thresholds, minor)).toBe(reached);
  });

  test('end with the last amount, where nothing follows', () => {
    expect(reachedThreshold({ amounts: [eur(200n)], every: null }, 10_000n)).toBe(200n);
  });

  test('the one that is reached is not above the usage, and never falls as usage grows', () => {
    const amount = fc.bigInt({ min: 1n, max: 1_000n });
    const steps = fc.uniqueArray(amount, { minLength: 1, maxLength: 20 });
    checkLaw(
      fc.property(steps, fc.option(amount), amount, amount, (amounts, every, minor, more) => {
        const ascending = amounts.toSorted((one, other) => Number(one - other)).map(eur);
        const thresholds = { amounts: ascending, every: every === null ? null : eur(every) };

        const before = reachedThreshold(thresholds, minor) ?? 0n;
        const after = reachedThreshold(thresholds, minor + more) ?? 0n;

        expect(before <= minor && before <= after && after <= minor + more).toBe(true);
      }),
    );
  });
});
