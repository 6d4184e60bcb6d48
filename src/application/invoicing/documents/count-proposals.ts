import { countForInvoice } from '#application/charging/count-late-usage.ts';
import type { CountingBook } from '#application/charging/usage-behind.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { withoutMet } from '#domain/charging/commitment-lines.ts';
import { isUncounted } from '#domain/charging/counted-usage.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { Composed, Proposal } from '#domain/invoicing/proposal.ts';

/**
 * Proposals whose usage is counted by now. Those of one customer come in the order of time. One
 * of which nothing is left is left out: it only asked for late usage, or for a level in advance.
 */
export const countProposals = async (
  book: CountingBook,
  {
    proposals,
    terms,
    isDraft = false,
  }: {
    readonly proposals: readonly Proposal[];
    /** Those that their charges name, by their hash. */
    readonly terms: ReadonlyMap<string, PriceTerms>;
    /** Whether they become drafts, on which usage waits to be counted. False by default. */
    readonly isDraft?: boolean;
  },
): Promise<readonly Proposal[]> => {
  const all = proposals.flatMap(({ charges }) => charges);
  if (!all.some(isUncounted)) return proposals;
  const counted: Proposal[] = [];
  const before: ChargeFacts[] = [];
  for (const proposal of proposals) {
    const lines = proposal.charges;
    const charges = await countForInvoice(book, { lines, terms, before, isDraft });
    before.push(...charges);
    if (charges.length > 0 || lines.length === 0) counted.push({ ...proposal, charges });
  }
  return counted;
};

/**
 * Documents that are only shown, with the usage of now. What was used later is not known yet.
 * @param known lines that were counted just now, whether they stand on one of these or on none
 */
export const countComposed = async (
  book: CountingBook,
  composed: readonly Composed[],
  terms: ReadonlyMap<string, PriceTerms>,
  known: readonly ChargeFacts[] = [],
): Promise<readonly Composed[]> => {
  const counted: Composed[] = [];
  const before = [...known];
  for (const document of composed) {
    const lines = await countForInvoice(book, { lines: document.lines, terms, before });
    before.push(...lines);
    if (lines.length > 0 || document.lines.length === 0) {
      counted.push({ ...document, lines: withoutMet(lines) });
    }
  }
  return counted;
};
