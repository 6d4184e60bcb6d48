import type { OperationDocs } from '#interfaces/http/module.ts';

/** The text of the document about invoices and billing issues. */
export const invoicingDocs: OperationDocs = {
  listInvoices: {
    description: 'Lists invoices without their lines: drafts, and those that were issued.',
    query: { status: 'finalized', 'dueOn[lte]': '2026-12-31' },
  },
  listInvoiceLines: {
    description:
      'Lists the lines of the invoices that fit, the newest invoice first, its lines in their ' +
      'order. A page has all lines of up to `limit` invoices, so that none is cut in two.',
    query: { status: 'finalized', limit: '5' },
  },
  getInvoice: {
    description:
      'Shows an invoice with its lines, and with seller and buyer as they were when it was issued.',
  },
  getInvoicePdf: {
    description:
      'Prints an invoice as PDF: as it was issued, so the same invoice gives the same bytes, ' +
      'whatever was paid meanwhile. A draft says on each page that it is one, and so does an ' +
      'invoice that was voided.',
    query: { language: 'de', paper: 'a4' },
  },
  explainInvoiceLine: {
    description:
      'Computes the amount of a line once more, and shows each step from the price to the amount.',
  },
  verifyInvoices: {
    description:
      'Computes every issued invoice anew and compares: the amount of each line, the digest of ' +
      'the lines, the totals, and the numbers without a gap. Not for every minute.',
  },
  finalizeInvoice: {
    description:
      'Issues a draft: it takes the next number, and nothing of it changes any more but what is ' +
      'paid.',
  },
  recordPayment: {
    description:
      'Records money that came in for an invoice, all of it or a part. Too much money goes to ' +
      'the balance of the customer, and pays the next invoice.',
    body: {
      amount: { amount: 4900, currency: 'EUR' },
      paidOn: '2026-11-23',
      reference: 'Transfer 4711',
    },
  },
  listBillingIssues: {
    description:
      'Lists the customers that are not billed until a person says to try again, and why.',
    query: { status: 'all' },
  },
  retryBillingIssue: {
    description:
      'Lets a customer be billed again, all that was missed meanwhile. If it fails once more, ' +
      'that is a new issue.',
  },
};
