import type { BalanceTransaction } from '#application/invoicing/ports.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { euros } from './billing-builders.ts';
import { buildId, someday } from './builders.ts';

/** EUR 10.00 more for a customer, because somebody said so. */
export const buildBalanceTransaction = (
  customerId: CustomerId,
  given: Partial<BalanceTransaction> = {},
): BalanceTransaction => ({
  id: buildId('bal'),
  customerId,
  amount: euros(1000n),
  kind: 'adjustment',
  reason: 'A present',
  invoiceId: null,
  createdAt: someday,
  ...given,
});
