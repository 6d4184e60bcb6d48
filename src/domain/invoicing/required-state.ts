import {
  InvoiceNotDraft,
  InvoiceNotIssued,
  InvoiceNotPayable,
  InvoiceUncollectible,
  InvoiceVoided,
} from '#domain/invoicing/errors.ts';
import type {
  DraftInvoice,
  FinalizedInvoice,
  Invoice,
  OwedInvoice,
} from '#domain/invoicing/invoice.ts';

// The states that a call asks for.

/** @throws {InvoiceNotDraft} */
export const requireDraft = (invoice: Invoice): DraftInvoice => {
  if (invoice.status !== 'draft') throw new InvoiceNotDraft();
  return invoice;
};

/** @throws {InvoiceNotPayable} of a draft, and of one that was voided. */
export const requirePayable = (invoice: Invoice): OwedInvoice => {
  if (invoice.status === 'draft' || invoice.status === 'voided') throw new InvoiceNotPayable();
  return invoice;
};

/** @throws {InvoiceNotIssued | InvoiceVoided} */
export const requireVoidable = (invoice: Invoice): OwedInvoice => {
  if (invoice.status === 'draft') throw new InvoiceNotIssued();
  if (invoice.status === 'voided') throw new InvoiceVoided();
  return invoice;
};

/** @throws {InvoiceNotIssued | InvoiceVoided | InvoiceUncollectible} */
export const requireExpected = (invoice: Invoice): FinalizedInvoice => {
  const owed = requireVoidable(invoice);
  if (owed.status === 'uncollectible') throw new InvoiceUncollectible();
  return owed;
};
