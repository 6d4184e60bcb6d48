import type { Book } from '#application/invoicing/documents/book.ts';
import type {
  InvoicePreview,
  QuotedInvoicePreview,
} from '#application/invoicing/documents/invoice-preview.ts';
import { shownDocument, sortedText } from '#application/invoicing/documents/preview-text.ts';
import type { Run } from '#application/shared/ports.ts';
import type { Quoted } from '#application/shared/quote.ts';
import { isUnexpired, quoteOf, readQuote } from '#application/shared/quote.ts';
import { PreviewOutdated } from '#domain/invoicing/errors.ts';
import type { DraftInvoice } from '#domain/invoicing/invoice.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { totalsInTurn } from '#domain/invoicing/totals.ts';
import { invariant } from '#domain/shared/invariant.ts';

/** A draft that is made of what a person wrote, and is not stored yet. */
interface Written {
  readonly draft: DraftInvoice;
  readonly withTaxes: readonly TaxedCharge[];
}

type RealTime = Pick<Run, 'realNow'>;

/** Shows a draft as if it were issued now, with a quote of it and of what was written. */
export const quotedPreview = async (
  book: Book,
  written: Written,
  input: Quoted,
  { realNow }: RealTime,
): Promise<QuotedInvoicePreview> => {
  const preview = await previewOf(book, written);
  const fingerprint = fingerprintOf(preview, input, book);
  return { ...preview, quote: quoteOf({ effectiveNow: book.now, madeAt: realNow, fingerprint }) };
};

/**
 * Refuses a draft that is not the one that a quote was given for: taxes or the balance are others.
 * @throws {InvalidValue} `invalid_quote`
 * @throws {PreviewOutdated}
 */
export const requireQuoted = async (
  book: Book,
  written: Written,
  input: Quoted,
  run: RealTime,
): Promise<void> => {
  if (input.quote === undefined) return;
  const quote = readQuote(input.quote);
  const preview = await previewOf(book, written);
  const isSame = fingerprintOf(preview, input, book) === quote.fingerprint;
  if (isSame && isUnexpired(quote, run)) return;
  throw new PreviewOutdated(await quotedPreview(book, written, input, run));
};

const previewOf = async (book: Book, { draft, withTaxes }: Written): Promise<InvoicePreview> => {
  const { customerId, currency } = draft.facts;
  const balances = await book.repositories.balances.of([customerId]);
  const [totals] = totalsInTurn([{ of: draft.facts, lines: withTaxes }], balances);
  invariant(totals !== undefined, 'One document has one sum.');
  return { ...totals, customerId, currency, at: book.now, lines: withTaxes };
};

// Nothing of it depends on the instant at which it is looked at.
const fingerprintOf = (preview: InvoicePreview, input: Quoted, { hash }: Pick<Book, 'hash'>) =>
  hash(
    sortedText({
      input: { ...input, quote: undefined },
      preview: { ...shownDocument(preview), at: null },
    }),
  );
