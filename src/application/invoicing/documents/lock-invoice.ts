import type { BillingAccount } from '#application/charging/ports.ts';
import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import { InvoiceNotFound } from '#domain/invoicing/errors.ts';
import type { Invoice } from '#domain/invoicing/invoice.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

/** An invoice whose customer's account nobody else works at until the run is over. */
export interface LockedInvoice {
  readonly invoice: Invoice;
  readonly account: BillingAccount | undefined;
  /** Business time once it was locked. */
  readonly now: Instant;
}

/**
 * Locks the account that an invoice belongs to, and reads the invoice as it is then.
 * @throws {InvoiceNotFound | VersionMismatch | CustomerBusy}
 */
export const lockInvoice = async (
  { invoices, billingAccounts }: Pick<BookRepositories, 'invoices' | 'billingAccounts'>,
  invoiceId: InvoiceId,
  version: SeenVersion,
): Promise<LockedInvoice> => {
  const known = requireVersion(await invoices.find(invoiceId), version, InvoiceNotFound);
  const { accounts, now } = await billingAccounts.lock([known.facts.customerId]);
  const invoice = requireVersion(await invoices.find(invoiceId), version, InvoiceNotFound);
  return { invoice, account: accounts[0], now };
};

/** Has runs look at the customer by then, unless they do before. */
export const scheduleBy = async (
  { billingAccounts }: Pick<BookRepositories, 'billingAccounts'>,
  { invoice, account }: Pick<LockedInvoice, 'invoice' | 'account'>,
  instants: readonly (Instant | null)[],
): Promise<void> => {
  const known = account?.dueAt ?? null;
  const earlier = instants.filter((at) => at !== null && (known === null || at < known));
  const [first] = earlier.toSorted((one, other) => (one ?? 0) - (other ?? 0));
  if (first === undefined) return;
  await billingAccounts.schedule(new Map([[invoice.facts.customerId, first]]));
};
