import { describe, expect, test } from 'vitest';
import type { Derivation, ManualDerivation } from '#domain/charging/derivation.ts';
import { usageDerivation, versionFor } from '#domain/charging/derivation.ts';
import { ChargeExists, CreditOutOfBounds, CustomerBusy } from '#domain/charging/errors.ts';
import { evaluate, stepsOf } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { canonicalTerms, commitmentTerms, hasParts, priceTerms } from '#domain/charging/terms.ts';
import { explain } from '#domain/charging/words.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { parseTimeZone } from '#domain/shared/time.ts';
import { euros } from '../../../src/testing/billing-builders.ts';
import { charged, credited, flat, span } from './builders.ts';

const april = span('2026-04-01', '2026-05-01');
const unused = span('2026-04-21', '2026-05-01');
const euro = parseCurrencyCode('EUR');
const unitAmount = '25';
const perUnit = priceTerms({ model: 'per_unit', unitAmount }, euro, { isProrated: true });
const bounded: PriceTerms = { ...perUnit, isProrated: false, minimum: '10000' };

const texts = (terms: PriceTerms, derivation: Derivation): readonly string[] => {
  const steps = explain(terms, derivation);
  const { amount } = evaluate(terms, derivation);
  expect(stepsOf(terms, derivation).at(-1)?.amount.round('down')).toBe(amount);
  return steps.map(({ text }) => text);
};

// Two units at EUR 25.00, of which a third of the month is not used: EUR 16.67.
describe.each([2, 3] as const)('version %i of the arithmetic explains', (version) => {
  const of = charged(april, april, { version, quantity: '2' });
  const price = '2 × EUR 25.00';

  test('a charge of a part of the period', () => {
    expect(texts(perUnit, charged(april, unused, { version, quantity: '2' }))).toEqual([
      price,
      '10 of 30 days (2026-04-21 to 2026-05-01)',
      'EUR 16.67, rounded half up from 50/3',
    ]);
  });

  test('a credit of what is unused', () => {
    expect(texts(perUnit, credited(of, unused, { left: 5000n }))).toEqual([
      price,
      '10 of 30 days unused (2026-04-21 to 2026-05-01)',
      'EUR 16.67, rounded half up from 50/3',
      'EUR -16.67 as a credit',
    ]);
  });

  test('a credit of no more than is left', () => {
    expect(texts(perUnit, credited(of, unused, { left: 1000n })).slice(2)).toEqual([
      'EUR 16.67, rounded half up from 50/3',
      'EUR 10.00, as no more is left of the charge',
      'EUR -10.00 as a credit',
    ]);
  });

  test('a credit of all that is left', () => {
    const rest = credited(of, unused, { left: 1668n, takesRest: true });

    expect(texts(perUnit, rest).slice(3)).toEqual([
      'EUR 16.68, all that is left of the charge, as nothing of it stays used',
      'EUR -16.68 as a credit',
    ]);
  });

  test('a credit of the whole charge', () => {
    expect(texts(perUnit, credited(of, unused, { left: 5000n, share: 'full' }))).toEqual([
      price,
      'EUR 50.00, the whole charge, whatever was used of it',
      'EUR 50.00, rounded half up from 50',
      'EUR -50.00 as a credit',
    ]);
  });
});

describe('version 3 of the arithmetic explains', () => {
  test('what is charged once: whole, within its bounds', () => {
    const once = charged(april, unused, { version: 3, kind: 'one_time', quantity: '2' });

    expect(texts(bounded, once)).toEqual([
      '2 × EUR 25.00',
      expect.stringMatching(/^EUR 100\.00/),
      'EUR 100.00, rounded half up from 100',
    ]);
    expect(evaluate(bounded, once).amount).toBe(10_000n);
  });

  test('what a person wrote', () => {
    const manual: ManualDerivation = {
      version: 3,
      kind: 'manual',
      quantity: '1.5',
      rounding: 'half_up',
    };

    expect(texts(perUnit, manual)).toEqual([
      '1.5 × EUR 25.00',
      'EUR 37.50, rounded half up from 37.5',
    ]);
  });
});

describe('a derivation is written under the version', () => {
  test.each([
    ['recurring', { model: 'flat' }, 1],
    ['recurring', { model: 'per_unit' }, 2],
    ['recurring', { model: 'flat', minimum: '1' }, 3],
    ['recurring', { model: 'flat', maximum: '1' }, 3],
    ['recurring', { model: 'per_unit', minimum: '1', maximum: '2' }, 3],
    ['one_time', { model: 'flat' }, 3],
  ] as const)('that knows what is %s, of %j: %i', (kind, terms, version) => {
    expect(versionFor(terms, kind)).toBe(version);
  });
});

describe('an evaluator refuses', () => {
  const usage = usageDerivation({
    countedBy: 'day',
    rounding: 'half_up',
    timeZone: parseTimeZone('UTC'),
    period: april,
    served: april,
  });
  const once = charged(april, april, { kind: 'one_time' });
  const manual = { version: 3, kind: 'manual', quantity: '1', rounding: 'half_up' } as const;

  test.each<readonly [string, PriceTerms, object]>([
    ['what the first version does not know', flat(1n), { ...once, version: 1 }],
    ['another price by the first version', perUnit, charged(april)],
    ['what the second version does not know', perUnit, { ...once, version: 2 }],
    ['lines by hand in the second version', perUnit, { ...manual, version: 2 }],
    ['usage in the third version', perUnit, { ...usage, version: 3 }],
    ['a charge in the fourth version', perUnit, { ...charged(april), version: 4 }],
    ['a version that is not known yet', perUnit, { ...charged(april), version: 5 }],
    [
      'the price of a quantity where there is none',
      commitmentTerms(euros(100n)),
      charged(april, april, { version: 2 }),
    ],
  ])('%s', (_name, terms, derivation) => {
    expect(() => evaluate(terms, derivation as Derivation)).toThrow(InvariantViolation);
    expect(() => stepsOf(terms, derivation as Derivation)).toThrow(InvariantViolation);
  });
});

describe('a derivation is of a part within its whole', () => {
  const midnight = 'T00:00:00.000Z';
  const dates = (start: string, end: string) =>
    ({ ...span(`2026-04-01${midnight}`, `2026-05-01${midnight}`), start, end }) as typeof april;

  test.each([
    ['2026-03-31', '2026-05-01'],
    ['2026-04-01', '2026-05-02'],
    ['2026-04-12', '2026-04-11'],
  ])('by its dates alone: not from %s to %s', (start, end) => {
    expect(() => charged(april, dates(start, end))).toThrow(InvariantViolation);
  });

  test('also of usage', () => {
    const served = span('2026-04-01', '2026-05-02');
    const facts = {
      countedBy: 'day',
      rounding: 'half_up',
      timeZone: parseTimeZone('UTC'),
      period: april,
    } as const;

    expect(() => usageDerivation({ ...facts, served })).toThrow(InvariantViolation);
    expect(usageDerivation({ ...facts, served: unused })).toMatchObject({
      quantity: '0',
      counted: null,
      before: '0',
      spans: [{ start: '2026-04-21', end: '2026-05-01' }],
    });
  });
});

describe('the terms of a price', () => {
  test('say all that its amount follows from, and nothing that it has not', () => {
    const facts = { isProrated: false, minimum: euros(100n), maximum: euros(900n) };
    const plain = { version: 1, model: 'per_unit', unitAmount, currency: 'EUR' };

    expect(priceTerms({ model: 'per_unit', unitAmount }, euro, facts)).toEqual({
      ...plain,
      minorUnitDigits: 2,
      isProrated: false,
      minimum: '100',
      maximum: '900',
    });
    const grouped = { isProrated: false, meterId: 'mtr_1', groupBy: ['region'] };
    expect(priceTerms({ model: 'per_unit', unitAmount }, euro, grouped)).toEqual({
      ...plain,
      minorUnitDigits: 2,
      isProrated: false,
      meterId: 'mtr_1',
      groupBy: ['region'],
    });
    expect(Object.keys(perUnit).toSorted()).toEqual([
      'currency',
      'isProrated',
      'minorUnitDigits',
      'model',
      'unitAmount',
      'version',
    ]);
  });

  test('have one text, with lists in their order', () => {
    expect(canonicalTerms({ ...perUnit, groupBy: ['b', 'a'] })).toBe(
      '{"currency":"EUR","groupBy":["b","a"],"isProrated":true,"minorUnitDigits":2,' +
        '"model":"per_unit","unitAmount":"25","version":1}',
    );
  });

  test('of a commitment are prorated, and of no parts', () => {
    const terms = commitmentTerms(euros(100n));

    expect(terms).toMatchObject({ model: 'commitment', amount: '100', isProrated: true });
    expect(hasParts(terms)).toBe(false);
    expect(hasParts({ ...perUnit, groupBy: ['region'] })).toBe(true);
  });
});

test('who is busy may try again; what would be charged twice is our own mistake', () => {
  expect(new CustomerBusy()).toMatchObject({
    kind: 'conflict',
    code: 'customer_busy',
    isTemporary: true,
  });
  expect([new ChargeExists(), new CreditOutOfBounds()].map(({ message }) => message)).toEqual([
    'A charge with this identity exists: nothing is charged twice.',
    'What is credited of a charge lies between zero and its amount.',
  ]);
});
