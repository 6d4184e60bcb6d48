import { expect, test } from 'vitest';
import type { PriceInput } from '#domain/catalog/price.ts';
import { readPrices } from '#domain/catalog/price.ts';
import { unfitReason } from '#domain/catalog/usage-price.ts';
import { parseDefinition } from '#domain/metering/definition.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseId } from '#domain/shared/ids.ts';

// Prices of usage that are prorated by the time for which a level is held.

const meterId = parseId('mtr', 'mtr_01jd4x7h2cf5prw8mzk0qv9tns');
const seats = { name: 'Seats', kind: 'usage', meterId, isProrated: true } as const;

const read = (price: Partial<PriceInput>) => {
  const plan = { currency: parseCurrencyCode('EUR'), interval: undefined };
  try {
    return readPrices([{ ...seats, ...price }], plan, () => false)[0]?.isProrated;
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
};

test('usage is prorated by time where each unit has an amount, in arrears or in advance', () => {
  const perSeat = { model: 'per_unit', unitAmount: '10' } as const;
  const tiers = [{ upTo: null, unitAmount: '10' }];

  expect(read(perSeat)).toBe(true);
  expect(read({ ...perSeat, isProrated: undefined })).toBe(false);
  expect(read({ model: 'graduated', tiers })).toBe(true);
  expect(read({ model: 'volume', tiers })).toEqual(['/0/isProrated not_prorated']);
  expect(read({ ...perSeat, billed: 'in_advance' })).toBe(true);
});

test.each([
  ['sum', true],
  ['unique', true],
  ['latest', true],
  ['max', true],
  ['min', false],
  ['average', false],
  ['weighted_sum', false],
  ['count', false],
] as const)('a meter of a %s counts a level: %s', (aggregation, isFit) => {
  const property = aggregation === 'count' ? null : 'value';
  const meter = parseDefinition({ eventType: 'seat', aggregation, property });
  const price = { model: 'per_unit', billed: 'in_arrears' } as const;

  expect(unfitReason({ ...price, isProrated: true }, meter) === null).toBe(isFit);
  expect(unfitReason({ ...price, isProrated: false }, meter)).toBeNull();
});
