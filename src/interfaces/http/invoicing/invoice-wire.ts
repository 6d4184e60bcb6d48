import { z } from 'zod';
import type { InvoiceDocumentView } from '#application/invoicing/queries.ts';
import { invoiceFaultCodes } from '#application/invoicing/verification/verify-invoices.ts';
import { documentLanguages, papers } from '#domain/invoicing/document-form.ts';
import { documentLines, lineKinds } from '#domain/invoicing/document-line.ts';
import { invoiceStatuses, paymentStatuses } from '#domain/invoicing/invoice-facts.ts';
import { referenceLengthMax } from '#domain/invoicing/payment.ts';
import { rateTotals } from '#domain/invoicing/taxed-charge.ts';
import { addressWire } from '#interfaces/http/wire/address-wire.ts';
import {
  currencyWire,
  dateWire,
  idWire,
  instantWire,
  listWire,
  metadataWire,
  moneyWire,
  textWire,
  timeZoneWire,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

// How invoices look on the wire.

export const totalsShape = {
  subtotal: moneyWire.meta({
    description: 'Of all lines, before discounts and taxes; with taxes that prices include.',
  }),
  discount: moneyWire,
  tax: moneyWire.meta({ description: 'All taxes, those that prices include too.' }),
  movedToBalance: moneyWire.meta({
    description: 'The line of kind `balance`, which closes a document that would go below zero.',
  }),
  total: moneyWire,
  balanceApplied: moneyWire.meta({ description: 'Taken from the customer’s balance.' }),
  amountDue: moneyWire.meta({ description: 'What is left to pay.' }),
};

const summary = {
  id: idWire('inv'),
  version: versionWire,
  number: z.string().nullable().meta({ description: 'Null as long as it is a draft.' }),
  status: z.enum(invoiceStatuses),
  paymentStatus: z.enum(paymentStatuses),
  customerId: idWire('cus'),
  currency: currencyWire,
  issuedOn: dateWire.nullable().meta({ description: 'The local date of the seller.' }),
  dueOn: dateWire.nullable(),
  ...totalsShape,
  amountPaid: moneyWire,
  finalizesAt: instantWire
    .nullable()
    .meta({ description: 'When a draft is finalized by itself; null where a person does it.' }),
  digest: z
    .string()
    .nullable()
    .meta({ description: 'SHA-256 of what the lines say, in hexadecimal, once it is finalized.' }),
  paymentTermDays: z
    .int()
    .nullable()
    .meta({ description: 'Null for those of the customer, or of the tenant.' }),
  memo: z.string().nullable(),
  footer: z.string().nullable(),
  purchaseOrder: z.string().nullable(),
  metadata: metadataWire,
  voidedAt: instantWire.nullable(),
  voidReason: z.string().nullable(),
  reissuedAs: idWire('inv')
    .nullable()
    .meta({ description: 'Of a voided one: the invoice that replaces it; null for none.' }),
  reissueOf: idWire('inv').nullable().meta({ description: 'The voided invoice that it replaces.' }),
  uncollectibleAt: instantWire
    .nullable()
    .meta({ description: 'Since when nobody expects its money; null once it is paid or voided.' }),
  createdAt: instantWire,
  updatedAt: instantWire,
};

/** An invoice without its lines, as lists and events show it. */
export const invoiceSummaryWire = z.strictObject(summary).meta({
  id: 'InvoiceSummary',
  description: 'An invoice without its lines and parties.',
});

/** An invoice to come, as its notice shows it. */
export const upcomingNoticeWire = z
  .strictObject({
    customerId: idWire('cus'),
    currency: currencyWire,
    at: instantWire.meta({ description: 'When it will be made.' }),
    subscriptionIds: listWire(idWire('sub')).meta({ description: 'Those that it will charge.' }),
    ...totalsShape,
  })
  .meta({
    id: 'UpcomingInvoiceNotice',
    description: 'An invoice that is not made yet, as far as is known when its notice is given.',
  });

const party = {
  address: addressWire.nullable(),
  taxId: z.string().nullable(),
};

const sellerWire = z
  .strictObject({
    name: z.string().nullable(),
    ...party,
    email: z.string().nullable(),
    color: z.string().nullable(),
    logo: z.string().nullable().meta({ description: 'SHA-256 of the logo, in hexadecimal.' }),
  })
  .meta({ id: 'InvoiceSeller', description: 'Who issued it, as they were then.' });

const buyerWire = z
  .strictObject({
    name: z.string(),
    email: z.string(),
    ...party,
    externalId: z.string().nullable(),
    locale: z
      .string()
      .nullable()
      .meta({ examples: ['de-AT'] }),
  })
  .meta({ id: 'InvoiceBuyer', description: 'Who is invoiced, as they were then.' });

const servicePeriodWire = z
  .strictObject({ start: dateWire, end: dateWire })
  .meta({ id: 'ServicePeriod', description: 'Local dates, the end exclusive.' });

export const lineShape = {
  kind: z.enum(lineKinds),
  description: z.string(),
  subscriptionId: idWire('sub').nullable(),
  subscriptionItemId: idWire('si').nullable(),
  priceId: idWire('price').nullable(),
  group: z.string().nullable(),
  quantity: z.string().meta({ description: 'A decimal.', examples: ['1'] }),
  servicePeriod: servicePeriodWire.nullable(),
  startsAt: instantWire.nullable(),
  endsAt: instantWire.nullable(),
  timeZone: timeZoneWire.nullable(),
  amount: moneyWire.meta({
    description: 'Before discounts and taxes on top of it; negative for a credit.',
  }),
  discounts: listWire(z.strictObject({ source: z.string(), amount: moneyWire })),
  taxes: listWire(
    z.strictObject({
      taxRateId: idWire('tax'),
      name: z.string(),
      rate: z.string().meta({ examples: ['0.20'] }),
      amount: moneyWire,
    }),
  ).meta({ description: 'A credit takes back of the taxes of its line: they are negative.' }),
  net: moneyWire.meta({ description: 'After discounts, without any tax.' }),
  total: moneyWire.meta({ description: 'After discounts, with all taxes.' }),
  corrects: idWire('line')
    .nullable()
    .meta({
      description:
        'The line that a credit takes back, or that usage corrects which came after its period ' +
        'was invoiced.',
    }),
};

const lineWire = z.strictObject({ id: idWire('line'), ...lineShape }).meta({
  id: 'InvoiceLine',
  description:
    'A credit is a negative line. A line of kind `balance` closes a document that would go below ' +
    'zero: it moves the rest to the customer’s balance.',
});

/** A line as the list of all lines shows it. */
export const listedLineWire = z
  .strictObject({
    invoice: z.strictObject({
      id: summary.id,
      number: summary.number,
      status: summary.status,
      customerId: summary.customerId,
      currency: summary.currency,
      issuedOn: summary.issuedOn,
    }),
    id: idWire('line'),
    ...lineShape,
  })
  .meta({ id: 'ListedInvoiceLine', description: 'A line, with the invoice that it stands on.' });
/** The taxes of a document by their rates. */
export const rateTotalsWire = listWire(
  z
    .strictObject({
      taxRateId: idWire('tax'),
      name: z.string(),
      rate: z.string().meta({ examples: ['0.20'] }),
      isInclusive: z.boolean().meta({ description: 'Whether prices include it.' }),
      base: moneyWire.meta({ description: 'The net amounts of the lines at this rate.' }),
      amount: moneyWire,
    })
    .meta({ id: 'TaxTotal' }),
).meta({ description: 'The taxes by their rates. Of a draft: those that apply now.' });

/** An invoice on the wire, with its lines. */
export const invoiceWire = z
  .strictObject({
    ...summary,
    seller: sellerWire.nullable().meta({ description: 'Null as long as it is a draft.' }),
    buyer: buyerWire.nullable().meta({ description: 'Null as long as it is a draft.' }),
    lines: listWire(lineWire),
    taxes: rateTotalsWire,
  })
  .meta({ id: 'Invoice', description: 'A document about what a customer owes.' });

export const invoiceOnWire = (invoice: InvoiceDocumentView) => ({
  ...invoice,
  lines: documentLines(invoice, invoice.lines),
  taxes: rateTotals(invoice.lines),
});

/** How an invoice is printed. */
export const invoiceFormQuery = z.strictObject({
  language: z.enum(documentLanguages).optional().meta({
    description:
      'Of labels, dates and numbers. Where absent: the buyer’s, else that of the seller’s country.',
  }),
  paper: z.enum(papers).optional().meta({
    description: 'Where absent: `letter` for a seller in the USA or Canada, else `a4`.',
  }),
});

/** A step from a price to its amount, in words and numbers. */
export const explainedStepWire = z.strictObject({
  text: z.string().meta({ examples: ['12 of 30 days (2026-04-19 to 2026-05-01)'] }),
  quantity: z.string().optional(),
  unitAmount: z.string().optional(),
  amount: z.string().meta({ description: 'What was reached by this step, in major units.' }),
});

export const explanationWire = z
  .strictObject({
    derivation: (z.record(z.string(), z.unknown()) as z.ZodType<object>).meta({
      description: 'What the amount follows from beside the price, written once with the line.',
    }),
    exact: z.string().meta({
      description: 'In major units before rounding: a decimal or, where none ends, a fraction.',
      examples: ['19.6', '10/3'],
    }),
    amount: moneyWire.meta({ description: 'Before discounts and taxes.' }),
    steps: listWire(explainedStepWire),
  })
  .meta({ id: 'LineExplanation', description: 'How the amount of a line comes to be.' });

export const paymentWire = z
  .strictObject({
    amount: moneyWire.meta({
      description: 'More than zero. What is too much goes to the balance.',
    }),
    paidOn: dateWire.meta({ description: 'The day on which the money came in.' }),
    reference: textWire(referenceLengthMax)
      .nullish()
      .meta({ description: 'What the bank says about it.' }),
  })
  .meta({ id: 'NewPayment' });

export const verificationWire = z
  .strictObject({
    invoices: z.int().meta({ description: 'How many were computed anew.' }),
    lines: z.int(),
    linesWithoutEvents: z.int().meta({
      description: 'Lines of usage that were not counted again, as their events are kept no more.',
    }),
    faults: listWire(
      z.strictObject({
        invoiceId: idWire('inv').nullable().meta({ description: 'Null where it is a series.' }),
        number: z.string().nullable(),
        code: z.enum(invoiceFaultCodes),
        detail: z.string().meta({ description: 'For people.' }),
      }),
    ).meta({ description: 'Empty where all is as it was issued; the first hundred otherwise.' }),
  })
  .meta({ id: 'InvoiceVerification' });
