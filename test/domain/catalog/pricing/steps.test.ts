import { describe, expect, test } from 'vitest';
import type { BasisInput } from '#domain/catalog/pricing/basis.ts';
import { carriedBy, carriedPrice } from '#domain/catalog/pricing/dynamic.ts';
import type { PricedEvent } from '#domain/catalog/pricing/event.ts';
import { toStored } from '#domain/catalog/pricing/model.ts';
import { parseModel } from '#domain/catalog/pricing/parse-model.ts';
import { paidBy, paidPrice } from '#domain/catalog/pricing/percentage.ts';
import type { PreviewedPriceInput } from '#domain/catalog/pricing/preview.ts';
import type { Priced } from '#domain/catalog/pricing/step.ts';
import { explainedPricing } from '#domain/catalog/pricing/words.ts';
import { cents, comesTo, euro, euros, tier, values } from './builders.ts';
import {
  flat,
  graduated,
  matrix,
  packages,
  percentage,
  sent,
  shares,
  stairs,
  tieredPackages,
  volume,
} from './prices.ts';

// The way from a price to its amount, step by step, as a preview shows it.

const textsOf = (price: PreviewedPriceInput, of: string | BasisInput) =>
  comesTo(price, of).steps.map(({ text }) => text);

describe('a price of a quantity', () => {
  test('is flat, whatever the quantity', () => {
    expect(comesTo(flat, '3').steps).toEqual([
      {
        text: 'EUR 49.00, whatever the quantity (3)',
        quantity: '3',
        unitAmount: '49',
        amount: '49',
      },
    ]);
  });

  test('is of the tier that the total reaches, units and flat amount', () => {
    expect(textsOf(volume, '101')).toEqual([
      '101 × EUR 0.08, the units above 100 up to 500',
      'EUR 5.00 for the units above 100 up to 500, whatever the quantity in it',
      'EUR 13.08 in total',
    ]);
    expect(textsOf(volume, '7')).toEqual(['7 × EUR 0.10, the units up to 100']);
    expect(textsOf(stairs, '51')).toEqual([
      'EUR 200.00 for the units above 50, whatever the quantity in it',
    ]);
    expect(textsOf(stairs, '0')).toEqual(['nothing, as nothing was used']);
    expect(textsOf(volume, '0')).toEqual(['nothing, as nothing was used']);
  });

  test('of a tier with only one of its amounts is one step', () => {
    const flatOnly = { model: 'graduated', tiers: [tier(null, null, 300)] } as const;
    const both = { model: 'graduated', tiers: [tier(null, '0', 300)] } as const;
    const none = { model: 'graduated', tiers: [tier(null, '0')] } as const;
    const flatText = 'EUR 3.00 for the units of the only tier, whatever the quantity in it';

    expect(textsOf(flatOnly, '5')).toEqual([flatText]);
    expect(textsOf(both, '5')).toEqual([flatText]);
    expect(textsOf(none, '5')).toEqual(['5 × EUR 0.00, the units of the only tier']);
  });

  test('that charges at zero has the flat amount of its first tier, and no units', () => {
    const zero = { ...graduated, chargesAtZero: true };

    expect(textsOf({ ...zero, tiers: [tier('5', '1', 300), tier(null, '2')] }, '0')).toEqual([
      'EUR 3.00 for the units up to 5, whatever the quantity in it',
    ]);
  });

  test('by packages has those begun in each tier', () => {
    expect(textsOf(tieredPackages, '101')).toEqual([
      '10 packages of 10 × EUR 5.00, the units up to 100',
      '1 package of 50 × EUR 20.00, the units above 100',
      'EUR 70.00 in total',
    ]);
    expect(textsOf({ ...tieredPackages, chargesAtZero: true }, '0')).toEqual([
      '1 package of 10 × EUR 5.00, the units up to 100',
    ]);
  });

  test('by packages has its free units, as far as they were used, and packages if any', () => {
    expect(textsOf(packages, '100')).toEqual(['nothing for 100, the free units']);
    expect(textsOf(packages, '250')).toEqual(['nothing for 250, the free units']);
    expect(textsOf(packages, '0')).toEqual(['nothing, as nothing was used']);
    expect(textsOf({ ...packages, freeUnits: '0' }, '5')).toEqual(['1 package of 1000 × EUR 5.00']);
  });

  test('of a value has a share of each part, and the flat amounts that it reaches', () => {
    expect(comesTo(shares, '150').steps).toEqual([
      { text: '5 % of 100, the part up to 100', quantity: '100', amount: '5' },
      { text: '2 % of 50, the part above 100', quantity: '50', amount: '1' },
      {
        text: 'EUR 10.00 for the units above 100, whatever the quantity in it',
        quantity: '150',
        unitAmount: '10',
        amount: '10',
      },
      { text: 'EUR 16.00 in total', amount: '16' },
    ]);
  });
});

describe('a price of events', () => {
  test('has a step for each that is paid, and one for all that are free', () => {
    const free = { ...percentage, freeEvents: 2 };

    expect(textsOf(free, values('5', '10', '100', '1000'))).toEqual([
      'nothing for 2 free events',
      'event 3: 1.5 % of 100 + EUR 0.30',
      'event 4: 1.5 % of 1000 + EUR 0.30, at the maximum of EUR 9.00',
      'EUR 10.80 in total',
    ]);
    expect(textsOf(free, values('5'))).toEqual(['nothing for 1 free event']);
    expect(textsOf({ model: 'percentage', rate: '0.1', freeValue: '7' }, values('5', '6'))).toEqual(
      ['nothing for 1 free event', 'event 2: 10 % of 4', 'EUR 0.40 in total'],
    );
  });

  test('at its bounds exactly is at none of them', () => {
    const bounded = {
      model: 'percentage',
      rate: '0.1',
      perEventMinimum: '1',
      perEventMaximum: '2',
    } as const;

    expect(textsOf(bounded, values('9.9', '10', '20', '20.1'))).toEqual([
      'event 1: 10 % of 9.9, at the minimum of EUR 1.00',
      'event 2: 10 % of 10',
      'event 3: 10 % of 20',
      'event 4: 10 % of 20.1, at the maximum of EUR 2.00',
      'EUR 6.00 in total',
    ]);
  });

  test('has the amount that each carries', () => {
    const dynamic = { model: 'dynamic', amountProperty: 'cost' } as const;

    expect(
      textsOf(dynamic, { events: [{ amount: '1.005' }, { properties: { cost: '2.5' } }] }),
    ).toEqual([
      'EUR 1.005, carried by event 1',
      'EUR 2.50, carried by event 2',
      'EUR 3.505 in total',
    ]);
  });

  test('has a step for each cell of a matrix in their order, then the others', () => {
    const events = [sent('asia', '1'), sent('us', '10'), sent('eu', '2'), { value: '4' }];

    expect(textsOf({ ...matrix, defaultUnitAmount: '0.5' }, { events })).toEqual([
      '2 × EUR 0.07 (region: "eu", kind: "sms")',
      '10 × EUR 0.01 (region: "us", kind: "sms")',
      '1 × EUR 0.50 (region: "asia", kind: "sms")',
      '4 × EUR 0.50 (region: none, kind: none)',
      'EUR 2.74 in total',
    ]);
  });
});

describe('a price of events that were summed up', () => {
  const event = (value: string, amount: string | null = null): PricedEvent => {
    return { value, amount, properties: {} };
  };
  const told = ({ steps }: Priced) =>
    steps.map((step) => explainedPricing({ currency: euro, ...euros }, step).text);
  const paid = (given: PreviewedPriceInput, ...of: readonly string[]) => {
    const terms = toStored(parseModel({ model: 'percentage', ...given }, euro));
    if (terms.model !== 'percentage') throw new Error('It is a percentage.');
    const sums = paidBy(
      terms,
      of.map((value) => event(value)),
    );
    return { sums, texts: told(paidPrice(terms, euros, sums)) };
  };

  test('says how many were free, what was shared, and how many met a bound', () => {
    const { sums, texts } = paid({ ...percentage, freeEvents: 1 }, '9', '10', '100', '200', '1000');

    expect(sums).toEqual({
      kind: 'paid',
      free: 1,
      shared: 2,
      value: '300',
      atMinimum: 1,
      atMaximum: 1,
    });
    expect(texts).toEqual([
      'nothing for 1 free event',
      '1.5 % of 300',
      '2 × EUR 0.30, for each event that is paid',
      '1 × EUR 0.50, the minimum of an event',
      '1 × EUR 9.00, the maximum of an event',
      'EUR 14.60 in total',
    ]);
  });

  test('says nothing of what there was not', () => {
    expect(paid({ rate: '0.1' }, '10', '20').texts).toEqual(['10 % of 30']);
    expect(paid({ rate: '0.1' }).texts).toEqual(['nothing, as nothing was used']);
    expect(paid({ rate: '0.1', perEventMinimum: '0' }, '10').texts).toEqual(['10 % of 10']);
    expect(paid({ rate: '0.1', perEventMaximum: '0' }, '10', '20').texts).toEqual([
      '2 × EUR 0.00, the maximum of an event',
    ]);
    expect(paid({ rate: '0.1', perEventMinimum: '5' }, '10').texts).toEqual([
      '1 × EUR 5.00, the minimum of an event',
    ]);
    expect(paid({ rate: '0.1', freeEvents: 3 }, '10', '20').texts).toEqual([
      'nothing for 2 free events',
    ]);
  });

  test('says what they carried, and how many carried no decimal', () => {
    const dynamic = { model: 'dynamic', amountProperty: 'cost' } as const;
    const of = (...events: readonly PricedEvent[]) =>
      told(carriedPrice(euros, carriedBy(dynamic, events)));
    const lost = { value: '1', amount: null, properties: { cost: 'much' } };
    const given = { value: '1', amount: null, properties: { cost: '-2' } };

    expect(of(event('1', '3.5'), given, lost, event('1'))).toEqual([
      'EUR 1.50, carried by 2 events',
      'nothing for 2 events without an amount',
      'EUR 1.50 in total',
    ]);
    expect(of(lost)).toEqual(['nothing for 1 event without an amount']);
    expect(of(event('1', '3.5'))).toEqual(['EUR 3.50, carried by 1 event']);
    expect(of()).toEqual(['nothing, as nothing was used']);
  });
});

test('a maximum comes before a minimum, and neither where the price lies between', () => {
  const price = { model: 'per_unit', unitAmount: '1' } as const;
  const bounds = { minimum: cents(500), maximum: cents(500) };

  expect(textsOf({ ...price, ...bounds }, '6')).toEqual(['6 × EUR 1.00', 'EUR 5.00, the maximum']);
  expect(textsOf({ ...price, ...bounds }, '4')).toEqual(['4 × EUR 1.00', 'EUR 5.00, the minimum']);
  expect(textsOf({ ...price, ...bounds }, '5')).toEqual(['5 × EUR 1.00']);
});
