import { expect, test } from 'vitest';
import { isAmountCorrect } from '#domain/charging/charge.ts';
import type { ChargeRounding } from '#domain/charging/derivation.ts';
import { explain } from '#domain/charging/words.ts';
import type { ManualLine } from '#domain/invoicing/manual-line.ts';
import { changedManualLine, manualCharge, parseManualLine } from '#domain/invoicing/manual-line.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { parseSignedDecimal } from '#domain/shared/decimal.ts';
import { sha256 } from '#infrastructure/security/sha256.ts';
import { buildId, someday } from '../../../src/testing/builders.ts';

const written = (
  line: Omit<ManualLine, 'taxRateIds'>,
  rounding: ChargeRounding = 'half_up',
  currency = 'EUR',
) =>
  manualCharge(
    buildId('line'),
    { taxRateIds: null, ...line },
    {
      customerId: buildId('cus'),
      currency: parseCurrencyCode(currency),
      invoiceId: buildId('inv'),
      rounding,
      now: someday,
      hash: sha256,
    },
  );

// Quantity, unit amount, rounding, currency, and the amount in minor units. These figures stay:
// invoices that were issued by them are verified by them.
test.each([
  ['1', '12.5', 'half_up', 'EUR', 1250n],
  ['2.5', '33.333', 'half_up', 'EUR', 8333n],
  ['3', '0.005', 'half_up', 'EUR', 2n],
  ['3', '0.005', 'half_down', 'EUR', 1n],
  ['1', '0.005', 'half_even', 'EUR', 0n],
  ['3', '0.005', 'half_even', 'EUR', 2n],
  ['1', '0.001', 'up', 'EUR', 1n],
  ['1', '0.009', 'down', 'EUR', 0n],
  ['1', '-0.005', 'half_up', 'EUR', -1n],
  ['3', '-33.333', 'half_up', 'EUR', -10_000n],
  ['1', '-0.001', 'up', 'EUR', -1n],
  ['1', '-0.009', 'down', 'EUR', 0n],
  ['0', '99', 'half_up', 'EUR', 0n],
  ['1', '0', 'half_up', 'EUR', 0n],
  ['1.5', '1', 'half_up', 'JPY', 2n],
  ['1', '1.2345', 'half_up', 'KWD', 1235n],
  ['0.000000000001', '1000000000000', 'half_up', 'EUR', 100n],
] as const)('%s × %s, %s, in %s', (quantity, unitAmount, rounding, currency, amount) => {
  const line = { description: 'A', quantity, unitAmount };

  const { charge, terms } = written(line, rounding, currency);

  expect(charge.amount.minor).toBe(amount);
  expect(isAmountCorrect(charge, terms)).toBe(true);
  expect(explain(terms, charge.derivation)).toHaveLength(2);
});

test('a line that JSON could not say exactly is refused', () => {
  const line = { description: 'A', quantity: '1', unitAmount: '90071992547409.92' };

  expect(() => written(line)).toThrow('An amount lies between');
  expect(() => written({ ...line, unitAmount: '-90071992547409.92' })).toThrow('An amount lies');
  expect(written({ ...line, unitAmount: '90071992547409.91' }).charge.amount.minor).toBe(
    BigInt(Number.MAX_SAFE_INTEGER),
  );
});

test('a change of a line keeps what it does not name', () => {
  const known = written({ description: 'A', quantity: '2', unitAmount: '-1.50' });

  expect(changedManualLine(known, {})).toEqual({
    description: 'A',
    quantity: '2',
    unitAmount: '-1.50',
    taxRateIds: null,
  });
  expect(changedManualLine(known, { quantity: '3' })).toMatchObject({ quantity: '3' });
  expect(changedManualLine(known, { unitAmount: '7.0', description: 'B' })).toEqual({
    description: 'B',
    quantity: '2',
    unitAmount: '7',
    taxRateIds: null,
  });
});

test('a quantity is 1 where nobody says how many', () => {
  expect(parseManualLine({ description: ' A ', unitAmount: '1.0' })).toEqual({
    description: 'A',
    quantity: '1',
    unitAmount: '1',
    taxRateIds: null,
  });
});

test.each([
  ['-1.50', '-1.5'],
  ['-0', '0'],
  ['-0.00', '0'],
  ['12', '12'],
])('a signed decimal %s is %s', (text, read) => {
  expect(parseSignedDecimal(text)).toBe(read);
});

test.each(['--1', '-', '+1', '- 1', '-1,5', '-.5', '-1e3', '-01', '-1000000000000001'])(
  '%s is no signed decimal',
  (text) => {
    expect(() => parseSignedDecimal(text)).toThrow('It must be');
  },
);
