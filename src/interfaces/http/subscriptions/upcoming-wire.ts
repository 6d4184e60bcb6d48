import { z } from 'zod';
import type { InvoicePreview } from '#application/subscriptions/preview-documents.ts';
import { previewLines } from '#domain/invoicing/document-line.ts';
import { rateTotals } from '#domain/invoicing/taxed-charge.ts';
import { lineShape, rateTotalsWire, totalsShape } from '#interfaces/http/invoicing/invoice-wire.ts';
import { currencyWire, idWire, instantWire, listWire, moneyWire } from '#interfaces/http/wire.ts';

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

export const upcomingWire = z
  .strictObject({
    next: previewWire.nullable().meta({ description: 'Null where nothing more is charged.' }),
  })
  .meta({ id: 'UpcomingInvoice' });

export const upcomingOnWire = ({ next }: { readonly next: InvoicePreview | null }) => ({
  next: next && previewOnWire(next),
});

export const previewOnWire = (preview: InvoicePreview) => ({
  ...preview,
  lines: previewLines(preview, preview.lines),
  taxes: rateTotals(preview.lines),
});

export const forecastWire = z
  .strictObject({
    until: instantWire,
    customers: z.int().meta({ description: 'How many have something due by then.' }),
    invoices: z.int(),
    totals: listWire(moneyWire).meta({
      description: 'What the invoices come to: an amount for each currency.',
    }),
  })
  .meta({ id: 'BillingForecast', description: 'What the runs will make, as far as is known now.' });
