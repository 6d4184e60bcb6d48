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
  createInvoice: {
    description:
      'Writes an invoice for a customer by hand, as a draft: a person changes, finalizes or ' +
      'deletes it. The amount of a line is its quantity times its unit amount, rounded once; a ' +
      'negative unit amount is a discount.',
    body: {
      customerId: 'cus_01jd4x7h2cf5prw8mzk0qv9tns',
      currency: 'EUR',
      lines: [
        { description: 'Consulting, hours', quantity: '2.5', unitAmount: '120' },
        { description: 'Discount for a good start', unitAmount: '-50' },
      ],
      memo: 'Thank you for your order.',
      purchaseOrder: 'PO-4711',
    },
  },
  previewInvoice: {
    description:
      'Shows the invoice that the same body would write, as if it were issued now. Nothing is ' +
      'written, and what the call would refuse is refused.',
    body: {
      customerId: 'cus_01jd4x7h2cf5prw8mzk0qv9tns',
      currency: 'EUR',
      lines: [{ description: 'Set-up', unitAmount: '250' }],
    },
  },
  updateInvoice: {
    description:
      'Changes the texts of a draft, its purchase order and its days to pay. Of an invoice that ' +
      'was issued the metadata alone change: they stand on no document.',
    body: { metadata: { project: 'Apollo' } },
  },
  deleteInvoice: {
    description:
      'Deletes a draft for good, where all that stands on it was written by hand. One with ' +
      'charges of subscriptions is finalized, and then voided.',
  },
  addInvoiceLine: {
    description:
      'Adds a line to a draft, also to one that was made of the charges of subscriptions.',
    body: { description: 'Training, days', quantity: '2', unitAmount: '900' },
  },
  updateInvoiceLine: {
    description:
      'Changes a line that was written by hand, as long as the invoice is a draft. `If-Match` ' +
      'takes the version of the invoice.',
    body: { quantity: '3' },
  },
  deleteInvoiceLine: {
    description:
      'Takes a line off a draft that was written by hand. `If-Match` takes the version of the ' +
      'invoice.',
  },
  voidInvoice: {
    description:
      'Voids an issued invoice for which no money was received. It keeps its number, and nothing ' +
      'of it is owed. The balance that it used is returned, and what it moved to the balance is ' +
      'taken back. Its charges are waived, so that later changes of a subscription credit ' +
      'nothing of them; with `reissue` they are copied to another invoice, which is issued ' +
      'as all of the tenant’s are.',
    body: { reissue: true, reason: 'The address of the buyer was wrong' },
  },
  markInvoiceUncollectible: {
    description:
      'Says that nobody expects the money of an issued invoice any more. It is not overdue then, ' +
      'and the debt stands: it may still be paid, which makes it a finalized one again, or voided.',
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
