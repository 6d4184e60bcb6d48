import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fraction } from '#domain/shared/fraction.ts';
import { parseRate } from '#domain/shared/rate.ts';
import type { AppliedRate, TaxRule } from '#domain/taxes/applied-rate.ts';
import { taxesTakenBack } from '#domain/taxes/correction.ts';
import { taxesOf } from '#domain/taxes/document-taxes.ts';
import { included, onTop } from '../domain/taxes/rates.ts';
import { checkLaw } from '../support/laws.ts';

const known: readonly AppliedRate[] = [
  onTop('0'),
  onTop('0.20'),
  onTop('0.081'),
  onTop('1'),
  included('0.19'),
  included('0.333333'),
  included('0.04'),
];

const rules = fc.record<TaxRule>({
  version: fc.constant(1 as const),
  rounding: fc.constantFrom('half_up', 'half_even', 'half_down', 'up', 'down'),
  taxRounding: fc.constantFrom('per_line', 'per_rate', 'per_document'),
  inclusiveRounding: fc.constantFrom('tax', 'net'),
});
const bases = fc.oneof(
  fc.bigInt({ min: -60n, max: 60n }),
  fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
);
const lines = fc.array(fc.record({ base: bases, rates: fc.subarray([...known]) }), {
  maxLength: 12,
});

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

/** The exact tax, by its definition. */
const exactTax = (base: bigint, rates: readonly AppliedRate[], of: AppliedRate): Fraction => {
  const fraction = ({ rate }: AppliedRate): Fraction => {
    const { coefficient, scale } = parseRate(rate);
    return Fraction.of(coefficient, 10n ** BigInt(scale));
  };
  const whole = rates
    .filter(({ isInclusive }) => isInclusive)
    .reduce((all, rate) => all.plus(fraction(rate)), Fraction.of(1n));
  return Fraction.of(base * whole.denominator, whole.numerator).times(fraction(of));
};

test('a tax is less than two minor units away from the exact one, and zero of nothing', () => {
  checkLaw(
    fc.property(rules, lines, (rule, document) => {
      for (const [index, amounts] of taxesOf(rule, document).entries()) {
        const { base, rates } = document[index] ?? { base: 0n, rates: [] };
        expect(amounts).toHaveLength(rates.length);
        for (const [at, amount] of amounts.entries()) {
          const rate = rates[at] ?? onTop('0');
          const away = Fraction.of(amount).minus(exactTax(base, rates, rate));
          expect(away.compare(Fraction.of(2n))).toBe(-1);
          expect(away.compare(Fraction.of(-2n))).toBe(1);
          if (base === 0n) expect(amount).toBe(0n);
        }
      }
    }),
  );
});

test('what is summed first comes to its rounded sum', () => {
  checkLaw(
    fc.property(rules, lines, (rule, document) => {
      const taxes = taxesOf({ ...rule, inclusiveRounding: 'tax' }, document);
      const shares = document.flatMap(({ base, rates }, line) =>
        rates.map((rate, at) => ({
          rate,
          group: groupOf(rule, rate, line),
          exact: exactTax(base, rates, rate),
          amount: taxes[line]?.[at] ?? 0n,
        })),
      );
      for (const group of Map.groupBy(shares, (share) => share.group).values()) {
        const exact = group.reduce((all, each) => all.plus(each.exact), Fraction.of(0n));
        expect(sum(group.map(({ amount }) => amount))).toBe(exact.round(rule.rounding));
      }
    }),
  );
});

const groupOf = ({ taxRounding }: TaxRule, rate: AppliedRate, line: number): string => {
  const kind = rate.isInclusive ? 'included' : 'on top';
  if (taxRounding === 'per_document') return kind;
  return taxRounding === 'per_rate' ? rate.taxRateId : `${line} ${rate.taxRateId}`;
};

test('where the net amount is rounded, it is the rounded net amount', () => {
  checkLaw(
    fc.property(rules, bases, fc.constantFrom(...known.slice(4)), (rule, base, rate) => {
      const [[tax = 0n] = []] = taxesOf({ ...rule, inclusiveRounding: 'net' }, [
        { base, rates: [rate] },
      ]);
      const exact = Fraction.of(base).minus(exactTax(base, [rate], rate));

      expect(base - tax).toBe(exact.round(rule.rounding));
    }),
  );
});

test('a document with all signs turned has all taxes turned', () => {
  checkLaw(
    fc.property(rules, lines, (rule, document) => {
      const turned = document.map(({ base, rates }) => ({ base: -base, rates }));
      const taxes = taxesOf(rule, document).map((amounts) => amounts.map((amount) => -amount));

      expect(taxesOf(rule, turned)).toEqual(taxes);
    }),
  );
});

test('credits of a line, however it is cut, take back all of its taxes and no more', () => {
  const cut = fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1, maxLength: 8 });
  const cases = fc.record({
    parts: cut,
    taxes: fc.array(fc.bigInt({ min: 0n, max: 5000n }), { minLength: 1, maxLength: 3 }),
    rounding: fc.constantFrom('half_up', 'half_even', 'half_down', 'up', 'down'),
  });
  checkLaw(
    fc.property(cases, ({ parts, taxes, rounding }) => {
      const charged = sum(parts);
      fc.pre(charged > 0n);
      let before = 0n;
      let left = taxes;
      for (const part of parts) {
        const correction = { charged, before, after: before + part, taxes };
        const back = taxesTakenBack(rounding, correction);
        for (const amount of back) expect(amount <= 0n).toBe(true);
        left = left.map((tax, at) => tax + (back[at] ?? 0n));
        before += part;
      }

      expect(left).toEqual(taxes.map(() => 0n));
    }),
  );
});
