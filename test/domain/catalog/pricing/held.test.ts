import { describe, expect, test } from 'vitest';
import type { HeldLevel, TimedTerms } from '#domain/catalog/pricing/held.ts';
import { heldUnits, priceOverTime, timedModels } from '#domain/catalog/pricing/held.ts';
import type { TierInput } from '#domain/catalog/pricing/input.ts';
import { toStored } from '#domain/catalog/pricing/model.ts';
import { parseModel } from '#domain/catalog/pricing/parse-model.ts';
import { amountText, explainedPricing } from '#domain/catalog/pricing/words.ts';
import { euro, euros, tier } from './builders.ts';

// Usage that is prorated by time: levels that were held for days of a period of thirty.

const inEuros = { currency: euro, ...euros };
const perSeat: TimedTerms = { model: 'per_unit', unitAmount: '10' };

const graduated = (tiers: readonly TierInput[], chargesAtZero = false): TimedTerms => {
  const terms = toStored(parseModel({ model: 'graduated', tiers, chargesAtZero }, euro));
  if (terms.model !== 'graduated') throw new Error('It is graduated.');
  return terms;
};

const held = (...levels: readonly (readonly [quantity: string, length: number])[]) =>
  levels.map(([quantity, length]): HeldLevel => ({ quantity, length }));

const priced = (terms: TimedTerms, levels: readonly HeldLevel[]) => {
  const period = { length: 30, unit: 'day' } as const;
  const { exact, steps } = priceOverTime(terms, euros, heldUnits(terms, levels), period);
  return [...steps.map((step) => explainedPricing(inEuros, step).text), amountText(inEuros, exact)];
};

describe('levels that were held', () => {
  test('come to their units by days, and to the highest of them', () => {
    const levels = held(['2', 10], ['5', 5], ['0.5', 4]);

    expect(heldUnits(perSeat, levels)).toEqual({ peak: '5', unitTimes: ['47'] });
    expect(heldUnits(perSeat, levels.toReversed())).toEqual({ peak: '5', unitTimes: ['47'] });
  });

  test('are nothing below zero, and where they were held for no time', () => {
    expect(heldUnits(perSeat, held(['2', 10], ['-3', 15], ['9', 0]))).toEqual({
      peak: '2',
      unitTimes: ['20'],
    });
    expect(heldUnits(perSeat, held(['-3', 30]))).toEqual({ peak: '0', unitTimes: ['0'] });
    expect(heldUnits(perSeat, [])).toEqual({ peak: '0', unitTimes: ['0'] });
  });

  test('come to the units of each tier that the highest reaches', () => {
    const terms = graduated([tier('5', '10'), tier('15', '5'), tier(null, '2')]);

    expect(heldUnits(terms, held(['7', 10], ['1', 20]))).toEqual({
      peak: '7',
      unitTimes: ['70', '20'],
    });
    expect(heldUnits(terms, held(['5', 30]))).toEqual({ peak: '5', unitTimes: ['150'] });
    expect(heldUnits(terms, held(['0', 30]))).toEqual({ peak: '0', unitTimes: [] });
  });
});

describe('a price over time', () => {
  test('is the unit amount times the average', () => {
    expect(timedModels).toEqual(['per_unit', 'graduated']);
    expect(priced(perSeat, held(['2', 10], ['5', 5]))).toEqual([
      '1.5 × EUR 10.00, the units on average: 45 unit days in 30 days',
      'EUR 15.00',
    ]);
  });

  test('of tiers has the average in each, and the flat amounts that were reached, whole', () => {
    const terms = graduated([tier('5', '10', 10_000), tier('15', '6', 5000), tier(null, '2')]);

    expect(priced(terms, held(['7', 15], ['1', 15]))).toEqual([
      '3 × EUR 10.00, the units up to 5 on average: 90 unit days in 30 days',
      'EUR 100.00 for the units up to 5, whatever the quantity in it',
      '1 × EUR 6.00, the units above 5 up to 15 on average: 30 unit days in 30 days',
      'EUR 50.00 for the units above 5 up to 15, whatever the quantity in it',
      'EUR 186.00 in total',
      'EUR 186.00',
    ]);
  });

  test('of a tier with a flat amount alone is that', () => {
    const flat = 'EUR 3.00 for the units of the only tier, whatever the quantity in it';

    expect(priced(graduated([tier(null, null, 300)]), held(['2', 15]))).toEqual([flat, 'EUR 3.00']);
    expect(priced(graduated([tier(null, '0', 300)]), held(['2', 15]))).toEqual([flat, 'EUR 3.00']);
    expect(priced(graduated([tier(null, '0')]), held(['2', 15]))).toEqual([
      '1 × EUR 0.00, the units of the only tier on average: 30 unit days in 30 days',
      'EUR 0.00',
    ]);
  });

  test('of nothing is nothing, or the first flat amount where that is charged at zero', () => {
    const tiers = [tier('5', '1', 300), tier(null, '2')];

    expect(priced(graduated(tiers), held(['0', 30]))).toEqual([
      'nothing, as nothing was used',
      'EUR 0.00',
    ]);
    expect(priced(graduated(tiers, true), held(['0', 30]))).toEqual([
      'EUR 3.00 for the units up to 5, whatever the quantity in it',
      'EUR 3.00',
    ]);
    expect(priced(perSeat, held(['0', 30])).at(-1)).toBe('EUR 0.00');
  });
});
