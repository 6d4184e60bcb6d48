import type { InvoiceForm, RenderedInvoice } from '#application/invoicing/views/render-invoice.ts';
import { isLate } from '#domain/charging/counted-usage.ts';
import type { DocumentLanguage, Paper } from '#domain/invoicing/document-form.ts';
import type { DocumentLine } from '#domain/invoicing/document-line.ts';
import type { Address } from '#domain/shared/address.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { Money } from '#domain/shared/money.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Labels } from '#infrastructure/pdf/labels/labels.ts';
import { labelsIn } from '#infrastructure/pdf/labels-in.ts';
import type { PrintedFact } from '#infrastructure/pdf/printed-texts.ts';
import { addressLines, amountIn, dateIn, decimalIn } from '#infrastructure/pdf/printed-texts.ts';
import { totalRows } from '#infrastructure/pdf/printed-totals.ts';

/** A row of the table of lines. */
export interface PrintedRow {
  readonly description: string;
  /** Smaller, under the description. */
  readonly details: readonly string[];
  readonly quantity: string;
  readonly amount: string;
  /** The sum of the amounts of all rows up to this one. */
  readonly carried: string;
}

/** Somebody who stands on an invoice. */
export interface PrintedParty {
  readonly label: string;
  readonly name: string;
  readonly lines: readonly string[];
}

/** All texts of an invoice in one language, and nothing of how they are set. */
export interface PrintedInvoice {
  readonly language: DocumentLanguage;
  readonly paper: Paper;
  /** When it was written, in milliseconds since 1970: a file says when, and must not change. */
  readonly writtenAt: Instant;
  readonly title: string;
  /** The title, with the number. */
  readonly name: string;
  /** Stands in the upper right corner of the first page: a PNG of opaque points. */
  readonly logo: Uint8Array | null;
  /** The color of the seller, `#rrggbb`. */
  readonly color: string | null;
  /** Across each page of a document that is none yet, or none any more. */
  readonly mark: string | null;
  readonly facts: readonly PrintedFact[];
  readonly seller: PrintedParty;
  readonly buyer: PrintedParty;
  readonly columns: Readonly<Record<'description' | 'quantity' | 'amount', string>>;
  readonly rows: readonly PrintedRow[];
  readonly carriedForward: string;
  readonly broughtForward: string;
  readonly totals: readonly PrintedFact[];
  readonly notes: readonly string[];
  readonly footer: string | null;
  /** `Page {page} of {pages}` */
  readonly pageOf: string;
}

/** Writes an invoice in a language. */
export const printedInvoice = (
  invoice: RenderedInvoice,
  { language, paper }: InvoiceForm,
): PrintedInvoice => {
  const labels = labelsIn[language];
  return {
    language,
    paper,
    writtenAt: invoice.writtenAt,
    title: labels.invoice,
    name: `${labels.invoice} ${invoice.number ?? `(${labels.draft})`}`,
    logo: invoice.logo,
    color: invoice.seller.color,
    mark: markOf(invoice, labels),
    facts: factsOf(invoice, labels),
    ...partiesOf(invoice, labels, language),
    columns: {
      description: labels.description,
      quantity: labels.quantity,
      amount: labels.amountIn(invoice.currency),
    },
    rows: rowsOf(invoice, labels),
    carriedForward: labels.carriedForward,
    broughtForward: labels.broughtForward,
    totals: totalRows(invoice, labels),
    notes: notesOf(invoice, labels),
    footer: invoice.footer,
    pageOf: labels.pageOf,
  };
};

const markOf = ({ status }: RenderedInvoice, labels: Labels): string | null => {
  if (status === 'draft') return labels.draft;
  return status === 'voided' ? labels.voided : null;
};

const factsOf = (
  { number, issuedOn, dueOn, purchaseOrder, buyer }: RenderedInvoice,
  labels: Labels,
): readonly PrintedFact[] => [
  ...factOf(labels.number, number),
  ...factOf(labels.issuedOn, issuedOn && dateIn(labels, issuedOn)),
  ...factOf(labels.dueOn, dueOn && dateIn(labels, dueOn)),
  ...factOf(labels.customerReference, buyer.externalId),
  ...factOf(labels.purchaseOrder, purchaseOrder),
];

const factOf = (label: string, value: string | null): readonly PrintedFact[] =>
  value === null ? [] : [{ label, value }];

const partiesOf = (
  { seller, buyer }: RenderedInvoice,
  labels: Labels,
  language: DocumentLanguage,
): Pick<PrintedInvoice, 'seller' | 'buyer'> => {
  const linesOf = ({ address, taxId, email }: Party): readonly string[] => [
    ...(isThere(address) ? addressLines(address, language) : []),
    ...(isThere(taxId) ? [`${labels.taxId}: ${taxId}`] : []),
    ...(isThere(email) ? [email] : []),
  ];
  return {
    seller: { label: labels.from, name: seller.name ?? '', lines: linesOf(seller) },
    buyer: { label: labels.billedTo, name: buyer.name, lines: linesOf(buyer) },
  };
};

// A document that was stored before a field was known says nothing of it, not even null.
const isThere = <Value>(value: Value | null | undefined): value is Value =>
  value !== null && value !== undefined;

interface Party {
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly email: string | null;
}

const rowsOf = ({ lines, currency }: RenderedInvoice, labels: Labels): readonly PrintedRow[] => {
  let sum = Money.zero(currency);
  return lines.map((line) => {
    sum = sum.plus(line.amount);
    return {
      description: line.kind === 'balance' ? labels.movedToBalance : line.description,
      details: detailsOf(line, labels),
      quantity: line.kind === 'balance' ? '' : decimalIn(labels, line.quantity),
      amount: amountIn(labels, line.amount),
      carried: amountIn(labels, sum),
    };
  });
};

// People read a period with its last day in it.
const detailsOf = (line: DocumentLine, labels: Labels): readonly string[] => {
  const { group, servicePeriod, discounts } = line;
  const details = group === null ? [] : [group];
  if (isLate(line)) details.push(labels.lateUsage);
  if (servicePeriod !== null) {
    const { start, end } = servicePeriod;
    const last = end > start ? daysAfter(end, -1) : start;
    const days = [start, last].map((day) => dateIn(labels, day));
    details.push(start === last ? (days[0] ?? '') : days.join(' \u2013 '));
  }
  const discounted = discounts.map(
    ({ amount }) => `${labels.discount}: ${amountIn(labels, amount.negated())}`,
  );
  return [...details, ...discounted];
};

const notesOf = ({ dueOn, memo, status }: RenderedInvoice, labels: Labels): readonly string[] => [
  ...(dueOn === null || status === 'voided' ? [] : [labels.payableUntil(dateIn(labels, dueOn))]),
  ...(memo === null ? [] : [memo]),
];
