import { checkAll, givenReaders, orNull, readersOf } from '#domain/shared/check.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { parseMetadata } from '#domain/shared/metadata.ts';
import { wholeUpTo } from '#domain/shared/settings.ts';
import { parseOptionalText, parseText } from '#domain/shared/text.ts';
import { billingLimits } from '#domain/tenants/billing-settings.ts';

/** Bounds of the texts of an invoice, in UTF-16 code units. */
export const invoiceTextLimits = {
  memo: 2000,
  footer: 2000,
  purchaseOrder: 200,
  voidReason: 500,
} as const;

/** The part of an invoice that people write, beside its lines. */
export interface InvoiceTexts {
  /** A note to the customer, which stands above the lines. */
  readonly memo: string | null;
  /** The text at the end of the document. */
  readonly footer: string | null;
  /** The customer's own number of what they ordered. */
  readonly purchaseOrder: string | null;
  /** The days to pay it in; null for those of the customer, or of the tenant. */
  readonly paymentTermDays: number | null;
  readonly metadata: Metadata;
}

/** The texts as people describe them, before anything was checked. */
export interface InvoiceTextsInput {
  readonly memo?: string | null | undefined;
  readonly footer?: string | null | undefined;
  readonly purchaseOrder?: string | null | undefined;
  readonly paymentTermDays?: number | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** The changes: absent stays, null clears. `metadata` is replaced whole. */
export type InvoiceTextsChanges = InvoiceTextsInput;

/** @throws {InvalidValue} as `parseText`. */
export const parsePurchaseOrder = (text: string): string =>
  parseText(text, invoiceTextLimits.purchaseOrder);

const parsers = {
  memo: orNull((text: string) => parseOptionalText(text, invoiceTextLimits.memo)),
  footer: orNull((text: string) => parseOptionalText(text, invoiceTextLimits.footer)),
  purchaseOrder: orNull(parsePurchaseOrder),
  paymentTermDays: orNull(wholeUpTo(billingLimits.paymentTermDays)),
  metadata: (entries: Metadata | undefined) => parseMetadata(entries ?? {}),
};

/** The readers of the texts of a new invoice, for `checkAll`. */
export const textReaders = (input: InvoiceTextsInput) => readersOf(parsers, input);

/** @throws {InvalidValue} with every fault at once. */
export const changedTexts = (changes: InvoiceTextsChanges): Partial<InvoiceTexts> =>
  checkAll(givenReaders(parsers, changes));
