import { countLines } from '#application/charging/count-usage.ts';
import type { CountingBook } from '#application/charging/usage-behind.ts';
import type { Run } from '#application/shared/ports.ts';
import type { Terms } from '#application/subscriptions/agreements.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { isUsage } from '#domain/charging/counted-usage.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { earliestOf } from '#domain/shared/extremes.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { Money, withinRange } from '#domain/shared/money.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement.ts';
import { chargeOf } from '#domain/subscriptions/charges.ts';
import { followsChange } from '#domain/subscriptions/counted-usage.ts';
import type { Due } from '#domain/subscriptions/due.ts';
import { openUsage } from '#domain/subscriptions/due.ts';
import { openUncounted } from '#domain/subscriptions/progress.ts';

// The usage that falls due when the open periods end, as it comes out by now.

/**
 * The usage that will fall due of periods that are open at an instant, without what was counted of
 * them under other terms before.
 */
export const openDues = async (
  { charges }: Pick<SubscriptionRepositories, 'charges'>,
  agreement: Agreement,
  at: Instant,
): Promise<readonly Due[]> => {
  const begun = openUsage(agreement, at).filter((due) => followsChange(agreement, due));
  const first = earliestOf(begun.map(({ period }) => period.start));
  const since = first === undefined ? null : daysAfter(first, -1);
  const recorded = since && (await charges.endingAfter(agreement.subscriptionId, since));
  return openUncounted(agreement, at, recorded ?? []);
};

interface DueUsageBook extends CountingBook, Pick<Run, 'now' | 'nextId'> {}

/** The lines of usage that falls due, as they come out by now. */
export const countDueUsage = async (
  book: DueUsageBook,
  agreement: Agreement,
  dues: readonly Due[],
  terms: Terms,
): Promise<readonly UsageCharge[]> => {
  const lines = dues.map((due) => ({
    ...chargeOf(agreement, due, due.cause),
    id: book.nextId('line') satisfies LineId,
    invoiceId: null,
    createdAt: book.now,
  }));
  const counted = await countLines(book, { lines, terms: terms.byHash() });
  return counted.filter(isUsage);
};

/** The amount of a period so far: that of its line to come, and of those that were made of it. */
export const amountSoFar = ({ amount, derivation, currency }: UsageCharge): Money =>
  withinRange(amount.plus(Money.of(BigInt(derivation.before), currency)));
