/** The public events of invoices. */
export const invoiceEventTypes = [
  'invoice.created',
  'invoice.finalized',
  'invoice.partially_paid',
  'invoice.paid',
  'invoice.overdue',
  'invoice.upcoming',
] as const;
