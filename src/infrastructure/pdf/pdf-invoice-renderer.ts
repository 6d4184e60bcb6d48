import type { InvoiceRenderer } from '#application/invoicing/render-invoice.ts';
import type { FontSet } from '#infrastructure/pdf/fonts.ts';
import { loadFonts } from '#infrastructure/pdf/fonts.ts';
import { printedInvoice } from '#infrastructure/pdf/printed-invoice.ts';
import { typesetInvoice } from '#infrastructure/pdf/typeset-invoice.ts';

/** Prints invoices with pdfkit. Fonts are read when the first is asked for. */
export const pdfInvoiceRenderer = (): InvoiceRenderer => {
  let fonts: FontSet | undefined;
  return {
    render: (invoice, form) => {
      fonts ??= loadFonts();
      return typesetInvoice(printedInvoice(invoice, form), fonts);
    },
  };
};
