import { z } from 'zod';
import type {
  InvoicePreview,
  QuotedInvoicePreview,
} from '#application/invoicing/documents/invoice-preview.ts';
import { previewLines } from '#domain/invoicing/document-line.ts';
import { PreviewOutdated } from '#domain/invoicing/errors.ts';
import { rateTotals } from '#domain/invoicing/taxed-charge.ts';
import { lineShape, rateTotalsWire, totalsShape } from '#interfaces/http/invoicing/invoice-wire.ts';
import { currencyWire, idWire, instantWire, listWire } from '#interfaces/http/wire/wire.ts';

// How invoices look that are not made yet.

export const previewWire = z
  .strictObject({
    customerId: idWire('cus'),
    currency: currencyWire,
    at: instantWire.meta({ description: 'When it will be made.' }),
    lines: listWire(
      z.strictObject(lineShape).meta({
        id: 'InvoicePreviewLine',
        description: 'A line of an invoice that is not made yet.',
      }),
    ),
    taxes: rateTotalsWire,
    ...totalsShape,
  })
  .meta({ id: 'InvoicePreview', description: 'An invoice as it will be, as far as is known now.' });

export const previewOnWire = (preview: InvoicePreview) => ({
  ...preview,
  lines: previewLines(preview, preview.lines),
  taxes: rateTotals(preview.lines),
});

/** The previews of a call that writes an invoice: nothing of its kind comes next. */
export const invoicePreviewsWire = z
  .strictObject({
    quote: z.string().meta({ description: 'Hand it to the call, to have just this or nothing.' }),
    now: listWire(previewWire).meta({ description: 'The invoice, as if it were issued now.' }),
    next: previewWire.nullable().meta({ description: 'Null: nothing follows by itself.' }),
  })
  .meta({ id: 'WrittenInvoicePreview', description: 'Nothing was written.' });

export const invoicePreviewsOnWire = ({ quote, ...preview }: QuotedInvoicePreview) => ({
  quote,
  now: [previewOnWire(preview)],
  next: null,
});

/** Answers the call that takes the quote back: where that is outdated, the new preview is told. */
export const tellingInvoicePreview = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof PreviewOutdated)) throw error;
    const preview = invoicePreviewsOnWire(error.preview as QuotedInvoicePreview);
    throw new PreviewOutdated(z.encode(invoicePreviewsWire, preview));
  }
};
