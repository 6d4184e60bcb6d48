import { describe, expect, test } from 'vitest';
import type { OverrideInput } from '#domain/catalog/override.ts';
import { chargedModel, overrideFields, parseOverride } from '#domain/catalog/override.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { Price, PriceInput } from '#domain/catalog/price.ts';
import { modelOfPrice } from '#domain/catalog/price.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';

const euro = parseCurrencyCode('EUR');
const euros = (minor: bigint): Money => Money.of(minor, euro);
const usage = { kind: 'usage', meterId: buildId('mtr') } as const;

/** A price of each model, and amounts that somebody negotiated instead. */
const cases: Readonly<Record<string, readonly [PriceInput, OverrideInput]>> = {
  flat: [{ name: 'A', amount: euros(4900n) }, { amount: euros(4000n) }],
  per_unit: [{ name: 'A', model: 'per_unit', unitAmount: '10' }, { unitAmount: '8.5' }],
  graduated: [
    { name: 'A', model: 'graduated', tiers: [{ upTo: null, unitAmount: '1' }] },
    {
      tiers: [
        { upTo: '10', unitAmount: '0.9', flatAmount: euros(100n) },
        { upTo: null, unitAmount: '0.5' },
      ],
      chargesAtZero: true,
    },
  ],
  volume: [
    { name: 'A', model: 'volume', tiers: [{ upTo: null, unitAmount: '1' }] },
    { tiers: [{ upTo: null, unitAmount: '0.5' }] },
  ],
  stairstep: [
    { name: 'A', model: 'stairstep', tiers: [{ upTo: null, flatAmount: euros(100n) }] },
    { tiers: [{ upTo: null, flatAmount: euros(90n) }] },
  ],
  package: [
    { name: 'A', model: 'package', packageSize: '100', amount: euros(500n), freeUnits: '5' },
    { packageSize: '200', amount: euros(500n) },
  ],
  percentage: [
    { name: 'A', ...usage, model: 'percentage', rate: '0.01' },
    { rate: '0.008', fixedAmount: '0.25', freeEvents: 3 },
  ],
  graduated_percentage: [
    {
      name: 'A',
      ...usage,
      model: 'graduated_percentage',
      tiers: [{ upTo: null, rate: '0.01' }],
    },
    { tiers: [{ upTo: null, rate: '0.005' }] },
  ],
  dynamic: [
    { name: 'A', ...usage, model: 'dynamic', amountProperty: 'cost' },
    { amountProperty: 'negotiated' },
  ],
  matrix: [
    {
      name: 'A',
      ...usage,
      model: 'matrix',
      dimensions: ['region'],
      cells: [{ when: { region: 'eu' }, unitAmount: '1' }],
    },
    { dimensions: ['region'], cells: [{ when: { region: 'eu' }, unitAmount: '0.7' }] },
  ],
  capacity: [
    {
      name: 'A',
      kind: 'usage',
      model: 'capacity',
      meterIds: [buildId('mtr'), buildId('mtr')],
      tiers: [
        { upTo: { hosts: '5', calls: '1000' }, flatAmount: euros(1000n) },
        { upTo: null, flatAmount: euros(8000n) },
      ],
    },
    {
      tiers: [
        { upTo: { calls: '2000', hosts: '9' }, flatAmount: euros(1000n) },
        { upTo: null, flatAmount: euros(7000n) },
      ],
    },
  ],
};

const priceOf = (given: PriceInput): Price => {
  const plan = buildPlan(buildId('prod'), { prices: [given], trialDays: 0 }).activate(someday);
  const [price] = firstVersionOf(plan).facts.terms.prices;
  if (price === undefined) throw new Error('The plan has a price.');
  return price;
};

describe.each(Object.entries(cases))('amounts instead of those of a %s price', (model, given) => {
  const [input, amounts] = given;
  const price = priceOf(input);

  test('are those of a price of the model, stored as plain JSON', () => {
    const override = parseOverride(amounts, price, euro);

    expect(JSON.parse(JSON.stringify(override))).toEqual(override);
    expect(chargedModel(price, override)).toEqual(modelOfPrice(priceOf(instead(input, amounts))));
    expect(overrideFields(override)).toMatchObject(amounts);
    expect(overrideFields(override)).not.toHaveProperty('model');
    expect(override).toMatchObject({ model, currency: 'EUR' });
  });

  test('are given whole, and with no field of another model', () => {
    expect(refused(() => parseOverride({}, price, euro)).join()).toMatch(/required/);
    const foreign = 'rate' in amounts ? { unitAmount: '1' } : { rate: '1' };
    const [name = ''] = Object.keys(foreign);
    expect(refused(() => parseOverride({ ...amounts, ...foreign }, price, euro))).toEqual([
      `/${name} unknown_field`,
    ]);
  });
});

// A field that is left out has its default, and not the value of the price.
const instead = (input: PriceInput, amounts: OverrideInput): PriceInput => ({
  ...input,
  freeUnits: undefined,
  ...amounts,
});

test('the amounts of a price are charged where there are no others', () => {
  const price = priceOf({ name: 'A', amount: euros(4900n) });

  expect(chargedModel(price, undefined)).toEqual({ model: 'flat', amount: euros(4900n) });
});

describe('amounts that are no good', () => {
  const flat = priceOf({ name: 'A', amount: euros(4900n) });
  const tiered = priceOf({
    name: 'A',
    model: 'graduated',
    tiers: [{ upTo: null, unitAmount: '1' }],
  });

  test.each([
    [flat, { amount: euros(-1n) }, '/amount/amount amount_negative'],
    [flat, { amount: euros(2n ** 53n) }, '/amount/amount amount_out_of_range'],
    [
      flat,
      { amount: Money.of(1n, parseCurrencyCode('USD')) },
      '/amount/currency currency_mismatch',
    ],
    [flat, { unitAmount: '1' }, '/unitAmount unknown_field'],
    [tiered, { tiers: [] }, '/tiers too_few'],
    [
      tiered,
      {
        tiers: [
          { upTo: '10', unitAmount: '1' },
          { upTo: '5', unitAmount: '1' },
          { upTo: null, unitAmount: '1' },
        ],
      },
      '/tiers/1/upTo tiers_not_ascending',
    ],
  ] as const)('are refused as those of a price are: %#', (price, given, fault) => {
    expect(refused(() => parseOverride(given, price, euro))).toContain(fault);
  });

  test('with tiers of a price that bounds no meters need no meters to bound', () => {
    const tiers = [
      { upTo: '10', unitAmount: '1' },
      { upTo: null, unitAmount: '0.5' },
    ];

    expect(refused(() => parseOverride({ tiers }, tiered, euro))).toEqual([]);
  });

  test('bound the meters that the tiers of the price bound, or none', () => {
    const [input] = cases['capacity'] ?? [];
    if (input === undefined) throw new Error('There is such a case.');
    const price = priceOf(input);
    const given = (upTo: Readonly<Record<string, string>>) => () =>
      parseOverride(
        {
          tiers: [
            { upTo, flatAmount: euros(1n) },
            { upTo: null, flatAmount: euros(2n) },
          ],
        },
        price,
        euro,
      );
    const one = { tiers: [{ upTo: null, flatAmount: euros(1n) }] };

    expect(refused(given({ hosts: '1' }))).toEqual(['/tiers tier_meters_differ']);
    expect(refused(given({ hosts: '1', others: '2' }))).toEqual(['/tiers tier_meters_differ']);
    expect(refused(given({ hosts: '1', calls: '2' }))).toEqual([]);
    expect(refused(() => parseOverride(one, price, euro))).toEqual([]);
    const unbounded = priceOf({ ...input, ...one });
    const bounded = { tiers: [{ upTo: { hosts: '1' }, flatAmount: euros(1n) }, ...one.tiers] };
    expect(refused(() => parseOverride(bounded, unbounded, euro))).toEqual([
      '/tiers tier_meters_differ',
    ]);
  });
});
