import { describe, expect, test } from 'vitest';
import type { PlanInput } from '#domain/catalog/plan.ts';
import { DraftPlan } from '#domain/catalog/plan.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { unfitReason } from '#domain/catalog/usage-price.ts';
import { parseDefinition } from '#domain/metering/definition.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { parseId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { draftPlan, drawing, euro, faultsOf, monday, planId, planInput, seat } from './builders.ts';

const created = (changes: Partial<PlanInput>) =>
  DraftPlan.create(planId, planInput(changes), drawing(), monday).facts.terms.prices;

const codesOf = (...prices: Partial<PriceInput>[]) =>
  created({ prices: prices.map((price) => ({ ...seat, ...price })) }).map(({ code }) => code);

const faults = (price: Partial<PriceInput>, changes: Partial<PlanInput> = {}) =>
  faultsOf(() => created({ prices: [{ ...seat, ...price }], ...changes }));

describe('the code of a price', () => {
  test('is made from its name, with a number where another price has it', () => {
    expect(
      codesOf(
        { name: 'Team seats' },
        { name: 'Größe & Übergrößen' },
        { name: '席' },
        { name: '?!' },
      ),
    ).toEqual(['team-seats', 'gro-e-ubergro-en', 'price', 'price-2']);
    expect(codesOf({ name: 'A' }, { name: 'a' }, { name: 'x', code: 'a-2' })).toEqual([
      'a',
      'a-3',
      'a-2',
    ]);
  });

  test('stays when the price is called otherwise', () => {
    const draft = draftPlan();
    const [price] = draft.facts.terms.prices;
    const id = price?.id;

    const renamed = draft.change({ prices: [{ ...seat, id, name: 'Chair' }] }, drawing(9), monday);

    expect(renamed.facts.terms.prices).toMatchObject([{ id, code: 'seat', name: 'Chair' }]);
  });

  test('is refused where two prices have it, or it is none', () => {
    const twice = [
      { ...seat, code: 'a' },
      { ...seat, code: 'a' },
    ];
    expect(faultsOf(() => created({ prices: twice }))).toEqual(['/prices/1/code duplicate_code']);
    expect(faults({ code: '' })).toEqual(['/prices/0/code invalid_code']);
    const draft = draftPlan();
    const again = [
      { ...seat, id: draft.facts.terms.prices[0]?.id },
      { ...seat, code: 'seat' },
    ];
    expect(faultsOf(() => draft.change({ prices: again }, drawing(9), monday))).toEqual([
      '/prices/1/code duplicate_code',
    ]);
  });
});

describe('the interval of a price', () => {
  test.each([
    ['month', 1, 'year', 1, []],
    ['year', 1, 'month', 3, []],
    ['week', 2, 'day', 7, []],
    ['month', 2, 'month', 3, ['/prices/0/interval interval_mismatch']],
    ['month', 1, 'week', 1, ['/prices/0/interval interval_mismatch']],
    ['month', 1, 'year', 9, ['/prices/0/interval/count invalid_interval']],
  ] as const)(
    'of a plan of %s × %d may be %s × %d, or is refused',
    (unit, count, its, n, refused) => {
      const interval = { unit, count };
      expect(faults({ interval: { unit: its, count: n } }, { interval })).toEqual(refused);
    },
  );

  test('holds on to a plan that changes its own', () => {
    const interval = { unit: 'year', count: 1 } as const;
    const draft = draftPlan({ prices: [{ ...seat, interval }] });
    const change = () => draft.change({ interval: { unit: 'week', count: 1 } }, drawing(9), monday);

    expect(faultsOf(change)).toEqual(['/prices/0/interval interval_mismatch']);
  });
});

describe('a price of usage', () => {
  const meterId = parseId('mtr', 'mtr_01jd4x7h2cf5prw8mzk0qv9tns');
  const usage = { kind: 'usage', billed: undefined } as const;

  test('names its meter, and is charged in arrears and whole, or in advance', () => {
    const billed = 'in_advance';
    const [price] = created({ prices: [{ ...seat, ...usage, meterId }] });
    const [other] = created({ prices: [{ ...seat, ...usage, meterId, billed }] });

    expect(price).toMatchObject({ meterId, billed: 'in_arrears', isProrated: false });
    expect(other).toMatchObject({ meterId, billed });
    expect(price).not.toHaveProperty('groupBy');
  });

  test('is refused with what it cannot say', () => {
    expect(faults(usage)).toEqual(['/prices/0/meterId required']);
    expect(faults({ ...usage, meterId, isProrated: true })).toEqual([
      '/prices/0/isProrated not_prorated',
    ]);
    const groupBy = ['region', 'region'];
    expect(faults({ ...usage, meterId, groupBy })).toEqual(['/prices/0/groupBy/1 repeated']);
    expect(faults({ ...usage, meterId, groupBy: ['a', 'b', 'c', 'd'] })).toEqual([
      '/prices/0/groupBy too_many',
    ]);
  });

  test('alone has a meter, groups, and the models of values', () => {
    expect(faults({ meterId, groupBy: ['region'] })).toEqual([
      '/prices/0/meterId unknown_field',
      '/prices/0/groupBy unknown_field',
    ]);
    const tiers = [{ upTo: null, rate: '0.1' }];
    const share = { model: 'graduated_percentage', tiers, amount: undefined } as const;
    expect(faults(share)).toEqual(['/prices/0/model only_usage']);
    const [price] = created({ prices: [{ ...seat, ...usage, meterId, ...share }] });
    expect(price).toMatchObject({ model: 'graduated_percentage', tiers });
  });

  test.each([
    ['percentage', { aggregation: 'sum' }, true],
    ['percentage', { aggregation: 'count', property: null }, false],
    ['percentage', { aggregation: 'max' }, false],
    ['percentage', { rounding: { mode: 'up', decimals: 0 } }, false],
    ['percentage', { isCarriedOver: true }, false],
    ['percentage', { removal: { property: 'op', value: 'minus' } }, false],
    ['dynamic', { aggregation: 'unique' }, true],
    ['dynamic', { rounding: { mode: 'up', decimals: 0 } }, true],
    ['dynamic', { isCarriedOver: true }, false],
    ['dynamic', { removal: { property: 'op', value: 'minus' } }, false],
    ['matrix', { isCarriedOver: true }, true],
  ] as const)('of the model %s is counted by a meter that fits: %o', (model, given, isFit) => {
    const sum = { eventType: 'pay', aggregation: 'sum', property: 'value' } as const;

    const meter = parseDefinition({ ...sum, ...given });
    const price = { model, billed: 'in_arrears', isProrated: false } as const;
    expect(unfitReason(price, meter) === null).toBe(isFit);
  });

  test.each([
    ['sum', true],
    ['unique', true],
    ['max', false],
    ['min', false],
    ['latest', false],
    ['average', false],
    ['weighted_sum', false],
  ] as const)(
    'in advance is counted by a meter of the aggregation %s: %s',
    (aggregation, isFit) => {
      const meter = parseDefinition({ eventType: 'pay', aggregation, property: 'value' });

      expect(
        unfitReason({ model: 'per_unit', billed: 'in_advance', isProrated: false }, meter) === null,
      ).toBe(isFit);
    },
  );

  test('has bounds of all its groups', () => {
    const bounded = { groupBy: ['region'], minimum: seat.amount };
    const [price] = created({ prices: [{ ...seat, ...usage, meterId, ...bounded }] });

    expect(price).toMatchObject(bounded);
  });

  test('alone is a matrix, which has no groups', () => {
    const cells = [{ when: { region: 'eu' }, unitAmount: '0.07' }];
    const matrix = { model: 'matrix', dimensions: ['region'], cells, amount: undefined } as const;
    const ofUsage = { ...usage, meterId, ...matrix };

    expect(faults(matrix)).toEqual(['/prices/0/model only_usage']);
    expect(created({ prices: [{ ...seat, ...ofUsage }] })).toMatchObject([{ cells }]);
    const bounds = { minimum: seat.amount, maximum: seat.amount };
    expect(created({ prices: [{ ...seat, ...ofUsage, ...bounds }] })).toMatchObject([bounds]);
    expect(faults({ ...ofUsage, groupBy: ['kind'] })).toEqual(['/prices/0/groupBy unknown_field']);
  });
});

describe('a price that is charged once', () => {
  test('is charged in advance, whole, and has no interval', () => {
    const [price] = created({ prices: [{ ...seat, kind: 'one_time' }] });

    expect(price).toMatchObject({
      kind: 'one_time',
      billed: 'in_advance',
      interval: null,
      isProrated: false,
    });
    expect(faults({ kind: 'one_time', interval: null, isProrated: false })).toEqual([]);
  });

  test.each<[Partial<PriceInput>, string]>([
    [{ billed: 'in_arrears' }, '/prices/0/billed one_time'],
    [{ interval: { unit: 'month', count: 1 } }, '/prices/0/interval one_time'],
    [{ isProrated: true }, '/prices/0/isProrated one_time'],
  ])('is refused with %j', (given, fault) => {
    expect(faults({ kind: 'one_time', ...given })).toEqual([fault]);
  });
});

describe('the bounds of a price', () => {
  const euros = (minor: bigint): Money => Money.of(minor, euro);

  test('are told where there are some', () => {
    const [bounded, free] = created({
      prices: [
        { ...seat, minimum: euros(100n), maximum: euros(100n) },
        { ...seat, name: 'Free', minimum: null, maximum: null },
      ],
    });

    expect(bounded).toMatchObject({ minimum: euros(100n), maximum: euros(100n) });
    expect(Object.keys(free ?? {})).not.toContain('minimum');
  });

  test('are in the currency of the plan, not negative and not crossed', () => {
    const yen = Money.of(1n, parseCurrencyCode('JPY'));

    expect(faults({ minimum: euros(2n), maximum: euros(1n) })).toEqual([
      '/prices/0/maximum minimum_above_maximum',
    ]);
    expect(faults({ minimum: euros(-1n), maximum: yen })).toEqual([
      '/prices/0/minimum/amount amount_negative',
      '/prices/0/maximum/currency currency_mismatch',
    ]);
  });

  test('do not go with another currency', () => {
    const draft = draftPlan({ prices: [{ ...seat, minimum: euros(1n) }] });

    expect(faultsOf(() => draft.change({ currency: 'JPY' }, drawing(9), monday))).toEqual([
      '/prices/0/amount/currency currency_mismatch',
      '/prices/0/minimum/currency currency_mismatch',
    ]);
  });
});

test('the same tiers said again are no change, other ones are', () => {
  const tiers = (unitAmount: string) => [{ upTo: null, unitAmount }];
  const price = { name: 'Seat', billed: 'in_advance', model: 'volume' } as const;
  const draft = draftPlan({ prices: [{ ...price, tiers: tiers('1.50') }] });
  const changed = (unitAmount: string) =>
    draft.change({ prices: [{ ...price, tiers: tiers(unitAmount) }] }, drawing(9), monday);

  expect(changed('1.5')).toBe(draft);
  expect(changed('1.51').facts.terms.prices[0]?.id).not.toBe(draft.facts.terms.prices[0]?.id);
});

test('amounts within tiers are in the currency of the plan, also where that changes', () => {
  const flatAmount = Money.of(1n, euro);
  const price = { name: 'Seat', billed: 'in_advance', model: 'stairstep' } as const;
  const prices = [{ ...price, tiers: [{ upTo: null, flatAmount }] }];
  const place = '/prices/0/tiers/0/flatAmount/currency currency_mismatch';

  expect(faultsOf(() => created({ prices, currency: 'JPY' }))).toEqual([place]);
  const change = () => draftPlan({ prices }).change({ currency: 'JPY' }, drawing(9), monday);
  expect(faultsOf(change)).toEqual([place]);
});
