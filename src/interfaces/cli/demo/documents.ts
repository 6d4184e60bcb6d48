import type { InvoiceView } from '#application/invoicing/queries.ts';
import type { InvoiceTextsInput } from '#domain/invoicing/invoice-texts.ts';
import type { ManualLineInput } from '#domain/invoicing/manual-line.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import type { DemoShop } from '#interfaces/cli/demo/shop.ts';
import { customerOf } from '#interfaces/cli/demo/shop.ts';

/** Writes an invoice in euros by hand, and leaves it as a draft. */
export const writeInvoice = (
  shop: DemoShop,
  customer: string,
  lines: readonly ManualLineInput[],
  texts: InvoiceTextsInput = {},
): Promise<InvoiceView> =>
  shop.useCases.invoices.create.execute(shop.context, {
    customerId: customerOf(shop, customer),
    currency: 'EUR',
    lines,
    ...texts,
  });

/** Issues a draft. */
export const issue = async (
  { useCases, context }: DemoShop,
  { id: invoiceId, version }: InvoiceView,
): Promise<void> => {
  await useCases.invoices.finalize.execute(context, { invoiceId, version });
};

/** The oldest issued invoice of a customer of which nothing was paid yet. */
export const unpaidInvoice = async (shop: DemoShop, customer: string): Promise<InvoiceView> => {
  const [invoice] = await unpaidInvoices(shop, customerOf(shop, customer));
  invariant(invoice !== undefined, `"${customer}" owes an invoice.`);
  return invoice;
};

/** Voids the oldest unpaid invoice of a customer: its charges are copied to another, or waived. */
export const voidInvoice = async (
  shop: DemoShop,
  customer: string,
  how: { readonly reissue: boolean; readonly reason: string },
): Promise<void> => {
  const { id: invoiceId, version } = await unpaidInvoice(shop, customer);
  await shop.useCases.invoices.void.execute(shop.context, { invoiceId, version, ...how });
};

/** Gives up on all that a customer owes. */
export const giveUp = async (shop: DemoShop, customer: string): Promise<void> => {
  for (const { id, version } of await unpaidInvoices(shop, customerOf(shop, customer))) {
    const named = { invoiceId: id, version };
    await shop.useCases.invoices.markUncollectible.execute(shop.context, named);
  }
};

/** Records the money for all issued invoices, but of customers who do not pay. */
export const receivePayments = async (
  shop: DemoShop,
  paidOn: string,
  isPaying: (customerId: CustomerId) => boolean,
): Promise<void> => {
  for (const invoice of await unpaidInvoices(shop)) {
    if (isPaying(invoice.customerId)) await pay(shop, invoice, invoice.amountDue, paidOn);
  }
};

/** Records money for an invoice. */
export const pay = async (
  { useCases, context }: DemoShop,
  { id: invoiceId, number }: InvoiceView,
  amount: Money,
  paidOn: string,
): Promise<void> => {
  const payment = { invoiceId, amount, paidOn, reference: `Bank transfer ${number}` };
  await useCases.invoices.recordPayment.execute(context, payment);
};

/** Gives a customer credit in euros. */
export const giveCredit = async (
  shop: DemoShop,
  customer: string,
  minor: bigint,
  reason: string,
): Promise<void> => {
  const amount = Money.of(minor, parseCurrencyCode('EUR'));
  const customerId = customerOf(shop, customer);
  await shop.useCases.balances.adjust.execute(shop.context, { customerId, amount, reason });
};

/** The oldest first. There are fewer than a page has. */
const unpaidInvoices = async (
  { useCases, context }: DemoShop,
  customerId?: CustomerId,
): Promise<readonly InvoiceView[]> => {
  const filter = { status: 'finalized', paymentStatus: 'unpaid', customerId } as const;
  const { data } = await useCases.invoices.list.execute(context, { ...filter, limit: 100 });
  return data.toReversed();
};
