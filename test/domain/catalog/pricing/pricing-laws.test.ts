import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heldUnits, priceOverTime } from '#domain/catalog/pricing/held.ts';
import type { TierInput } from '#domain/catalog/pricing/input.ts';
import type { PriceModel } from '#domain/catalog/pricing/model.ts';
import { fromStored, toStored } from '#domain/catalog/pricing/model.ts';
import { parseModel } from '#domain/catalog/pricing/parse-model.ts';
import type { PreviewedPriceInput } from '#domain/catalog/pricing/preview.ts';
import type { QuantityModelName } from '#domain/catalog/pricing/priced.ts';
import { priceOfQuantity, withinBounds } from '#domain/catalog/pricing/priced.ts';
import type { Priced } from '#domain/catalog/pricing/step.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { Money } from '#domain/shared/money.ts';
import { checkLaw } from '../../../support/laws.ts';
import { cents, comesTo, decimals, euro, euros, expectSame, sum } from './builders.ts';

const amounts = fc.integer({ min: 0, max: 100_000 });
const quantities = decimals;

/** Bounds that rise, the last one null. */
const bounds = fc
  .uniqueArray(fc.integer({ min: 1, max: 1000 }), { maxLength: 5 })
  .map((some) => [...some.toSorted((a, b) => a - b).map(String), null]);

const tiers: fc.Arbitrary<readonly TierInput[]> = bounds.chain((some) =>
  fc.tuple(
    ...some.map((upTo) =>
      fc.record({
        upTo: fc.constant(upTo),
        unitAmount: decimals,
        flatAmount: fc.option(amounts.map((minor) => cents(minor))),
      }),
    ),
  ),
);

const exactOf = (input: PreviewedPriceInput, quantity: string): Fraction =>
  priced(input, quantity).exact;

const priced = (input: PreviewedPriceInput, quantity: string): Priced => {
  const model = parseModel(input, euro) as Extract<PriceModel, { model: QuantityModelName }>;
  return priceOfQuantity(toStored(model), euros, quantity);
};

const plus = (one: string, other: string): string =>
  fractionOf(one).plus(fractionOf(other)).toText();

const quantityPrices: fc.Arbitrary<PreviewedPriceInput> = fc.oneof(
  amounts.map((minor) => ({ amount: cents(minor) })),
  decimals.map((unitAmount) => ({ model: 'per_unit' as const, unitAmount })),
  fc.record({
    model: fc.constantFrom('graduated' as const, 'volume' as const),
    tiers,
    chargesAtZero: fc.boolean(),
  }),
  fc.record({
    model: fc.constant('stairstep' as const),
    tiers: tiers.map((some) =>
      some.map(({ upTo }, index) => ({ upTo, flatAmount: cents((index + 1) * 100) })),
    ),
    chargesAtZero: fc.boolean(),
  }),
  fc.record({
    model: fc.constant('package' as const),
    packageSize: fc.constantFrom('1', '10', '0.25', '7'),
    amount: amounts.map((minor) => cents(minor)),
    freeUnits: quantities,
    chargesAtZero: fc.boolean(),
  }),
  fc.record({
    model: fc.constant('package' as const),
    tiers: tiers.map((some) =>
      some.map(({ upTo }) => ({ upTo, packageSize: '3', amount: cents(50) })),
    ),
  }),
);

describe('laws of all prices of a quantity', () => {
  test('the last step has the amount, and the steps before a total add up to it', () => {
    checkLaw(
      fc.property(quantityPrices, quantities, (price, quantity) => {
        const { exact, steps } = priced(price, quantity);
        const last = steps.at(-1);
        const parts = steps.filter(({ kind }) => kind !== 'total');

        expectSame(last?.amount ?? Fraction.of(-1n), exact);
        expectSame(sum(parts.map(({ amount }) => amount)), exact);
      }),
    );
  });

  test('a price is zero or more, and free of the order in which its terms were stored', () => {
    checkLaw(
      fc.property(quantityPrices, quantities, (price, quantity) => {
        const { exact } = priced(price, quantity);
        const model = parseModel(price, euro);
        const stored = JSON.parse(JSON.stringify(toStored(model))) as ReturnType<typeof toStored>;
        const reversed = Object.fromEntries(Object.entries(stored as object).toReversed());

        expect(exact.numerator >= 0n).toBe(true);
        expect(fromStored(stored, euro)).toEqual(model);
        const again = priceOfQuantity(
          reversed as unknown as Parameters<typeof priceOfQuantity>[0],
          euros,
          quantity,
        );
        expectSame(again.exact, exact);
      }),
    );
  });

  test('more units never cost less, but by volume', () => {
    checkLaw(
      fc.property(quantityPrices, quantities, quantities, (price, quantity, more) => {
        fc.pre(price.model !== 'volume');
        const dearer = exactOf(price, plus(quantity, more));

        expect(dearer.compare(exactOf(price, quantity))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('bounds let nothing out, and what lies between them alone', () => {
    checkLaw(
      fc.property(quantityPrices, quantities, amounts, amounts, (price, quantity, one, other) => {
        const [minimum, maximum] = [Math.min(one, other), Math.max(one, other)].map(String);
        const free = priced(price, quantity);
        const { exact } = withinBounds(free, {
          minimum: minimum ?? null,
          maximum: maximum ?? null,
        });
        const [least, most] = [
          Fraction.of(BigInt(minimum ?? 0)),
          Fraction.of(BigInt(maximum ?? 0)),
        ];

        expect(exact.compare(least)).toBeGreaterThanOrEqual(0);
        expect(exact.compare(most)).toBeLessThanOrEqual(0);
        const isBetween = free.exact.compare(least) >= 0 && free.exact.compare(most) <= 0;
        if (isBetween) expectSame(exact, free.exact);
      }),
    );
  });
});

describe('laws of tiers', () => {
  test('graduated is what its units cost one by one, and the flat amounts that they reach', () => {
    fc.assert(
      fc.property(tiers, fc.integer({ min: 0, max: 1500 }), (some, count) => {
        let expected = Fraction.of(0n);
        const reached = new Set<TierInput>();
        for (let unit = 1; unit <= count; unit += 1) {
          const own = some.find(({ upTo }) => upTo === null || unit <= Number(upTo));
          if (own === undefined) throw new Error('A unit is in a tier.');
          expected = expected.plus(fractionOf(own.unitAmount ?? '0').times(Fraction.of(100n)));
          if (!reached.has(own)) expected = expected.plus(Fraction.of(own.flatAmount?.minor ?? 0n));
          reached.add(own);
        }

        expectSame(exactOf({ model: 'graduated', tiers: some }, String(count)), expected);
      }),
      { numRuns: 30 },
    );
  });

  test('volume is a price per unit and a flat amount, by the tier of the total', () => {
    checkLaw(
      fc.property(tiers, quantities, (some, quantity) => {
        fc.pre(quantity !== '0');
        const own = some.find(({ upTo }) => {
          const bound = typeof upTo === 'string' ? fractionOf(upTo) : null;
          return bound === null || fractionOf(quantity).compare(bound) <= 0;
        });
        const unitAmount = own?.unitAmount ?? '0';
        const units = exactOf({ model: 'per_unit', unitAmount }, quantity);
        const flat = Fraction.of(own?.flatAmount?.minor ?? 0n);

        expectSame(exactOf({ model: 'volume', tiers: some }, quantity), units.plus(flat));
      }),
    );
  });

  test('one tier without a flat amount is a price per unit; equal ones are one', () => {
    checkLaw(
      fc.property(bounds, decimals, quantities, (some, unitAmount, quantity) => {
        const equal = some.map((upTo) => ({ upTo, unitAmount }));
        const expected = exactOf({ model: 'per_unit', unitAmount }, quantity);

        expectSame(exactOf({ model: 'graduated', tiers: equal }, quantity), expected);
        expectSame(exactOf({ model: 'volume', tiers: equal }, quantity), expected);
      }),
    );
  });

  test('a stairstep is a volume of flat amounts alone', () => {
    checkLaw(
      fc.property(tiers, quantities, fc.boolean(), (some, quantity, chargesAtZero) => {
        const steps = some.map(({ upTo, flatAmount }) => ({
          upTo,
          flatAmount: flatAmount ?? cents(7),
        }));
        const volume = exactOf({ model: 'volume', tiers: steps, chargesAtZero }, quantity);

        expectSame(exactOf({ model: 'stairstep', tiers: steps, chargesAtZero }, quantity), volume);
      }),
    );
  });

  test('a level held for the whole period is no other than without time', () => {
    checkLaw(
      fc.property(tiers, quantities, fc.integer({ min: 1, max: 6 }), (some, quantity, parts) => {
        const model = toStored(parseModel({ model: 'graduated', tiers: some }, euro));
        if (model.model !== 'graduated') throw new Error('It is graduated.');
        const levels = Array.from({ length: parts }, () => ({ quantity, length: 1 }));
        const period = { length: parts, unit: 'day' } as const;
        const { exact } = priceOverTime(model, euros, heldUnits(model, levels), period);

        expectSame(exact, exactOf({ model: 'graduated', tiers: some }, quantity));
      }),
    );
  });
});

describe('laws of packages', () => {
  test('packages of one are a price per unit begun; one tier is no tier', () => {
    checkLaw(
      fc.property(amounts, fc.integer({ min: 0, max: 10_000 }), (minor, count) => {
        const amount = cents(minor);
        const one = { model: 'package', packageSize: '1', amount } as const;
        const tiered = {
          model: 'package',
          tiers: [{ upTo: null, packageSize: '1', amount }],
        } as const;
        const expected = Fraction.of(BigInt(minor) * BigInt(count));

        expectSame(exactOf(one, String(count)), expected);
        expectSame(exactOf(tiered, String(count)), expected);
      }),
    );
  });

  test('free units shift the quantity, and cost nothing themselves', () => {
    checkLaw(
      fc.property(quantities, quantities, fc.constantFrom('1', '0.3', '12'), (free, more, size) => {
        const price = { model: 'package', packageSize: size, amount: cents(99) } as const;
        const afterFree = exactOf({ ...price, freeUnits: free }, plus(free, more));

        expectSame(afterFree, exactOf(price, more));
        expect(exactOf({ ...price, freeUnits: free }, free).numerator).toBe(0n);
      }),
    );
  });
});

test('a preview is exact, and rounds once', () => {
  checkLaw(
    fc.property(quantityPrices, quantities, (price, quantity) => {
      fc.pre(exactOf(price, quantity).compare(Fraction.of(10n ** 15n)) < 0);
      const { exact, amount, steps } = comesTo(price, quantity);
      const [whole = '', decimalsOf = ''] = exact.split('.');
      const minor = Fraction.of(
        BigInt(whole + decimalsOf) * 100n,
        10n ** BigInt(decimalsOf.length),
      );

      expect(amount).toEqual(Money.of(minor.round('half_up'), euro));
      expect(steps.at(-1)?.amount).toBe(exact);
    }),
  );
});
