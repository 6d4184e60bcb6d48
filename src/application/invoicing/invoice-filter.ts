import type { InvoiceFilter } from '#application/invoicing/queries.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/**
 * Checks what a filter of invoices is given together: 100 is another sum in each currency.
 * @throws {InvalidValue} `currency_required`
 */
export const checkInvoiceFilter = ({ total, currency }: InvoiceFilter): Partial<InvoiceFilter> => {
  const hasTotal = total?.gte !== undefined || total?.lte !== undefined;
  if (!hasTotal || currency !== undefined) return {};
  throw InvalidValue.because(
    'currency_required',
    'Totals are compared in one currency: say in "currency" in which.',
    '/currency',
  );
};
