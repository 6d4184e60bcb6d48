import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carriedBy, carriedPrice } from '#domain/catalog/pricing/dynamic.ts';
import type { PricedEvent } from '#domain/catalog/pricing/event.ts';
import { toStored } from '#domain/catalog/pricing/model.ts';
import { parseModel } from '#domain/catalog/pricing/parse-model.ts';
import { paidBy, paidPrice } from '#domain/catalog/pricing/percentage.ts';
import { priceOfEvents } from '#domain/catalog/pricing/priced.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { checkLaw } from '../../../support/laws.ts';
import { decimals, euro, euros, expectSame, sum } from './builders.ts';

describe('laws of single events', () => {
  const events: fc.Arbitrary<readonly PricedEvent[]> = fc.array(
    fc.record({
      value: decimals,
      amount: fc.option(decimals),
      properties: fc.record({ region: fc.constantFrom('eu', 'us', 'asia') }),
    }),
    { maxLength: 12 },
  );
  const valueOf = (some: readonly PricedEvent[]): Fraction =>
    sum(some.map(({ value }) => fractionOf(value)));
  const hundred = Fraction.of(100n);

  const percentage = (given: object, some: readonly PricedEvent[]): Fraction => {
    const model = toStored(parseModel({ model: 'percentage', ...given }, euro));
    if (model.model !== 'percentage') throw new Error('It is a percentage.');
    return priceOfEvents(model, euros, some).exact;
  };

  test('without bounds and free ones a percentage is a share of the sum and fixed amounts', () => {
    checkLaw(
      fc.property(events, decimals, decimals, (some, rate, fixedAmount) => {
        const count = Fraction.of(BigInt(some.length));
        const share = valueOf(some).times(fractionOf(rate));
        const expected = share.plus(count.times(fractionOf(fixedAmount))).times(hundred);

        expectSame(percentage({ rate, fixedAmount }, some), expected);
      }),
    );
  });

  test('a free value takes away a share of itself, or of everything', () => {
    checkLaw(
      fc.property(events, decimals, decimals, (some, rate, freeValue) => {
        const excess = valueOf(some).minus(fractionOf(freeValue));
        const paid = excess.numerator > 0n ? excess : Fraction.of(0n);

        expectSame(
          percentage({ rate, freeValue }, some),
          paid.times(fractionOf(rate)).times(hundred),
        );
      }),
    );
  });

  test('free events are the first ones, and cost nothing', () => {
    checkLaw(
      fc.property(events, decimals, fc.nat({ max: 14 }), (some, rate, freeEvents) => {
        const rest = percentage({ rate, fixedAmount: '1' }, some.slice(freeEvents));
        expectSame(percentage({ rate, fixedAmount: '1', freeEvents }, some), rest);
      }),
    );
  });

  test('a matrix of one price is a price per unit, in whatever order events come', () => {
    checkLaw(
      fc.property(events, decimals, (some, unitAmount) => {
        const cell = { when: { region: 'eu' }, unitAmount };
        const input = { dimensions: ['region'], cells: [cell], defaultUnitAmount: unitAmount };
        const model = toStored(parseModel({ model: 'matrix', ...input }, euro));
        if (model.model !== 'matrix') throw new Error('It is a matrix.');
        const expected = valueOf(some).times(fractionOf(unitAmount)).times(hundred);

        expectSame(priceOfEvents(model, euros, some).exact, expected);
        expectSame(priceOfEvents(model, euros, some.toReversed()).exact, expected);
      }),
    );
  });

  test('events in sum come to what they come to one by one', () => {
    const bounds = fc.record({
      rate: decimals,
      fixedAmount: decimals,
      freeEvents: fc.option(fc.nat({ max: 8 })),
      freeValue: fc.option(decimals),
      least: fc.option(decimals),
      most: fc.option(decimals),
    });
    checkLaw(
      fc.property(events, bounds, (some, { least, most, ...given }) => {
        const isCrossed =
          least !== null && most !== null && fractionOf(least).compare(fractionOf(most)) > 0;
        const [perEventMinimum, perEventMaximum] = isCrossed ? [most, least] : [least, most];
        const input = { model: 'percentage', ...given, perEventMinimum, perEventMaximum } as const;
        const model = toStored(parseModel(input, euro));
        if (model.model !== 'percentage') throw new Error('It is a percentage.');
        const paid = paidBy(model, some);

        expectSame(paidPrice(model, euros, paid).exact, priceOfEvents(model, euros, some).exact);
        const count = paid.free + paid.shared + paid.atMinimum + paid.atMaximum;
        expect(count).toBe(some.length);
      }),
    );
  });

  test('amounts that events carry are summed up, and those without one are counted', () => {
    const dynamic = { model: 'dynamic', amountProperty: 'cost' } as const;
    checkLaw(
      fc.property(events, (some) => {
        const carrying = some.filter(({ amount }) => amount !== null);
        const carried = carriedBy(dynamic, some);

        expectSame(
          carriedPrice(euros, carried).exact,
          priceOfEvents(dynamic, euros, carrying).exact,
        );
        expect([carried.events, carried.without]).toEqual([
          carrying.length,
          some.length - carrying.length,
        ]);
      }),
    );
  });
});
