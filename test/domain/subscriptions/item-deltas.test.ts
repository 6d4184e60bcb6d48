import { describe, expect, test } from 'vitest';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { Price, PriceInput } from '#domain/catalog/price.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { PriceId } from '#domain/shared/ids.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import { markOn } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionItem } from '#domain/subscriptions/agreement/segments.ts';
import type { ItemDeltaInput } from '#domain/subscriptions/changes/change.ts';
import { deltasMax, parseDeltas } from '#domain/subscriptions/changes/change.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';

const perUnit = (name: string, given: Partial<PriceInput> = {}): PriceInput => ({
  name,
  code: name,
  model: 'per_unit',
  unitAmount: '10',
  ...given,
});

const version: PlanVersion = firstVersionOf(
  buildPlan(buildId('prod'), {
    prices: [
      perUnit('seats'),
      perUnit('support', { isOptional: true }),
      perUnit('calls', { kind: 'usage', meterId: buildId('mtr'), unitAmount: '0.01' }),
    ],
  }).activate(someday),
).facts;

const idOf = (code: string): PriceId => {
  const price = version.terms.prices.find((each) => each.code === code);
  if (price === undefined) throw new Error('The plan has this price.');
  return price.id;
};
const [seats, support, calls] = [idOf('seats'), idOf('support'), idOf('calls')];
const unknown = buildId('price');
const draw = () => buildId('si');
const utc = parseTimeZone('UTC');
const euro = parseCurrencyCode('EUR');

const codeOf = (id: PriceId) => version.terms.prices.find((each) => each.id === id)?.code;

describe('the items of a change', () => {
  const from = markOn(parseCalendarDate('2026-06-10'), utc);
  const item = { id: buildId('si'), priceId: seats, quantity: '1' };
  const reading = (isOtherwise: 'plan' | boolean, held: Partial<SubscriptionItem> = {}) => ({
    next: version,
    isOtherwise,
    heldBy: ({ id }: Pick<Price, 'id'>) => (id === seats ? { ...item, ...held } : undefined),
    ends: {
      from,
      now: from.at,
      policy: { countedBy: 'day' } as const,
      markOn: (on: CalendarDate) => markOn(on, utc),
    },
    drawItemId: draw,
  });
  const read = (given: readonly ItemDeltaInput[], isOtherwise: 'plan' | boolean = false) =>
    parseDeltas(given, reading(isOtherwise)).map(({ itemId, priceId, ...delta }) => {
      expect(itemId).toMatch(/^si_/);
      return { ...delta, code: codeOf(priceId) };
    });

  test('are those that are named, in their order', () => {
    const given = [
      { priceId: support, isIncluded: false },
      { priceId: seats, quantity: '3.0' },
      { priceId: calls },
    ];

    const named = [
      { code: 'support', quantity: null, isIncluded: false },
      { code: 'seats', quantity: '3', isIncluded: true },
      { code: 'calls', quantity: null, isIncluded: true },
    ];
    expect(read(given)).toEqual(named);
    expect(read(given, true)).toEqual(named);
  });

  test('have amounts of their own, or those of the price again, where that is said', () => {
    const given = [
      { priceId: seats, override: { unitAmount: '8' }, quantity: '1000000000000' },
      { priceId: support, override: null },
      { priceId: calls },
    ];

    expect(read(given).map((delta) => delta.override)).toEqual([
      { model: 'per_unit', unitAmount: '8', currency: 'EUR' },
      null,
      undefined,
    ]);
    expect(read(given).map((delta) => 'override' in delta)).toEqual([true, true, false]);
  });

  test('end by themselves, or do so no more, where that is said', () => {
    const given = [
      { priceId: seats, endsOn: '2026-06-11' },
      { priceId: support, endsOn: null },
      { priceId: calls },
    ];

    const deltas = read(given);
    expect(deltas.map(({ end }) => end)).toEqual([
      markOn(parseCalendarDate('2026-06-11'), utc),
      null,
      undefined,
    ]);
    expect(deltas.map((delta) => 'end' in delta)).toEqual([true, true, false]);
  });

  test('may be as many as the amounts allow that the item has, or will have', () => {
    const most = { priceId: seats, quantity: '1000000000000000' };
    const override = { model: 'per_unit', unitAmount: '0.01', currency: euro } as const;
    const faults = (delta: ItemDeltaInput) =>
      refused(() => parseDeltas([delta], reading(false, { override })));

    expect(faults(most)).toEqual([]);
    expect(faults({ ...most, override: null })).toEqual(['/items/0/quantity amount_out_of_range']);
    expect(faults({ ...most, override: { unitAmount: '0.02' } })).toEqual([]);
  });

  test('of another plan are all its prices; optional ones stay only where they were there', () => {
    expect(read([{ priceId: seats, quantity: '2' }], 'plan')).toEqual([
      { code: 'seats', quantity: '2', isIncluded: true },
      { code: 'support', quantity: null, isIncluded: true, isOnlyCarried: true },
      { code: 'calls', quantity: null, isIncluded: true },
    ]);
  });

  test('have an id each, for those that are new', () => {
    const ids = parseDeltas([], reading('plan')).map(({ itemId }) => itemId);

    expect(new Set(ids).size).toBe(3);
  });

  test('may be none where the change does something else', () => {
    expect(read([], true)).toEqual([]);
    expect(refused(() => read([]))).toEqual([' nothing_changes']);
  });

  test('are refused with every fault at once', () => {
    const given = [
      { priceId: seats, quantity: '1e3' },
      { priceId: seats },
      { priceId: unknown },
      { priceId: support, quantity: '1', isIncluded: false },
      { priceId: calls, quantity: '2', override: { amount: undefined } },
      { priceId: buildId('price'), isIncluded: false, override: { unitAmount: '1' } },
    ];

    expect(refused(() => read(given))).toEqual([
      '/items/0/quantity invalid_quantity',
      '/items/1/priceId duplicate_price',
      '/items/2/priceId unknown_price',
      '/items/3/quantity quantity_of_nothing',
      '/items/4/quantity quantity_counted',
      '/items/4/override/unitAmount required',
      '/items/5/priceId unknown_price',
      '/items/5/override override_of_nothing',
    ]);
  });

  test('are 50 at most', () => {
    const named = (count: number) =>
      Array.from({ length: count }, () => ({ priceId: unknown }) as const);

    expect(deltasMax).toBe(50);
    expect(refused(() => read(named(deltasMax + 1)))).toEqual(['/items too_many']);
    expect(refused(() => read(named(deltasMax)))).toHaveLength(50);
  });
});
