import { describe, expect, test } from 'vitest';
import type { Bounds } from '#domain/catalog/pricing/model.ts';
import { fieldOf, fromStored, toStored } from '#domain/catalog/pricing/model.ts';
import { parseModel } from '#domain/catalog/pricing/parse-model.ts';
import type { PreviewedPriceInput } from '#domain/catalog/pricing/preview.ts';
import { cents, euro } from './builders.ts';
import {
  capacity,
  flat,
  graduated,
  matrix,
  packages,
  percentage,
  perUnit,
  shares,
  stairs,
  tieredPackages,
  volume,
} from './prices.ts';

// A model as it is stored: plain JSON, whose amounts are minor units as texts.

const all: Readonly<Record<string, PreviewedPriceInput>> = {
  flat,
  perUnit,
  graduated,
  volume,
  stairs,
  capacity,
  packages,
  tieredPackages,
  percentage,
  shares,
  matrix,
  dynamic: { model: 'dynamic', amountProperty: 'amount' },
};

describe('a stored model', () => {
  test.each(Object.entries(all))('gives back what was stored of it: %s', (_name, input) => {
    const model = parseModel(input, euro);

    const stored: unknown = JSON.parse(JSON.stringify(toStored(model)));

    expect(fromStored(stored as ReturnType<typeof toStored<typeof model>>, euro)).toEqual(model);
  });

  test('has amounts as minor units, and decimals as they are', () => {
    expect(toStored(parseModel(flat, euro))).toEqual({ model: 'flat', amount: '4900' });
    expect(toStored(parseModel(perUnit, euro))).toEqual({
      model: 'per_unit',
      unitAmount: '0.0025',
    });
  });

  test('takes no meter and no value for an amount, whatever they are called', () => {
    const tiers = [
      { upTo: { amount: '5', minimum: '7' }, flatAmount: cents(1) },
      { upTo: null, flatAmount: cents(2) },
    ];
    const cells = [{ when: { amount: '5' }, unitAmount: '1' }];
    const models = [
      parseModel({ model: 'capacity', tiers }, euro),
      parseModel({ model: 'matrix', dimensions: ['amount'], cells }, euro),
    ];

    for (const model of models) expect(fromStored(toStored(model), euro)).toEqual(model);
    expect(toStored(models[0])).toMatchObject({
      tiers: [{ upTo: { amount: '5', minimum: '7' }, flatAmount: '1' }, { flatAmount: '2' }],
    });
    expect(toStored(models[1])).toMatchObject({ cells: [{ when: { amount: '5' } }] });
  });

  test('has bounds that are amounts, or none', () => {
    const bounds: Bounds = { minimum: cents(5), maximum: cents(9) };

    expect(toStored(bounds)).toEqual({ minimum: '5', maximum: '9' });
    expect(fromStored(toStored(bounds), euro)).toEqual(bounds);
    expect(toStored({ minimum: null, maximum: undefined })).toStrictEqual({ minimum: null });
  });
});

test('a record has its own fields and none that it inherits', () => {
  expect(fieldOf({ a: '1' }, 'a')).toBe('1');
  expect(fieldOf({ a: '1' }, 'toString')).toBeUndefined();
});
