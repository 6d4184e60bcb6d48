import type { LinesToCount } from '#application/charging/count-usage.ts';
import { countLines, metersOfLines } from '#application/charging/count-usage.ts';
import type { RecordedLines } from '#application/charging/recorded-lines.ts';
import { recordedLines } from '#application/charging/recorded-lines.ts';
import type { CountingBook } from '#application/charging/usage-behind.ts';
import type { Run } from '#application/shared/ports.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { isUsage } from '#domain/charging/counted-usage.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { earliestOf } from '#domain/shared/extremes.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { Money, withinRange } from '#domain/shared/money.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import { runsOf } from '#domain/subscriptions/agreement/runs.ts';
import { chargeOf } from '#domain/subscriptions/settlement/charges.ts';
import { followsChange } from '#domain/subscriptions/settlement/counted-usage.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import { openUsage } from '#domain/subscriptions/settlement/due.ts';
import { openUncounted } from '#domain/subscriptions/settlement/progress.ts';

// The usage that falls due when the open periods end, as it comes out by now.

/**
 * The usage that will fall due of periods that are open at an instant, without what was counted of
 * them under other terms before.
 * @param recorded the stored lines, where somebody else reads them, too
 */
export const openDues = async (
  { charges }: Pick<SubscriptionRepositories, 'charges'>,
  agreement: Agreement,
  at: Instant,
  recorded?: RecordedLines,
): Promise<readonly Due[]> => {
  const runs = runsOf(agreement);
  const begun = openUsage(agreement, at).filter((due) => followsChange(due, runs));
  const first = earliestOf(begun.map(({ period }) => period.start));
  if (first === undefined) return openUncounted(agreement, at, []);
  const { subscriptionId } = agreement;
  const stored =
    (await recorded?.(subscriptionId)) ??
    (await charges.endingAfter(subscriptionId, daysAfter(first, -1)));
  return openUncounted(agreement, at, stored);
};

interface DueUsageBook extends CountingBook, Pick<Run, 'now' | 'nextId'> {}

/** All that lines of usage are counted with, but for the usage. */
type ReadBefore = Pick<LinesToCount<UsageCharge>, 'recorded' | 'meters'>;

/** Reads all that usage of the open periods is counted with, but for itself, in one round trip. */
export const readBeforeOpenUsage = async (
  book: DueUsageBook,
  agreement: Agreement,
  terms: Terms,
): Promise<ReadBefore> => {
  const lines = linesOf(book, agreement, openUsage(agreement, book.now)).filter(isUsage);
  if (lines.length === 0) return {};
  const recorded = recordedLines(book.repositories, lines);
  const [meters] = await Promise.all([
    metersOfLines(book, lines, terms.byHash()),
    recorded(agreement.subscriptionId),
  ]);
  return { recorded, meters };
};

/**
 * The lines of usage that falls due, as they come out by now.
 * @param before what was read before; it is read where it is absent
 */
export const countDueUsage = async (
  book: DueUsageBook,
  agreement: Agreement,
  dues: readonly Due[],
  terms: Terms,
  before: ReadBefore = {},
): Promise<readonly UsageCharge[]> => {
  const lines = linesOf(book, agreement, dues);
  const counted = await countLines(book, { lines, terms: terms.byHash(), ...before });
  return counted.filter(isUsage);
};

const linesOf = (
  book: DueUsageBook,
  agreement: Agreement,
  dues: readonly Due[],
): readonly SubscriptionCharge[] =>
  dues.map((due) => ({
    ...chargeOf(agreement, due, due.cause),
    id: book.nextId('line') satisfies LineId,
    invoiceId: null,
    createdAt: book.now,
  }));

/** The amount of a period so far: that of its line to come, and of those that were made of it. */
export const amountSoFar = ({ amount, derivation, currency }: UsageCharge): Money =>
  withinRange(amount.plus(Money.of(BigInt(derivation.before), currency)));
