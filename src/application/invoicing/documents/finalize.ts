import type { Book, Issuing } from '#application/invoicing/documents/book.ts';
import { paymentTermOf } from '#application/invoicing/documents/settings.ts';
import type { Balance, BalanceTransaction, IssuedDocument } from '#application/invoicing/ports.ts';
import type { DraftInvoice } from '#domain/invoicing/invoice.ts';
import type { Issue } from '#domain/invoicing/invoice-facts.ts';
import { numberIn, seriesOn } from '#domain/invoicing/numbering.ts';
import { buyerOf } from '#domain/invoicing/parties.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { lineSums } from '#domain/invoicing/taxed-charge.ts';
import type { Totals } from '#domain/invoicing/totals.ts';
import { totalsInTurn } from '#domain/invoicing/totals.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import { orNull } from '#domain/shared/check.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { taxRuleOf } from '#domain/taxes/applied-rate.ts';
import type { LineTaxes } from '#domain/taxes/line-taxes.ts';

/** A draft that is to be issued, and the lines that stand on it. */
export interface Finalizable {
  readonly draft: DraftInvoice;
  readonly lines: readonly TaxedCharge[];
}

/**
 * Issues drafts: applies the customers' balances, takes numbers, and fixes the documents. It is the
 * last thing of a run, as the series of the tenant's numbers is locked from here on.
 * @param balances those of the drafts' customers
 * @param store stores the invoices themselves, which are new or were drafts before
 */
export const finalize = async (
  book: Book,
  drafts: readonly Finalizable[],
  balances: readonly Balance[],
  store: (invoices: readonly Issuing[]) => Promise<void>,
): Promise<readonly Issuing[]> => {
  if (drafts.length === 0) return [];
  const { invoices } = book.repositories;
  // All that no number is needed for comes before: nobody else waits meanwhile.
  const prepared = prepare(book, drafts, balances);
  const documents = drafts.map((draft) => documentOf(book, draft));
  const issued = await numbered(book, prepared);
  // Sent one behind the other: the series is locked, and nobody waits longer than needs be.
  const moved = issued.flatMap((each) => transactionsOf(book, each));
  await Promise.all([store(issued), invoices.issue(documents), moveBalances(book, moved)]);
  return issued;
};

const moveBalances = async (
  { repositories }: Book,
  moved: readonly BalanceTransaction[],
): Promise<void> => {
  if (moved.length > 0) await repositories.balances.move(moved);
};

/** A draft with all of its issued state but what its number brings. */
interface Prepared extends Finalizable {
  readonly totals: Totals;
  readonly digest: string;
}

const prepare = (
  { hash }: Book,
  drafts: readonly Finalizable[],
  balances: readonly Balance[],
): readonly Prepared[] => {
  const totals = totalsInTurn(
    drafts.map(({ draft, lines }) => ({ of: draft.facts, lines })),
    balances,
  );
  return drafts.flatMap((each, index) => {
    const ofDraft = totals[index];
    if (ofDraft === undefined) return [];
    return [{ ...each, totals: ofDraft, digest: hash(linesText(each.lines)) }];
  });
};

const documentOf = (
  { settings, customers, now }: Book,
  { draft, lines }: Finalizable,
): IssuedDocument => ({
  invoiceId: draft.facts.id,
  seller: settings.seller,
  buyer: buyerOf(customerOf(customers, draft.facts.customerId)),
  issuedAt: now,
  lines: lines.map((line) => {
    const { discount, tax, total } = lineSums(line);
    return { lineId: line.id, discount, tax, total, taxed: line.taxed };
  }),
  taxRule: lines.some(({ taxed }) => taxed.taxes.length > 0) ? taxRuleOf(settings.policy) : null,
});

const numbered = async (
  { repositories, settings, customers, now }: Book,
  prepared: readonly Prepared[],
): Promise<readonly Issuing[]> => {
  const today = localDateAt(settings.zone, now);
  const series = seriesOn(settings.numbering, today);
  const { first, issuedOn } = await repositories.numberSeries.take(series, prepared.length, today);
  return prepared.map(({ draft, lines, totals, digest }, index) => {
    const customer = customerOf(customers, draft.facts.customerId);
    const term = draft.facts.paymentTermDays ?? paymentTermOf(settings, customer);
    const dueOn = daysAfter(issuedOn, term);
    const issue: Issue = {
      series,
      number: numberIn(series, first + index),
      issuedOn,
      dueOn,
      finalizedAt: now,
      digest,
    };
    const overdueAt = startOfDay(settings.zone, daysAfter(dueOn, 1));
    return { invoice: draft.finalize(issue, totals, overdueAt), lines };
  });
};

/**
 * The text that the digest of a document covers: all lines, in the order of their ids. Of a line
 * that nothing taxes it says what it said before there were taxes.
 */
export const linesText = (lines: readonly TaxedCharge[]): string =>
  JSON.stringify(
    lines
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      .map((line) => [
        line.id,
        line.kind,
        line.description,
        line.quantity,
        line.servicePeriod?.start ?? null,
        line.servicePeriod?.end ?? null,
        instantText(line.startsAt),
        instantText(line.endsAt),
        line.currency,
        String(line.amount.minor),
        line.termsHash,
        ...taxesText(line.taxed),
      ]),
  );

const instantText = orNull(formatInstant);

const taxesText = ({ taxes, correction }: LineTaxes): readonly unknown[] =>
  taxes.length === 0
    ? []
    : [
        taxes.map(({ taxRateId, name, rate, isInclusive, amount }) => [
          taxRateId,
          name,
          rate,
          isInclusive,
          String(amount.minor),
        ]),
        correction && [
          String(correction.charged),
          String(correction.before),
          String(correction.after),
          correction.taxes.map(String),
        ],
      ];

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
