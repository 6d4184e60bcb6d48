import type { PaymentRepository } from '#application/invoicing/ports.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const insert = {
  name: 'invoice_payments.insert',
  text: `insert into invoice_payments (tenant_id, id, invoice_id, amount, paid_on, reference,
      created_at)
    values ($1, $2, $3, $4, $5, $6, $7)`,
};

/** Payments in PostgreSQL: added, and never changed. */
export const postgresPayments = ({ client, tenantId }: Transaction): PaymentRepository => ({
  add: async ({ id, invoiceId, amount, paidOn, reference, createdAt }) => {
    const values = [
      tenantId,
      uuidOf(id),
      uuidOf(invoiceId),
      String(amount.minor),
      paidOn,
      reference,
      formatInstant(createdAt),
    ];
    await client.query({ ...insert, values });
  },
});
