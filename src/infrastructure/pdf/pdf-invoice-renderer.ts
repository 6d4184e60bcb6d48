import type { InvoiceRenderer } from '#application/invoicing/views/render-invoice.ts';
import type { FontSet } from '#infrastructure/pdf/fonts.ts';

/**
 * Prints invoices with pdfkit. It and the fonts are loaded with the first invoice: most processes
 * print none, and each would start later and hold more memory.
 */
export const pdfInvoiceRenderer = (): InvoiceRenderer => {
  let fonts: FontSet | undefined;
  return {
    render: async (invoice, form) => {
      const { loadFonts } = await import('#infrastructure/pdf/fonts.ts');
      const { printedInvoice } = await import('#infrastructure/pdf/printed-invoice.ts');
      const { typesetInvoice } = await import('#infrastructure/pdf/typeset-invoice.ts');
      fonts ??= loadFonts();
      return typesetInvoice(printedInvoice(invoice, form), fonts);
    },
  };
};
