import { countComposed, countProposals } from '#application/invoicing/documents/count-proposals.ts';
import type { InvoicePreview } from '#application/invoicing/documents/invoice-preview.ts';
import { shownDocument, sortedText } from '#application/invoicing/documents/preview-text.ts';
import { previewOf, totalDocuments } from '#application/invoicing/documents/total-documents.ts';
import type { Decision } from '#application/subscriptions/changes/decision.ts';
import type { Lookout } from '#application/subscriptions/changes/settle-next.ts';
import { proposalsToNext } from '#application/subscriptions/changes/settle-next.ts';
import type { SubscriptionBook } from '#application/subscriptions/settlement/settle.ts';
import { metersOf } from '#domain/catalog/usage-price.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { Proposal } from '#domain/invoicing/proposal.ts';
import { compose, withoutClosings } from '#domain/invoicing/proposal.ts';

/** The documents that a command makes, and the one that comes next. */
export interface Foreseen {
  /** Made by the command itself. */
  readonly now: readonly InvoicePreview[];
  /** The next one with lines of the subscription; null where nothing more is charged. */
  readonly next: InvoicePreview | null;
  /** The version of the subscription that was seen; 0 of a new one. */
  readonly version: number;
  /** Whether it depends on usage, by lines that are shown or by some that come to nothing. */
  readonly isOfUsage: boolean;
}

/** A preview of a command. The call takes the quote back, and does just this or nothing. */
export interface Preview extends Omit<Foreseen, 'version' | 'isOfUsage'> {
  readonly quote: string;
}

/**
 * Foresees a decision: composed and added up as it would be written.
 * @param isCounted whether usage is counted as of now. A quote goes without: each event would make
 *   it outdated
 */
export const previewDecision = async (
  book: SubscriptionBook,
  decision: Decision,
  isCounted: boolean,
): Promise<Foreseen> => {
  const { charges, balances } = book.repositories;
  const { facts } = decision.subscription;
  const customerIds = [facts.customerId];
  const terms = decision.terms.byHash();
  const { proposals } = decision.settling;
  const own = isCounted
    ? await countProposals(book, { proposals, terms })
    : withoutClosings(proposals);
  const waiting = await charges.unbilled(customerIds);
  const { zeroInvoices } = book.settings.policy;
  const composed = (next: readonly Proposal[]) => compose([...own, ...next], waiting, zeroInvoices);
  const ahead = await nextProposals(book, decision, { isCounted, compose: composed });
  const made = composed(ahead);
  const known = own.flatMap((each) => each.charges);
  const documents = await totalDocuments(
    book,
    isCounted ? await countComposed(book, made, terms, known) : made,
    await balances.of(customerIds),
    [...own, ...ahead].flatMap((each) => each.charges),
  );
  const isOwn = new Set<Proposal>(own);
  const next = documents.find(
    ({ proposal }) =>
      !isOwn.has(proposal) &&
      proposal.charges.some(({ subscriptionId }) => subscriptionId === facts.id),
  );
  return {
    now: documents.filter(({ proposal }) => isOwn.has(proposal)).map(previewOf),
    next: next === undefined ? null : previewOf(next),
    version: facts.version,
    isOfUsage: [...decision.terms.byHash().values()].some(isCountedBy),
  };
};

/** Whether the quantity of these terms is counted: of events, or of all other lines. */
const isCountedBy = (terms: PriceTerms): boolean =>
  metersOf(terms).length > 0 || terms.model === 'commitment';

/** The proposals of the runs up to the next one that charges the subscription. */
const nextProposals = async (
  book: SubscriptionBook,
  { subscription: { facts }, tracked, terms, settling }: Decision,
  as: Pick<Lookout, 'isCounted' | 'compose'>,
): Promise<readonly Proposal[]> =>
  proposalsToNext(book, facts.id, { terms, tracked, made: settling, ...as });

/**
 * The hash of all that a preview depends on and shows, but for ids and the instant at which it is
 * looked at.
 */
export const fingerprintOf = (
  { now, next, version }: Foreseen,
  input: object,
  hash: (text: string) => string,
): string => {
  const shown = {
    input: { ...input, quote: undefined, version: undefined },
    version,
    now: now.map((each) => ({ ...shownDocument(each), at: null })),
    next: next && shownDocument(next),
  };
  return hash(sortedText(shown));
};
