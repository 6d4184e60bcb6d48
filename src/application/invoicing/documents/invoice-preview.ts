import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import type { Totals } from '#domain/invoicing/totals.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** An invoice as it will be, as far as is known today: without id, number and version. */
export interface InvoicePreview extends Totals {
  readonly customerId: CustomerId;
  readonly currency: CurrencyCode;
  /** When it will be made. */
  readonly at: Instant;
  readonly lines: readonly TaxedCharge[];
}

/** The preview of an invoice that a person writes. The call takes the quote back. */
export interface QuotedInvoicePreview extends InvoicePreview {
  readonly quote: string;
}
