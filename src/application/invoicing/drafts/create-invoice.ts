import type { Book, BookRepositories } from '#application/invoicing/documents/book.ts';
import { openBook } from '#application/invoicing/documents/open-book.ts';
import { taxed } from '#application/invoicing/documents/taxing.ts';
import { requireQuoted } from '#application/invoicing/drafts/quote-invoice.ts';
import type { WrittenInvoiceView } from '#application/invoicing/queries.ts';
import { draftView } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { Quoted } from '#application/shared/quote.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireEachTaxRate } from '#application/tenants/known-tax-rates.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import type { ChargeWithTerms, ManualCharge } from '#domain/charging/charge.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { CustomerCurrencyMismatch, CustomerNotFound } from '#domain/customers/errors.ts';
import type { DraftInvoice } from '#domain/invoicing/invoice.ts';
import { draftInvoice, invoiceOf } from '#domain/invoicing/invoice.ts';
import type { InvoiceTexts, InvoiceTextsInput } from '#domain/invoicing/invoice-texts.ts';
import { textReaders } from '#domain/invoicing/invoice-texts.ts';
import type { ManualLine, ManualLineInput } from '#domain/invoicing/manual-line.ts';
import { manualCharge, parseManualLines } from '#domain/invoicing/manual-line.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { draftTotals } from '#domain/invoicing/totals.ts';
import { checkAll, checkEach } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
  readonly hash: (text: string) => string;
}

/** An invoice that a person writes, before anything was checked. */
export interface CreateInvoiceInput extends InvoiceTextsInput, Quoted {
  readonly customerId: CustomerId;
  /** ISO 4217. */
  readonly currency: string;
  /** At least one. */
  readonly lines: readonly ManualLineInput[];
}

/** Makes a draft of lines that a person wrote. It is issued by a person, too. */
export class CreateInvoice implements UseCase<CreateInvoiceInput, WrittenInvoiceView> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | CustomerNotFound | CustomerCurrencyMismatch | CustomerBusy}
   * @throws {PreviewOutdated}
   */
  execute(context: RequestContext, input: CreateInvoiceInput): Promise<WrittenInvoiceView> {
    const { unitOfWork, hash } = this.#dependencies;
    const { customerId } = input;
    const written = parseInvoice(input);

    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const { billingAccounts, invoices, charges } = repositories;
      await billingAccounts.open(customerId, run.mode);
      const { now } = await billingAccounts.lock([customerId]);
      const book = await openBook(repositories, { ...run, hash, now }, [customerId]);
      const { draft, lines, withTaxes } = await writtenDraft(book, customerId, written);
      await requireQuoted(book, { draft, withTaxes }, input, run);

      await Promise.all([
        invoices.add([draft]),
        charges.add(
          lines.map(({ charge }) => charge),
          termsOf(lines),
        ),
      ]);
      const stored = invoiceOf({ ...draft.facts, version: 1 });
      return draftView(stored, withTaxes);
    });
  }
}

/** An invoice as a person wrote it. */
export interface WrittenInvoice {
  readonly currency: CurrencyCode;
  readonly lines: readonly ManualLine[];
  readonly texts: InvoiceTexts;
}

/** @throws {InvalidValue} with every fault at once. */
export const parseInvoice = (input: CreateInvoiceInput): WrittenInvoice => {
  const { currency, lines, ...texts } = checkAll({
    currency: () => parseCurrencyCode(input.currency),
    lines: () => parseManualLines(input.lines),
    ...textReaders(input),
  });
  return { currency, lines, texts };
};

/**
 * The draft that is made of it, with its lines.
 * @throws {CustomerNotFound | CustomerCurrencyMismatch}
 * @throws {InvalidValue} `unknown_tax_rate` or `amount_out_of_range`
 */
export const writtenDraft = async (
  book: Book,
  customerId: CustomerId,
  { currency, lines, texts }: WrittenInvoice,
): Promise<{
  readonly draft: DraftInvoice;
  readonly lines: readonly ChargeWithTerms<ManualCharge>[];
  readonly withTaxes: readonly TaxedCharge[];
}> => {
  const { customers, nextId, now, hash, settings } = book;
  await requireEachTaxRate(
    book.repositories.taxRates,
    lines.map(({ taxRateIds }, index) => ({
      given: taxRateIds,
      pointer: `/lines/${index}/taxRateIds`,
    })),
  );
  const customer = customers.get(customerId);
  if (customer === undefined) throw new CustomerNotFound();
  if (customer.currency !== null && customer.currency !== currency) {
    throw new CustomerCurrencyMismatch();
  }
  const invoiceId = nextId('inv');
  const { rounding } = settings.policy;
  const writing = { customerId, currency, invoiceId, rounding, now, hash };
  const checked = checkAll({
    lines: () => checkEach(lines, (line) => manualCharge(nextId('line'), line, writing)),
  });
  const charges = checked.lines.map(({ charge }) => charge);
  const [withTaxes = []] = await taxed(book, [charges]);
  const { lines: totals } = checkAll({ lines: () => draftTotals(withTaxes, currency) });
  const draft = draftInvoice({
    ...texts,
    ...totals,
    id: invoiceId,
    customerId,
    currency,
    finalizesAt: null,
    createdAt: now,
  });
  return { draft, lines: checked.lines, withTaxes };
};

/** The terms of lines, by their hash. */
const termsOf = (
  lines: readonly ChargeWithTerms<ManualCharge>[],
): ReadonlyMap<string, PriceTerms> =>
  new Map(lines.map(({ charge, terms }) => [charge.termsHash, terms] as const));
