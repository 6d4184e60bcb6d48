import { expect, test } from 'vitest';
import { numberIn, seriesOn } from '#domain/invoicing/numbering.ts';
import { buyerOf, isComplete } from '#domain/invoicing/parties.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import { standardBilling } from '#domain/tenants/billing-settings.ts';
import { buildCustomer, buildFullCustomer } from '../../../src/testing/builders.ts';

test.each([
  ['never', '2026-11-26', 'INV-'],
  ['yearly', '2026-12-31', 'INV-2026-'],
  ['yearly', '2027-01-01', 'INV-2027-'],
] as const)('numbers that reset %s are on %s of the series %s', (resets, day, series) => {
  expect(seriesOn({ prefix: 'INV-', resets }, parseCalendarDate(day))).toBe(series);
});

test('a number has six digits, and more where its series has more', () => {
  const numbers = [1, 42, 999_999, 1_000_000].map((nth) => numberIn('INV-', nth));

  expect(numbers).toEqual(['INV-000001', 'INV-000042', 'INV-999999', 'INV-1000000']);
});

test('an invoice names its buyer as the customer was then', () => {
  const { name, email, address, taxId, externalId } = buildFullCustomer().facts;

  const customer = buildCustomer({
    name,
    email,
    address,
    taxId,
    externalId,
    billing: { emails: ['books@globex.example'], locale: 'de' },
  });

  expect(buyerOf(customer.facts)).toEqual({
    name,
    email,
    billingEmails: ['books@globex.example'],
    address,
    taxId,
    externalId,
    locale: 'de',
  });
});

test('a seller is complete with name, address and tax id, and not without one of them', () => {
  const { address } = buildFullCustomer().facts;
  const complete = { ...standardBilling.seller, name: 'Acme', address, taxId: 'ATU12345678' };

  expect(isComplete(complete)).toBe(true);
  const lacking = (['name', 'address', 'taxId'] as const).map((field) =>
    isComplete({ ...complete, [field]: null }),
  );
  expect(lacking).toEqual([false, false, false]);
});
