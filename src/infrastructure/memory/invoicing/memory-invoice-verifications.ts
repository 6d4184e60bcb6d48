import type { InvoiceVerificationRepository } from '#application/invoicing/ports.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { InvoicingTables } from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** How far invoices were verified, in memory. */
export const memoryInvoiceVerifications = ({
  tables: { numberSeries, invoiceVerifications },
  tenantId,
}: MemoryTransaction<InvoicingTables>): InvoiceVerificationRepository => ({
  standing: async () =>
    numberSeries
      .under(`${tenantId}/`)
      .map(({ series, lastNumber }) => ({
        series,
        lastNumber,
        verifiedThrough: invoiceVerifications.get(`${tenantId}/${series}`)?.through ?? 0,
      }))
      .toSorted((one, other) => (one.series < other.series ? -1 : 1)),
  moveOn: async (series, from, through) => {
    const key = `${tenantId}/${series}`;
    invariant(numberSeries.get(key) !== undefined, 'What is verified is a series.');
    if ((invoiceVerifications.get(key)?.through ?? 0) !== from) return false;
    invoiceVerifications.put(key, { through });
    return true;
  },
});
