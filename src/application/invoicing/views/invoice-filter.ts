import type { InvoiceFilter } from '#application/invoicing/queries.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';

/**
 * Checks the days of a filter of invoices, and what it is given together: 100 is another sum in
 * each currency.
 * @throws {InvalidValue} `invalid_date` or `currency_required`
 */
export const checkInvoiceFilter = ({
  total,
  currency,
  dueOn,
}: InvoiceFilter): Partial<InvoiceFilter> => {
  const day = orUndefined(parseCalendarDate);
  checkAll({
    dueOn: () => checkAll({ gte: () => day(dueOn?.gte), lte: () => day(dueOn?.lte) }),
  });
  const hasTotal = total?.gte !== undefined || total?.lte !== undefined;
  if (!hasTotal || currency !== undefined) return {};
  throw InvalidValue.because(
    'currency_required',
    'Totals are compared in one currency: say in "currency" in which.',
    '/currency',
  );
};
