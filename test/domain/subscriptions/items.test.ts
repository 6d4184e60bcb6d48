import { describe, expect, test } from 'vitest';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import type { PriceId } from '#domain/shared/ids.ts';
import { later, parseCalendarDate } from '#domain/shared/time.ts';
import type { SubscriptionItemInput } from '#domain/subscriptions/agreement/chosen-items.ts';
import { chosenItems } from '#domain/subscriptions/agreement/chosen-items.ts';
import { parseQuantity } from '#domain/subscriptions/agreement/quantity.ts';
import { changeStatusAt } from '#domain/subscriptions/changes/change.ts';
import { buildId, buildPlan, nextDay, someday } from '../../../src/testing/builders.ts';
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
const dayBefore = later(someday, -86_400_000);
const draw = () => buildId('si');

const codeOf = (id: PriceId) => version.terms.prices.find((each) => each.id === id)?.code;

describe('the items of a new subscription', () => {
  const chosen = (...given: readonly SubscriptionItemInput[]) =>
    chosenItems(given, version, draw).map(({ priceId, quantity }) => [codeOf(priceId), quantity]);

  test('are one of each price that is not optional, where nobody says otherwise', () => {
    expect(chosen()).toEqual([
      ['seats', '1'],
      ['calls', '1'],
    ]);
  });

  test('are in the order of the plan, with the quantities that are given', () => {
    expect(
      chosen({ priceId: support }, { priceId: seats, quantity: '2.50' }, { priceId: calls }),
    ).toEqual([
      ['seats', '2.5'],
      ['support', '1'],
      ['calls', '1'],
    ]);
  });

  test('leave out an optional price that nobody wants, and no other', () => {
    expect(chosen({ priceId: support, isIncluded: false })).toEqual(chosen());
    expect(refused(() => chosen({ priceId: seats, isIncluded: false }))).toEqual([
      '/0/isIncluded price_not_optional',
    ]);
  });

  test('have ids of their own', () => {
    const ids = chosenItems([], version, draw).map(({ id }) => id);

    expect(new Set(ids).size).toBe(2);
  });

  test('are refused with every fault at once', () => {
    const given = [
      { priceId: seats, quantity: '-1' },
      { priceId: seats },
      { priceId: unknown, isIncluded: false, quantity: 'x' },
      { priceId: calls, quantity: '2' },
    ];

    expect(refused(() => chosen(...given))).toEqual([
      '/0/quantity invalid_quantity',
      '/1/priceId duplicate_price',
      '/2/priceId unknown_price',
      '/2/quantity invalid_quantity',
      '/3/quantity quantity_counted',
    ]);
  });

  test('have amounts of their own where they are given, and no others', () => {
    const [item, ...rest] = chosenItems(
      [
        { priceId: seats, override: { unitAmount: '8.50' } },
        { priceId: calls, override: null },
      ],
      version,
      draw,
    );

    expect(item?.override).toEqual({ model: 'per_unit', unitAmount: '8.5', currency: 'EUR' });
    expect(rest.map((each) => 'override' in each)).toEqual([false]);
  });

  test('have no amounts that are no good, nor any that nobody pays', () => {
    const given = [
      { priceId: seats, override: { unitAmount: '-1' } },
      { priceId: unknown, override: { unitAmount: '1' } },
      { priceId: support, isIncluded: false, override: { unitAmount: '1' } },
      { priceId: calls, override: {} },
    ];

    expect(refused(() => chosen(...given))).toEqual([
      '/0/override/unitAmount decimal_negative',
      '/1/priceId unknown_price',
      '/2/override override_of_nothing',
      '/3/override/unitAmount required',
    ]);
  });

  test('cost no more in a period than can be billed', () => {
    const most = String(Number.MAX_SAFE_INTEGER);
    const { terms, ...others } = firstVersionOf(
      buildPlan(buildId('prod'), { prices: [perUnit('seats', { unitAmount: '0.01' })] }).activate(
        someday,
      ),
    ).facts;
    const ofCents = { ...others, terms } as PlanVersion;
    const priceId = terms.prices[0]?.id ?? unknown;
    const given = (quantity: string) => () =>
      chosenItems([{ priceId, quantity }], { ...ofCents, terms: tenfold }, draw);
    // At ten cents, a tenth of the most is as many as can be billed.
    const tenfold = {
      ...terms,
      prices: terms.prices.map((price) => ({ ...price, unitAmount: '0.1' })),
    } as typeof terms;

    expect(refused(given(`${most.slice(0, -1)}.1`))).toEqual([]);
    expect(refused(given(`${most.slice(0, -1)}.100000000001`))).toEqual([
      '/0/quantity amount_out_of_range',
    ]);
  });

  test('may be more where their own amounts are lower, and fewer where these are higher', () => {
    const most = { priceId: seats, quantity: '1000000000000000' };

    expect(refused(() => chosen(most))).toEqual(['/0/quantity amount_out_of_range']);
    expect(chosen({ ...most, override: { unitAmount: '0.01' } })[0]).toEqual([
      'seats',
      most.quantity,
    ]);
    const dear = { priceId: seats, quantity: '2', override: { unitAmount: most.quantity } };
    expect(refused(() => chosen(dear))).toEqual(['/0/quantity amount_out_of_range']);
  });
});

test.each([
  ['0', '0'],
  ['2.50', '2.5'],
  ['0.000000000001', '0.000000000001'],
  ['1000000000000000', '1000000000000000'],
])('a quantity of %s is %s', (text, read) => {
  expect(parseQuantity(text)).toBe(read);
});

test.each(['', '-1', '+1', '1,5', '.5', '1e3', '0.0000000000001', '1000000000000000.1', ' 1'])(
  '%j is no quantity',
  (text) => {
    expect(refused(() => parseQuantity(text))).toEqual([' invalid_quantity']);
  },
);

test('a change lies ahead until it takes effect, unless it was taken back', () => {
  const effective = { on: parseCalendarDate('2026-11-19'), at: someday };
  const statusOf = (at: typeof someday, takenBackAt: typeof someday | null = null) =>
    changeStatusAt({ effective: { ...effective, at }, takenBackAt }, someday, null);

  expect([statusOf(nextDay), statusOf(someday), statusOf(nextDay, someday)]).toEqual([
    'scheduled',
    'in_force',
    'taken_back',
  ]);
});

test.each([
  ['at its end', someday, 'not_reached'],
  ['behind it', nextDay, 'not_reached'],
  ['before it', dayBefore, 'in_force'],
] as const)('a change of what has ended, %s, is %s', (_name, at, status) => {
  const effective = { on: parseCalendarDate('2026-11-19'), at };

  expect(changeStatusAt({ effective, takenBackAt: null }, later(someday, 9e8), someday)).toBe(
    status,
  );
  expect(changeStatusAt({ effective, takenBackAt: someday }, nextDay, someday)).toBe('taken_back');
});
