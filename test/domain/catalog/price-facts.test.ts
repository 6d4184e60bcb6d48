import { describe, expect, test } from 'vitest';
import type { PlanInput } from '#domain/catalog/plan.ts';
import { DraftPlan } from '#domain/catalog/plan.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { priceEncoder } from '#domain/catalog/price-encoder.ts';
import { parsePriceInterval } from '#domain/catalog/price-interval.ts';
import { groupByMax } from '#domain/catalog/usage-price.ts';
import { parseId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarLength } from '#domain/shared/time.ts';
import { drawing, euro, faultsOf, monday, planId, planInput, seat, yen } from './builders.ts';

const meterId = parseId('mtr', 'mtr_01jd4x7h2cf5prw8mzk0qv9tns');
const usage = { kind: 'usage', billed: undefined, meterId } as const;

const created = (changes: Partial<PlanInput>) =>
  DraftPlan.create(planId, planInput(changes), drawing(), monday).facts.terms.prices;
const priceOf = (given: Partial<PriceInput>) => created({ prices: [{ ...seat, ...given }] })[0];
const faults = (given: Partial<PriceInput>) => faultsOf(() => priceOf(given));
const codesOf = (...names: readonly string[]) =>
  created({ prices: names.map((name) => ({ ...seat, name })) }).map(({ code }) => code);

describe('a price of which nothing else is said', () => {
  const { billed: _, ...plain } = seat;

  test.each<[string, PriceInput, object]>([
    ['recurs', plain, { billed: 'in_advance', isProrated: true, inTrial: 'free' }],
    [
      'is charged once',
      { ...plain, kind: 'one_time' },
      { billed: 'in_advance', isProrated: false, inTrial: 'charged' },
    ],
    [
      'is of usage',
      { ...plain, kind: 'usage', meterId },
      { billed: 'in_arrears', isProrated: false, inTrial: 'free' },
    ],
  ])('%s', (_what, given, facts) => {
    const [price] = created({ prices: [given] });

    const { kind = 'recurring' } = given;
    expect(price).toMatchObject({ ...facts, kind, isOptional: false, interval: null });
  });

  test('may be said to be otherwise', () => {
    const stated = { isOptional: true, isProrated: false, inTrial: 'charged' } as const;

    expect(priceOf(stated)).toMatchObject(stated);
    expect(priceOf({ kind: 'one_time', inTrial: 'free' })).toMatchObject({ inTrial: 'free' });
  });
});

describe('the code that is made of a name', () => {
  test('is as long as leaves room for a number', () => {
    const long = 'x'.repeat(200);

    expect(codesOf(long, long)).toEqual(['x'.repeat(60), `${'x'.repeat(60)}-2`]);
  });

  test('is of its letters and digits, and the number is the next that is free', () => {
    expect(codesOf(' -- 10 GB (extra)! ')).toEqual(['10-gb-extra']);
    expect(codesOf('A', 'a', 'a-2', 'A!')).toEqual(['a', 'a-2', 'a-2-2', 'a-3']);
  });
});

describe('the groups of a price of usage', () => {
  const grouped = (groupBy: readonly string[] | null) => priceOf({ ...usage, groupBy });

  test('are so many at most, and none where the list is empty', () => {
    expect(groupByMax).toBe(3);
    expect(grouped(['a', 'b', 'c'])).toMatchObject({ groupBy: ['a', 'b', 'c'] });
    expect(grouped([])).not.toHaveProperty('groupBy');
    expect(grouped(null)).not.toHaveProperty('groupBy');
  });

  test('are names of properties, letter by letter', () => {
    expect(faults({ ...usage, groupBy: ['a', ' b'] })).toEqual([
      '/prices/0/groupBy/1 invalid_characters',
    ]);
    expect(faults({ ...usage, meterId: 'cus_1' as typeof meterId })).toEqual([
      '/prices/0/meterId invalid_id',
    ]);
  });

  test('are of usage alone', () => {
    expect(faults({ groupBy: null, meterId: null })).toEqual([]);
    expect(faults({ kind: 'one_time', groupBy: ['a'] })).toEqual([
      '/prices/0/groupBy unknown_field',
    ]);
  });
});

describe('the interval of a price', () => {
  const month = { unit: 'month', count: 1 } as const;

  test.each<[CalendarLength, CalendarLength, boolean]>([
    [{ unit: 'year', count: 1 }, { unit: 'month', count: 4 }, true],
    [{ unit: 'year', count: 1 }, { unit: 'month', count: 5 }, false],
    [{ unit: 'month', count: 6 }, { unit: 'year', count: 1 }, true],
    [{ unit: 'week', count: 1 }, { unit: 'day', count: 14 }, true],
    [{ unit: 'day', count: 14 }, { unit: 'week', count: 1 }, true],
    [{ unit: 'day', count: 10 }, { unit: 'week', count: 1 }, false],
    [{ unit: 'day', count: 12 }, { unit: 'month', count: 12 }, false],
    [{ unit: 'week', count: 12 }, { unit: 'year', count: 1 }, false],
  ])('%o meets one of %o: %s', (given, plan, isMet) => {
    const reading = () => parsePriceInterval(given, plan);

    expect(faultsOf(reading)).toEqual(isMet ? [] : [' interval_mismatch']);
  });

  test('is none where it recurs as the plan does, and any where the plan’s is no good', () => {
    expect(parsePriceInterval(null, month)).toBeNull();
    expect(parsePriceInterval({ unit: 'week', count: 3 }, undefined)).toEqual({
      unit: 'week',
      count: 3,
    });
  });
});

describe('what events show of a price', () => {
  const price = {
    tiers: [{ upTo: null, flatAmount: Money.of(5n, euro) }],
    code: 'seat',
    billed: 'in_advance',
    id: 'price_1',
    interval: null,
    model: 'volume',
    kind: 'recurring',
    name: 'Seat',
  };

  test('is in one order: the facts of the first release, then the others by name', () => {
    const shown = priceEncoder.encode(price);

    expect(Object.keys(shown)).toEqual([
      'id',
      'name',
      'kind',
      'model',
      'billed',
      'code',
      'interval',
      'tiers',
    ]);
    expect(shown['tiers']).toEqual([{ upTo: null, flatAmount: { amount: 5, currency: 'EUR' } }]);
  });

  test.each<[string, object]>([
    ['a fact more', { ...price, isOptional: false }],
    ['a tier more', { ...price, tiers: [...price.tiers, ...price.tiers] }],
    ['no tier', { ...price, tiers: [] }],
    [
      'an amount in another currency',
      {
        ...price,
        tiers: [{ upTo: null, flatAmount: Money.of(5n, yen) }],
      },
    ],
    ['null for tiers', { ...price, tiers: null }],
    ['tiers for null', { ...price, interval: price.tiers }],
    ['another fact in its place', { ...price, code: undefined, other: 'seat' }],
    ['a text for a number', { ...price, code: 5 }],
  ])('is another one with %s', (_name, other) => {
    expect(priceEncoder.isEqual(price, other)).toBe(false);
    expect(priceEncoder.isEqual(other, price)).toBe(false);
  });

  test('is the same in whatever order its facts came', () => {
    const reversed = Object.fromEntries(Object.entries(price).toReversed());

    expect(priceEncoder.isEqual(price, reversed)).toBe(true);
    expect(JSON.stringify(priceEncoder.encode(reversed))).toBe(
      JSON.stringify(priceEncoder.encode(price)),
    );
  });
});
