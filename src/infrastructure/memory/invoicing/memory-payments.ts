import type { PaymentRepository } from '#application/invoicing/ports.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { InvoicingTables } from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** Payments in memory: added, and never changed. */
export const memoryPayments = (
  transaction: MemoryTransaction<InvoicingTables>,
): PaymentRepository => ({
  add: async (payment) => {
    const { tables, tenantId } = transaction;
    const { id, invoiceId, amount } = payment;
    const invoice = tables.invoices.get(`${tenantId}/${invoiceId}`);
    invariant(invoice !== undefined, 'What is paid is an invoice of the tenant.');
    invariant(amount.isPositive(), 'A payment is more than nothing.');
    invariant(tables.payments.get(`${tenantId}/${id}`) === undefined, 'A payment is made once.');
    tables.payments.put(`${tenantId}/${id}`, payment);
  },
});
