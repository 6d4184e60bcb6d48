import { describe, expect, test } from 'vitest';
import type { PricingStep } from '#domain/catalog/pricing/step.ts';
import {
  amountText,
  explainedPricing,
  type InCurrency,
  inMajorUnits,
} from '#domain/catalog/pricing/words.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Fraction } from '#domain/shared/fraction.ts';

// The steps of a price, as people read them under an amount.

const inEuros: InCurrency = { currency: parseCurrencyCode('EUR'), minorUnitDigits: 2 };
const number = (above: bigint | number, below: bigint | number = 1): Fraction =>
  Fraction.of(BigInt(above), BigInt(below));
const textOf = (step: PricingStep): string => explainedPricing(inEuros, step).text;

const first = { above: '0', upTo: '10' };
const middle = { above: '10', upTo: '50' };
const last = { above: '50', upTo: null };
const only = { above: '0', upTo: null };

describe('a step shows its text, its quantity, the amount of a unit, and its own', () => {
  const units = { quantity: number(5, 2), unitAmount: number(10), amount: number(25) };
  const cases: readonly (readonly [PricingStep, object])[] = [
    [
      { kind: 'flat', quantity: '7', tier: null, amount: number(4900) },
      {
        text: 'EUR 49.00, whatever the quantity (7)',
        quantity: '7',
        unitAmount: '49',
        amount: '49',
      },
    ],
    [
      { kind: 'units', ...units, tier: middle, cell: null },
      {
        text: '2.5 × EUR 0.10, the units above 10 up to 50',
        quantity: '2.5',
        unitAmount: '0.1',
        amount: '0.25',
      },
    ],
    [
      { kind: 'average', ...units, unitTime: '75', length: 30, unit: 'day', tier: null },
      {
        text: '2.5 × EUR 0.10, the units on average: 75 unit days in 30 days',
        quantity: '2.5',
        unitAmount: '0.1',
        amount: '0.25',
      },
    ],
    [
      {
        kind: 'packages',
        packages: 1n,
        packageSize: '100',
        unitAmount: number(500),
        tier: null,
        amount: number(500),
      },
      { text: '1 package of 100 × EUR 5.00', quantity: '1', unitAmount: '5', amount: '5' },
    ],
    [
      { kind: 'free_units', quantity: number(250), amount: number(0) },
      { text: 'nothing for 250, the free units', quantity: '250', amount: '0' },
    ],
    [
      { kind: 'unpriced', quantity: number(3), cell: 'region: none', amount: number(0) },
      {
        text: 'nothing for 3, as no cell takes it (region: none)',
        quantity: '3',
        amount: '0',
      },
    ],
    [
      { kind: 'rate', value: number(50), rate: '0.05', tier: first, amount: number(250) },
      { text: '5 % of 50, the part up to 10', quantity: '50', amount: '2.5' },
    ],
    [
      { kind: 'share', value: number(200), rate: '0.015', amount: number(300) },
      { text: '1.5 % of 200', quantity: '200', amount: '3' },
    ],
    [
      {
        kind: 'paid_events',
        count: 3,
        unitAmount: number(30),
        bound: null,
        amount: number(90),
      },
      {
        text: '3 × EUR 0.30, for each event that is paid',
        quantity: '3',
        unitAmount: '0.3',
        amount: '0.9',
      },
    ],
    [
      { kind: 'carried_sum', count: 2, amount: number(350) },
      { text: 'EUR 3.50, carried by 2 events', quantity: '2', amount: '3.5' },
    ],
    [
      { kind: 'no_amount', count: 1, amount: number(0) },
      { text: 'nothing for 1 event without an amount', quantity: '1', amount: '0' },
    ],
    [
      {
        kind: 'event',
        number: 4,
        paidValue: number(20),
        rate: '0.1',
        fixedAmount: number(0),
        bound: null,
        amount: number(200),
      },
      { text: 'event 4: 10 % of 20', quantity: '20', amount: '2' },
    ],
    [
      { kind: 'free_events', count: 1, amount: number(0) },
      { text: 'nothing for 1 free event', amount: '0' },
    ],
    [
      { kind: 'carried', number: 2, amount: number(250) },
      { text: 'EUR 2.50, carried by event 2', amount: '2.5' },
    ],
    [
      { kind: 'given_back', amount: number(0) },
      { text: 'EUR 0.00, as more was given back than used', amount: '0' },
    ],
    [
      { kind: 'nothing', amount: number(0) },
      { text: 'nothing, as nothing was used', amount: '0' },
    ],
    [
      { kind: 'total', amount: number(1) },
      { text: 'EUR 0.01 in total', amount: '0.01' },
    ],
    [
      { kind: 'minimum', amount: number(500) },
      { text: 'EUR 5.00, the minimum', amount: '5' },
    ],
    [
      { kind: 'maximum', amount: number(900) },
      { text: 'EUR 9.00, the maximum', amount: '9' },
    ],
  ];

  test.each(cases.map(([step, shown]) => [step.kind, step, shown] as const))(
    'of %s',
    (_kind, step, shown) => {
      expect(explainedPricing(inEuros, step)).toEqual(shown);
    },
  );
});

describe('a step says', () => {
  test('which tier it is of: the units that lie in it', () => {
    const flat = { kind: 'flat', quantity: '7', amount: number(500) } as const;
    const texts = [first, middle, last, only].map((tier) => textOf({ ...flat, tier }));

    expect(texts).toEqual([
      'EUR 5.00 for the units up to 10, whatever the quantity in it',
      'EUR 5.00 for the units above 10 up to 50, whatever the quantity in it',
      'EUR 5.00 for the units above 50, whatever the quantity in it',
      'EUR 5.00 for the units of the only tier, whatever the quantity in it',
    ]);
  });

  test('which cell of a matrix its units are in, or nothing of tiers where there are none', () => {
    const units = { kind: 'units', quantity: number(2), unitAmount: number(7) } as const;
    const priced = { ...units, tier: null, amount: number(14) };

    expect(textOf({ ...priced, cell: 'region: "eu"' })).toBe('2 × EUR 0.07 (region: "eu")');
    expect(textOf({ ...priced, cell: null })).toBe('2 × EUR 0.07');
  });

  test('over how many days or seconds units are an average, and of which tier', () => {
    const average = { kind: 'average', quantity: number(5, 3), unitAmount: number(10) } as const;
    const held = { ...average, unitTime: '144000', length: 86_400, amount: number(50, 3) };

    expect(textOf({ ...held, unit: 'second', tier: first })).toBe(
      '5/3 × EUR 0.10, the units up to 10 on average: 144000 unit seconds in 86400 seconds',
    );
  });

  test('how many packages were begun, and in which tier', () => {
    const packages = { kind: 'packages', packageSize: '100', unitAmount: number(500) } as const;

    expect(textOf({ ...packages, packages: 2n, tier: null, amount: number(1000) })).toBe(
      '2 packages of 100 × EUR 5.00',
    );
    expect(textOf({ ...packages, packages: 0n, tier: last, amount: number(0) })).toBe(
      '0 packages of 100 × EUR 5.00, the units above 50',
    );
  });

  test('what an event pays, with its fixed amount and the bound that it meets', () => {
    const event = {
      kind: 'event',
      number: 1,
      paidValue: number(10),
      rate: '0.015',
      fixedAmount: number(30),
    } as const;

    expect(textOf({ ...event, bound: null, amount: number(45) })).toBe(
      'event 1: 1.5 % of 10 + EUR 0.30',
    );
    expect(textOf({ ...event, bound: 'minimum', amount: number(50) })).toBe(
      'event 1: 1.5 % of 10 + EUR 0.30, at the minimum of EUR 0.50',
    );
    expect(textOf({ ...event, bound: 'maximum', amount: number(20) })).toBe(
      'event 1: 1.5 % of 10 + EUR 0.30, at the maximum of EUR 0.20',
    );
  });

  test('how many events there were, and that one is no more than one', () => {
    const nothing = { amount: number(0) };
    const paid = { kind: 'paid_events', unitAmount: number(50), amount: number(100) } as const;

    expect(textOf({ kind: 'free_events', count: 2, ...nothing })).toBe('nothing for 2 free events');
    expect(textOf({ kind: 'no_amount', count: 2, ...nothing })).toBe(
      'nothing for 2 events without an amount',
    );
    expect(textOf({ kind: 'carried_sum', count: 1, amount: number(5) })).toBe(
      'EUR 0.05, carried by 1 event',
    );
    expect(textOf({ ...paid, count: 2, bound: 'minimum' })).toBe(
      '2 × EUR 0.50, the minimum of an event',
    );
    expect(textOf({ ...paid, count: 2, bound: 'maximum' })).toBe(
      '2 × EUR 0.50, the maximum of an event',
    );
  });

  test.each([
    ['0.015', '1.5 %'],
    ['0.2', '20 %'],
    ['1', '100 %'],
    ['12.5', '1250 %'],
    ['0', '0 %'],
    ['0.0001', '0.01 %'],
  ])('a rate of %s as %s', (rate, percent) => {
    const share = { kind: 'share', value: number(7), amount: number(1) } as const;

    expect(textOf({ ...share, rate })).toBe(`${percent} of 7`);
  });
});

describe('an amount', () => {
  const yen: InCurrency = { currency: parseCurrencyCode('JPY'), minorUnitDigits: 0 };

  test('has the digits of its currency, or as many as it needs', () => {
    expect(amountText(inEuros, number(4900))).toBe('EUR 49.00');
    expect(amountText(inEuros, number(-5))).toBe('EUR -0.05');
    expect(amountText(inEuros, number(1, 4))).toBe('EUR 0.0025');
    expect(amountText(inEuros, number(9, 2))).toBe('EUR 0.045');
    expect(amountText(inEuros, number(100, 3))).toBe('EUR 1/3');
    expect(amountText(yen, number(49))).toBe('JPY 49');
    expect(amountText(yen, number(1, 2))).toBe('JPY 0.5');
  });

  test('in major units is the shortest decimal, or a fraction', () => {
    expect(inMajorUnits(inEuros, number(1960))).toBe('19.6');
    expect(inMajorUnits(inEuros, number(5000, 3))).toBe('50/3');
    expect(inMajorUnits(yen, number(1960))).toBe('1960');
  });
});
