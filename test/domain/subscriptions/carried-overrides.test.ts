import { describe, expect, test } from 'vitest';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Interval } from '#domain/shared/interval.ts';
import { unmatchedOverrides } from '#domain/subscriptions/changes/carried-overrides.ts';
import type { ItemDelta } from '#domain/subscriptions/changes/change.ts';
import { buildId } from '../../../src/testing/builders.ts';
import {
  after,
  change,
  delta,
  first,
  seatItem,
  seats,
  segment,
  support,
  supportItem,
} from './segment-builders.ts';

const override = {
  model: 'per_unit',
  unitAmount: '8',
  currency: parseCurrencyCode('EUR'),
} as const;
const negotiated = { ...seatItem, override };
const items = [negotiated, supportItem];

/** A version whose seats are other than those of the first. */
const withSeats = (
  given: Partial<Price>,
  terms: Partial<PlanVersion['terms']> = {},
): PlanVersion => ({
  ...first,
  id: buildId('ver'),
  terms: {
    ...first.terms,
    ...terms,
    prices: first.terms.prices.map((price) =>
      price.id === seats ? ({ ...price, ...given } as Price) : price,
    ),
  },
});

const meters = [buildId('mtr'), buildId('mtr')] as const;

describe('amounts of an item', () => {
  const unmatched = (next: PlanVersion, deltas: readonly ItemDelta[] = [], was = first) =>
    unmatchedOverrides(items, was, next, deltas);
  const calls = { kind: 'usage', meterId: meters[0] } as const;

  test.each<[string, PlanVersion, PlanVersion?]>([
    ['has another unit amount and name', withSeats({ unitAmount: '12', name: 'Chairs' })],
    ['is billed at another time', withSeats({ billed: 'in_arrears', inTrial: 'charged' })],
    ['says its interval, as the plan does', withSeats({ interval: { unit: 'month', count: 1 } })],
    ['is counted by the same meter', withSeats(calls), withSeats(calls)],
    ['is not there', { ...first, terms: { ...first.terms, prices: [] } }],
  ])('go with a price that %s', (_, next, was) => {
    expect(unmatched(next, [], was)).toEqual([]);
  });

  test.each<[string, PlanVersion, PlanVersion?]>([
    ['has another model', withSeats({ model: 'volume' })],
    ['is of usage', withSeats(calls)],
    ['is charged once', withSeats({ kind: 'one_time' })],
    ['is counted by another meter', withSeats({ ...calls, meterId: meters[1] }), withSeats(calls)],
    ['recurs by its own interval', withSeats({ interval: { unit: 'year', count: 1 } })],
    ['recurs as often as another plan', withSeats({}, { interval: Interval.every(3, 'month') })],
    ['recurs by other units', withSeats({}, { interval: Interval.every(1, 'week') })],
  ])('do not go with a price that %s', (_, next, was) => {
    expect(unmatched(next, [], was)).toEqual(['seats']);
  });

  test('may be replaced or taken away by the change that moves them', () => {
    const next = withSeats({ model: 'volume' });

    expect(unmatched(next, [delta(seats, { override: null })])).toEqual([]);
    expect(unmatched(next, [delta(seats, { isIncluded: false })])).toEqual([]);
    expect(unmatched(next, [delta(seats, { quantity: '4' })])).toEqual(['seats']);
    expect(unmatched(next, [delta(support, { override: null })])).toEqual(['seats']);
  });

  test('are looked for in the price of the same code', () => {
    const negotiatedSupport = [seatItem, { ...supportItem, override }];
    const next = withSeats({ model: 'volume' });

    expect(unmatchedOverrides(negotiatedSupport, first, next, [])).toEqual([]);
  });

  test('do not matter where the price has its own', () => {
    expect(unmatchedOverrides([seatItem], first, withSeats({ model: 'volume' }), [])).toEqual([]);
  });
});

describe('a change', () => {
  const agreed = (given: Partial<ItemDelta>, before = items) => {
    const made = change('2026-04-01', { items: [delta(seats, given)] });
    const { segments } = after(
      { made: [made] },
      { segments: [segment('2026-03-10', { items: before })] },
    );
    return segments[1]?.items[0];
  };

  test('leaves the amounts of an item, replaces them whole, or takes them away', () => {
    const other = { ...override, unitAmount: '7' };

    expect(agreed({ quantity: '5' })).toEqual({ ...negotiated, quantity: '5' });
    expect(agreed({ override: other })).toEqual({ ...negotiated, override: other });
    expect(agreed({ override: null })).toEqual(seatItem);
    expect(agreed({ override: other }, [seatItem])).toEqual({ ...seatItem, override: other });
  });

  test('of one that lies ahead to a version that counts otherwise does not fit any more', () => {
    const next = withSeats({ model: 'volume' });
    const ahead = change('2026-05-01', { planVersionId: next.id, items: [delta(seats)] });
    const made = change('2026-04-01', { items: [delta(seats, { override })] });

    const { takenBack } = after({ made: [made], scheduled: [ahead] }, {}, [next]);

    expect(takenBack).toEqual([ahead]);
  });
});
