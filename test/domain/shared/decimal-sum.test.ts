import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fractionOf, parseSignedDecimal } from '#domain/shared/decimal.ts';
import { DecimalSum } from '#domain/shared/decimal-sum.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { decimalText } from '#domain/shared/rate.ts';
import { checkLaw } from '../../support/laws.ts';

const decimal = fc.oneof(
  fc.tuple(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.constant(0)),
  fc.tuple(fc.bigInt(-(10n ** 27n), 10n ** 27n), fc.constant(12)),
  fc.tuple(fc.bigInt(-999n, 999n), fc.nat({ max: 12 })),
  // Sums of these go beyond what a number keeps, and come back.
  fc.tuple(
    fc.constantFrom(2n ** 53n - 1n, 1n - 2n ** 53n, 2n ** 53n, 2n ** 53n + 1n, -1n - 2n ** 53n),
    fc.constantFrom(2, 3, 12),
  ),
);

test('law: the sum of decimals is exact, whatever they are', () => {
  const given = fc.array(fc.tuple(decimal, fc.boolean()), { maxLength: 40 });
  checkLaw(
    fc.property(given, (decimals) => {
      const sum = new DecimalSum();
      let exact = Fraction.of(0n);
      for (const [[coefficient, scale], isTakenAway] of decimals) {
        const text = parseSignedDecimal(decimalText(coefficient, scale));
        sum.add(text, isTakenAway);
        const added = Fraction.of(coefficient, 10n ** BigInt(scale));
        exact = exact.plus(isTakenAway ? added.negated() : added);
      }

      expect(sum.total().compare(exact)).toBe(0);
    }),
  );
});

test('fractions are added up, too', () => {
  const sum = new DecimalSum();

  for (const text of ['10/3', '0.5', '2/3']) sum.add(text);

  expect(sum.total().toText()).toBe('4.5');
});

test('law: a decimal is read as its shortest text', () => {
  checkLaw(
    fc.property(decimal, ([coefficient, scale]) => {
      const written = decimalText(coefficient, scale);

      const read = parseSignedDecimal(written);

      expect(read).toBe(Fraction.of(coefficient, 10n ** BigInt(scale)).toText());
      expect(fractionOf(read).compare(fractionOf(written))).toBe(0);
    }),
  );
});
