import type { Book, Issuing } from '#application/invoicing/book.ts';
import type { BalanceTransaction } from '#application/invoicing/ports.ts';
import { paymentTermOf } from '#application/invoicing/settings.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { DraftInvoice, Issue } from '#domain/invoicing/invoice.ts';
import { numberIn, seriesOn } from '#domain/invoicing/numbering.ts';
import { buyerOf } from '#domain/invoicing/parties.ts';
import type { Totals } from '#domain/invoicing/totals.ts';
import { totalsInTurn } from '#domain/invoicing/totals.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { formatInstant } from '#domain/shared/time.ts';

/** A draft that is to be issued, and the lines that stand on it. */
export interface Finalizable {
  readonly draft: DraftInvoice;
  readonly lines: readonly ChargeFacts[];
}

/**
 * Issues drafts: applies the customers' balances, takes numbers, and fixes the documents. It is the
 * last thing of a run, as the series of the tenant's numbers is locked from here on.
 * @param store stores the invoices themselves, which are new or were drafts before
 */
export const finalize = async (
  book: Book,
  drafts: readonly Finalizable[],
  store: (invoices: readonly Issuing[]) => Promise<void>,
): Promise<readonly Issuing[]> => {
  if (drafts.length === 0) return [];
  const { invoices, balances } = book.repositories;
  const issued = await numbered(book, await withTotals(book, drafts));
  const documents = issued.map(({ invoice, lines }) => ({
    invoiceId: invoice.facts.id,
    seller: book.settings.seller,
    buyer: buyerOf(customerOf(book.customers, invoice.facts.customerId)),
    issuedAt: book.now,
    lines: lines.map(({ id, amount }) => ({ lineId: id, total: amount })),
  }));
  // Sent one behind the other: the series is locked, and nobody waits longer than needs be.
  await Promise.all([store(issued), invoices.issue(documents)]);
  const moved = issued.flatMap((each) => transactionsOf(book, each));
  if (moved.length > 0) await balances.move(moved);
  return issued;
};

interface Settled extends Finalizable {
  readonly totals: Totals;
}

const withTotals = async (
  { repositories }: Book,
  drafts: readonly Finalizable[],
): Promise<readonly Settled[]> => {
  const customerIds = [...new Set(drafts.map(({ draft }) => draft.facts.customerId))];
  const balances = await repositories.balances.of(customerIds);
  const totals = totalsInTurn(
    drafts.map(({ draft, lines }) => ({ of: draft.facts, lines })),
    balances,
  );
  return drafts.flatMap((each, index) => {
    const ofDraft = totals[index];
    return ofDraft === undefined ? [] : [{ ...each, totals: ofDraft }];
  });
};

const numbered = async (
  { repositories, settings, customers, now, hash }: Book,
  settled: readonly Settled[],
): Promise<readonly Issuing[]> => {
  const today = localDateAt(settings.zone, now);
  const series = seriesOn(settings.numbering, today);
  const { first, issuedOn } = await repositories.numberSeries.take(series, settled.length, today);
  return settled.map(({ draft, lines, totals }, index) => {
    const customer = customerOf(customers, draft.facts.customerId);
    const dueOn = daysAfter(issuedOn, paymentTermOf(settings, customer));
    const issue: Issue = {
      series,
      number: numberIn(series, first + index),
      issuedOn,
      dueOn,
      finalizedAt: now,
      digest: hash(linesText(lines)),
    };
    const overdueAt = startOfDay(settings.zone, daysAfter(dueOn, 1));
    return { invoice: draft.finalize(issue, totals, overdueAt), lines };
  });
};

/** The text that the digest of a document covers: all lines, in the order of their ids. */
export const linesText = (lines: readonly ChargeFacts[]): string =>
  JSON.stringify(
    lines
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      .map((line) => [
        line.id,
        line.kind,
        line.description,
        line.quantity,
        line.servicePeriod.start,
        line.servicePeriod.end,
        formatInstant(line.startsAt),
        formatInstant(line.endsAt),
        line.currency,
        String(line.amount.minor),
        line.termsHash,
      ]),
  );

const transactionsOf = (
  { nextId, now }: Book,
  { invoice }: Issuing,
): readonly BalanceTransaction[] => {
  const { id: invoiceId, customerId, movedToBalance, balanceApplied } = invoice.facts;
  const shared = { customerId, reason: null, invoiceId, createdAt: now };
  const credit = { ...shared, kind: 'invoice_credit' as const, amount: movedToBalance };
  const applied = { ...shared, kind: 'applied' as const, amount: balanceApplied.negated() };
  return [credit, applied]
    .filter(({ amount }) => !amount.isZero())
    .map((transaction) => ({ ...transaction, id: nextId('bal') }));
};

const customerOf = (customers: Book['customers'], customerId: CustomerId) => {
  const customer = customers.get(customerId);
  invariant(customer !== undefined, 'Who is invoiced is a customer of the tenant.');
  return customer;
};
