import type { Labels } from '#infrastructure/pdf/labels/labels.ts';

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** English. The month is a word, as 3/4 is another day on either side of the Atlantic. */
export const english: Labels = {
  invoice: 'Invoice',
  draft: 'Draft',
  voided: 'Void',
  number: 'Invoice number',
  issuedOn: 'Date of issue',
  dueOn: 'Due date',
  purchaseOrder: 'Purchase order',
  customerReference: 'Customer number',
  taxId: 'Tax ID',
  from: 'From',
  billedTo: 'Bill to',
  description: 'Description',
  quantity: 'Quantity',
  amountIn: (currency) => `Amount (${currency})`,
  carriedForward: 'Carried forward',
  broughtForward: 'Brought forward',
  movedToBalance: 'Moved to your balance',
  lateUsage: 'Usage that came in, or was cancelled, later',
  subtotal: 'Subtotal',
  discount: 'Discount',
  tax: 'Tax',
  on: (base) => `on ${base}`,
  total: 'Total',
  balanceApplied: 'Paid from your balance',
  amountDue: 'Amount due',
  payableUntil: (date) => `Please pay by ${date}.`,
  pageOf: 'Page {page} of {pages}',
  decimalSign: '.',
  groupSign: ',',
  percentSign: '%',
  date: (year, month, day) => `${day} ${months[month - 1]} ${year}`,
};
