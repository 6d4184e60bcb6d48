/** The public events of invoices. */
export const invoiceEventTypes = [
  'invoice.created',
  'invoice.finalized',
  'invoice.partially_paid',
  'invoice.paid',
  'invoice.overdue',
  'invoice.upcoming',
  'invoice.updated',
  'invoice.deleted',
  'invoice.voided',
  'invoice.marked_uncollectible',
] as const;

/** The public events of customers' balances. */
export const balanceEventTypes = ['customer.balance_adjusted'] as const;
