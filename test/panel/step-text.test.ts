import { describe, expect, test } from 'vitest';
import type { PricingStep } from '#domain/catalog/pricing/step.ts';
import { explainedPricing } from '#domain/catalog/pricing/words.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { stepText } from '../../panel/values/step-text.ts';

describe('a step of an explanation', () => {
  test.each([
    [
      '15 of 30 days unused (2026-06-16 to 2026-07-01)',
      '15 of 30 days unused (16 Jun 2026 – 30 Jun 2026)',
    ],
    ['1 % of 1000.5, the part above 1000', '1 % of 1,000.5, the part above 1000'],
    [
      'EUR 1430.00 of VAT 20 %: 0.20 of EUR 7150.00, rounded on each line',
      'EUR 1,430.00 of VAT 20 %: 20% of EUR 7,150.00, rounded on each line',
    ],
    ['10/3 × EUR 0.0025', '10/3 × EUR 0.0025'],
  ])('%s has the dates and amounts of the reader', (text, shown) => {
    expect(stepText(text, 'en-GB')).toBe(shown);
  });

  test.each([
    [
      '15 of 30 days unused (2026-06-16 to 2026-07-01)',
      '15 von 30 Tagen ungenutzt (16.06.2026 – 30.06.2026)',
    ],
    ['EUR 62.50, rounded half up from 62.5', 'EUR 62,50, kaufmännisch gerundet von 62,5'],
    ['EUR 1500.00 in total', 'EUR 1.500,00 insgesamt'],
    [
      'JPY 709 of GST: 0.10 of the net amount, included in JPY 7800, rounded on each line',
      'JPY 709 GST: 10\u00a0% des Nettobetrags, enthalten in JPY 7.800, je Position gerundet',
    ],
    [
      'EUR 14.20 more than EUR 30.80, which was charged before',
      'EUR 14,20 mehr als die EUR 30,80, die verrechnet waren',
    ],
    ['12.5, the highest quantity so far', '12,5, die bisher höchste Menge'],
    [
      'EUR 350.00 for all other lines of the period',
      'EUR 350,00 für alle anderen Positionen des Zeitraums',
    ],
    ['EUR 500.00, the minimum commitment', 'EUR 500,00, der Mindestumsatz'],
    ['EUR 150.00 missing to it', 'EUR 150,00 fehlen darauf'],
    ['EUR -75.00 as a credit', 'EUR −75,00 als Gutschrift'],
    ['EUR -240.00, rounded half up from -240', 'EUR −240,00, kaufmännisch gerundet von −240'],
  ])('%s is said in German', (text, shown) => {
    expect(stepText(text, 'de')).toBe(shown);
  });

  test('a sentence that is not known stays as it is', () => {
    expect(stepText('as the moon has it', 'de')).toBe('as the moon has it');
  });

  test('every step of a price is said in German', () => {
    const said = Object.values(steps)
      .flat()
      .map((step) => stepText(explainedPricing(euro, step).text, 'de'));

    expect(said.filter((text) => english.test(text))).toEqual([]);
  });
});

const euro = { currency: 'EUR' as CurrencyCode, minorUnitDigits: 2 };
const words = ['the', 'of', 'as', 'up', 'for', 'free', 'nothing', 'above', 'within', 'whatever'];
const others = ['in total', 'carried', 'event', 'on average', 'unit', 'days', 'seconds'];
const english = new RegExp(`\\b(${[...words, ...others].join('|')})\\b`, 'u');

const amount = Fraction.of(1250n);
const one = Fraction.of(1n);
const tiers = [
  { above: '0', upTo: '10' },
  { above: '10', upTo: '20' },
  { above: '20', upTo: null },
  { above: '0', upTo: null },
];
const event = { kind: 'event', number: 3, paidValue: one, rate: '0.015', amount } as const;

/** Each kind of step, in each of its forms. */
const steps: { readonly [Kind in PricingStep['kind']]: readonly PricingStep[] } = {
  flat: [null, ...tiers].map((of) => ({ kind: 'flat', quantity: '5', tier: of, amount })),
  units: [null, ...tiers].map((of) => ({
    kind: 'units',
    quantity: one,
    unitAmount: amount,
    tier: of,
    cell: null,
    amount,
  })),
  average: (['day', 'second'] as const).flatMap((unit) =>
    [null, ...tiers].map((of) => ({
      kind: 'average' as const,
      quantity: Fraction.of(43n, 30n),
      unitTime: '43',
      length: 30,
      unit,
      unitAmount: amount,
      tier: of,
      amount,
    })),
  ),
  packages: [1n, 3n].flatMap((packages) =>
    [null, ...tiers].map((of) => ({
      kind: 'packages' as const,
      packages,
      packageSize: '50',
      unitAmount: amount,
      tier: of,
      amount,
    })),
  ),
  free_units: [{ kind: 'free_units', quantity: one, amount }],
  capacity: [
    {
      kind: 'capacity',
      quantities: { seats: '3', gigabytes: '7' },
      upTo: { seats: '5' },
      passed: {},
      amount,
    },
    { kind: 'capacity', quantities: {}, upTo: null, passed: { seats: '3' }, amount },
  ],
  rate: tiers.map((of) => ({ kind: 'rate', value: one, rate: '0.015', tier: of, amount })),
  event: [
    { ...event, fixedAmount: Fraction.of(0n), bound: null },
    { ...event, fixedAmount: one, bound: 'minimum' },
    { ...event, fixedAmount: one, bound: 'maximum' },
  ],
  free_events: [1, 4].map((count) => ({ kind: 'free_events', count, amount })),
  carried: [{ kind: 'carried', number: 2, amount }],
  carried_sum: [1, 4].map((count) => ({ kind: 'carried_sum', count, amount })),
  no_amount: [1, 4].map((count) => ({ kind: 'no_amount', count, amount })),
  share: [{ kind: 'share', value: one, rate: '0.015', amount }],
  paid_events: ([null, 'minimum', 'maximum'] as const).map((bound) => ({
    kind: 'paid_events',
    count: 3,
    unitAmount: one,
    bound,
    amount,
  })),
  given_back: [{ kind: 'given_back', amount }],
  unpriced: [{ kind: 'unpriced', quantity: one, cell: 'region: eu', amount }],
  nothing: [{ kind: 'nothing', amount }],
  total: [{ kind: 'total', amount }],
  minimum: [{ kind: 'minimum', amount }],
  maximum: [{ kind: 'maximum', amount }],
};
