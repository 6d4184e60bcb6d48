import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { PricedEvent } from '#domain/catalog/pricing/event.ts';
import { toStored } from '#domain/catalog/pricing/model.ts';
import { parseModel } from '#domain/catalog/pricing/parse-model.ts';
import { priceOfEvents } from '#domain/catalog/pricing/priced.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';
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
    fc.assert(
      fc.property(events, decimals, decimals, (some, rate, fixedAmount) => {
        const count = Fraction.of(BigInt(some.length));
        const share = valueOf(some).times(fractionOf(rate));
        const expected = share.plus(count.times(fractionOf(fixedAmount))).times(hundred);

        expectSame(percentage({ rate, fixedAmount }, some), expected);
      }),
    );
  });

  test('a free value takes away a share of itself, or of everything', () => {
    fc.assert(
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
    fc.assert(
      fc.property(events, decimals, fc.nat({ max: 14 }), (some, rate, freeEvents) => {
        const rest = percentage({ rate, fixedAmount: '1' }, some.slice(freeEvents));
        expectSame(percentage({ rate, fixedAmount: '1', freeEvents }, some), rest);
      }),
    );
  });

  test('a matrix of one price is a price per unit, in whatever order events come', () => {
    fc.assert(
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
});
