import { describe, expect, test } from 'vitest';
import { balanceAdjusted, parseAdjustment, reasonLengthMax } from '#domain/invoicing/balance.ts';
import { parsePayment, referenceLengthMax } from '#domain/invoicing/payment.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { euros } from '../../../src/testing/billing-builders.ts';
import { buildId, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';

const euro = parseCurrencyCode('EUR');

describe('money that was received', () => {
  test('is read with its day, and with a reference where there is one', () => {
    const given = { amount: euros(1n), paidOn: '2026-11-26' };

    expect(parsePayment(given, euro)).toEqual({ ...given, reference: null });
    expect(parsePayment({ ...given, reference: ' SEPA 7 ' }, euro)).toEqual({
      ...given,
      reference: 'SEPA 7',
    });
    expect(parsePayment({ ...given, reference: null }, euro).reference).toBeNull();
  });

  test('is more than nothing, in the currency of the invoice, on a day that there is', () => {
    const given = { amount: euros(0n), paidOn: '2026-02-30', reference: '' };

    expect(refused(() => parsePayment(given, euro))).toEqual([
      '/amount amount_not_positive',
      '/paidOn invalid_date',
      '/reference too_short',
    ]);
    expect(refused(() => parsePayment({ ...given, amount: euros(-1n) }, euro))[0]).toBe(
      '/amount amount_not_positive',
    );
    const dollars = Money.of(1n, parseCurrencyCode('USD'));
    expect(refused(() => parsePayment({ amount: dollars, paidOn: '2026-11-26' }, euro))).toEqual([
      '/amount/currency currency_mismatch',
    ]);
  });

  test('has a reference of 200 signs at most', () => {
    const given = { amount: euros(1n), paidOn: '2026-11-26' };
    const longest = 'x'.repeat(referenceLengthMax);

    expect(referenceLengthMax).toBe(200);
    expect(parsePayment({ ...given, reference: longest }, euro).reference).toBe(longest);
    expect(refused(() => parsePayment({ ...given, reference: `${longest}x` }, euro))).toEqual([
      '/reference too_long',
    ]);
  });
});

describe('an adjustment of a balance', () => {
  test.each([1n, -1n])('of %s cents is read with its reason', (minor) => {
    const given = { amount: euros(minor), reason: ' A present ' };

    expect(parseAdjustment(given)).toEqual({ amount: euros(minor), reason: 'A present' });
  });

  test('is of more or less than nothing, for a reason of 500 signs at most', () => {
    const reason = 'x'.repeat(reasonLengthMax);

    expect(reasonLengthMax).toBe(500);
    expect(refused(() => parseAdjustment({ amount: euros(1n), reason }))).toEqual([]);
    expect(refused(() => parseAdjustment({ amount: euros(0n), reason: `${reason}x` }))).toEqual([
      '/amount amount_zero',
      '/reason too_long',
    ]);
  });

  test('is told as an event of its customer, with the balance that it leads to', () => {
    const adjusted = {
      transactionId: buildId('bal'),
      customerId: buildId('cus'),
      amount: euros(-200n),
      balance: euros(300n),
      reason: 'A mistake',
      createdAt: someday,
    };

    expect(balanceAdjusted(adjusted)).toEqual({
      type: 'customer.balance_adjusted',
      subjectId: adjusted.customerId,
      occurredAt: someday,
      before: null,
      after: {
        transactionId: adjusted.transactionId,
        customerId: adjusted.customerId,
        amount: { amount: -200, currency: 'EUR' },
        balance: { amount: 300, currency: 'EUR' },
        reason: 'A mistake',
        createdAt: '2026-11-19T23:06:40.000Z',
      },
    });
  });
});
