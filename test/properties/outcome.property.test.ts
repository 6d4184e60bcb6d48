import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeIn, outcomeText } from '#application/shared/outcome.ts';
import { currencyCodes } from '#domain/shared/currency.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import { Rate } from '#domain/shared/rate.ts';
import { buildCustomer } from '../../src/testing/builders.ts';

const minors = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const names = fc.oneof(
  fc.string(),
  fc.constantFrom('$money', '$rate', '$bigint', '$object', '__proto__', 'toString'),
);
const { values } = fc.letrec((tie) => ({
  values: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    minors,
    fc
      .tuple(minors, fc.constantFrom(...currencyCodes()))
      .map(([minor, code]) => Money.of(minor, code)),
    fc
      .tuple(fc.bigInt({ min: -999n, max: 999n }), fc.nat({ max: 6 }))
      .map(([coefficient, scale]) => Rate.of(coefficient, scale)),
    fc.array(tie('values'), { maxLength: 4 }),
    fc.dictionary(names, tie('values'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

test('whatever plain data came of work, it is read as it was written', () => {
  fc.assert(
    fc.property(values, (result) => {
      expect(outcomeIn(outcomeText({ result }))).toStrictEqual({ result });
    }),
  );
});

test.each([
  ['an aggregate', buildCustomer()],
  ['a date', new Date(0)],
  ['a map', new Map()],
  ['an aggregate, however deep', { page: [{ customer: buildCustomer() }] }],
])('%s is no plain data', (_, result) => {
  expect(() => outcomeText({ result })).toThrow(InvariantViolation);
});

test('what gave nothing is read as nothing', () => {
  expect(outcomeIn(outcomeText({ result: undefined }))).toEqual({});
});
