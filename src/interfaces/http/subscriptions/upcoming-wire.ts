import { z } from 'zod';
import type { InvoicePreview } from '#application/invoicing/documents/invoice-preview.ts';
import { billingIssueCodes } from '#domain/invoicing/billing-issue.ts';
import { previewOnWire, previewWire } from '#interfaces/http/invoicing/invoice-preview-wire.ts';
import { idWire, instantWire, listWire, moneyWire } from '#interfaces/http/wire/wire.ts';

// How invoices look that are not made yet.

export const upcomingWire = z
  .strictObject({
    next: previewWire.nullable().meta({ description: 'Null where nothing more is charged.' }),
  })
  .meta({ id: 'UpcomingInvoice' });

export const upcomingOnWire = ({ next }: { readonly next: InvoicePreview | null }) => ({
  next: next && previewOnWire(next),
});

export const forecastWire = z
  .strictObject({
    until: instantWire,
    nextDueAt: instantWire.nullable().meta({
      description:
        'When something falls due next, by then or later: an invoice, the end of a trial, a ' +
        'change or a notice. Null where nothing will.',
    }),
    customers: z.int().meta({ description: 'How many have something due by then.' }),
    invoices: z.int(),
    totals: listWire(moneyWire).meta({
      description: 'What the invoices come to: an amount for each currency.',
    }),
    customersSetAside: z.int().meta({
      description: 'How many of the customers cannot be charged: the runs will set them aside.',
    }),
    setAside: listWire(
      z.strictObject({
        customerId: idWire('cus'),
        code: z.enum(billingIssueCodes),
        detail: z.string(),
      }),
    ).meta({ description: 'The first hundred of them, as the billing issue of each will say.' }),
  })
  .meta({ id: 'BillingForecast', description: 'What the runs will make, as far as is known now.' });
