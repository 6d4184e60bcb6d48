import type { NumberSeriesRepository } from '#application/invoicing/ports.ts';
import type { InvoicingTables } from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** Numbers of invoices in memory. */
export const memoryNumberSeries = (
  transaction: MemoryTransaction<InvoicingTables>,
): NumberSeriesRepository => ({
  take: async (series, count, issuedOn) => {
    const { numberSeries } = transaction.tables;
    const key = `${transaction.tenantId}/${series}`;
    const { lastNumber, lastIssuedOn } = numberSeries.get(key) ?? {
      lastNumber: 0,
      lastIssuedOn: issuedOn,
    };
    const on = lastIssuedOn > issuedOn ? lastIssuedOn : issuedOn;
    numberSeries.put(key, { series, lastNumber: lastNumber + count, lastIssuedOn: on });
    return { first: lastNumber + 1, issuedOn: on };
  },
});
