import type { Payment } from '#application/invoicing/ports.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { formatInstant, parseCalendarDate } from '#domain/shared/time.ts';
import { euros } from './billing-builders.ts';
import { buildId, someday } from './builders.ts';

/** EUR 49.00 that were received for an invoice. */
export const buildPayment = (invoiceId: InvoiceId, given: Partial<Payment> = {}): Payment => ({
  id: buildId('pay'),
  invoiceId,
  amount: euros(4900n),
  paidOn: parseCalendarDate(formatInstant(someday).slice(0, 10)),
  reference: null,
  createdAt: someday,
  ...given,
});
