import { countLines } from '#application/charging/count-usage.ts';
import type { Terms } from '#application/subscriptions/agreements.ts';
import { withJustMade } from '#application/subscriptions/decision.ts';
import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import type { Part, Settling, SubscriptionBook } from '#application/subscriptions/settle.ts';
import { proposalsOf } from '#application/subscriptions/settle.ts';
import type { UsageThresholds } from '#domain/catalog/usage-thresholds.ts';
import { reachedThreshold } from '#domain/catalog/usage-thresholds.ts';
import type { ChargeFacts, ChargeWithTerms } from '#domain/charging/charge.ts';
import { isCommitment } from '#domain/charging/commitment-lines.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { isClosing, isUsage } from '#domain/charging/counted-usage.ts';
import { invoicedThreshold, thresholdCause, usageIn } from '#domain/charging/progressive-usage.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { Proposal } from '#domain/invoicing/proposal.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import type { Period } from '#domain/shared/calendar/period.ts';
import { periodAt } from '#domain/shared/calendar/period.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement.ts';
import { agreementOf } from '#domain/subscriptions/agreement-of.ts';
import { openUncounted, progressiveCharge, within } from '#domain/subscriptions/progress.ts';
import { gridOf, planAt, segmentAt } from '#domain/subscriptions/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/subscription-facts.ts';

/** The thresholds of the terms that a subscription has at an instant; null for none. */
export const thresholdsAt = (
  facts: SubscriptionFacts,
  terms: Terms,
  at: Instant,
): UsageThresholds | null => {
  const segment = segmentAt(facts.segments, at);
  return segment === undefined ? null : terms.versionOf(segment).terms.usageThresholds;
};

/**
 * Adds a proposal for each customer with usage that has reached a threshold which no invoice of its
 * period was made for: of what was used so far.
 * @param settled what is charged in this very transaction, and not stored yet
 */
export const withProgress = async (
  book: SubscriptionBook,
  terms: Terms,
  tracked: readonly TrackedSubscription[],
  settled: Settling,
): Promise<Settling> => {
  const proposals = await proposalsOfProgress(book, terms, tracked, settled);
  return proposals.length === 0
    ? settled
    : { ...settled, proposals: [...settled.proposals, ...proposals] };
};

/** The proposals alone. Nothing is written. */
export const proposalsOfProgress = async (
  book: SubscriptionBook,
  terms: Terms,
  tracked: readonly TrackedSubscription[],
  settled: Pick<Settling, 'proposals' | 'credited'>,
): Promise<readonly Proposal[]> => {
  const parts: Part[] = [];
  for (const { facts } of tracked) {
    const thresholds = thresholdsAt(facts, terms, book.now);
    if (thresholds === null) continue;
    const lines = await linesAtThreshold(book, terms, facts, thresholds, settled);
    if (lines.length === 0) continue;
    parts.push({ facts, at: book.now, lines, waits: false, isHeld: false });
  }
  return proposalsOf(book, parts);
};

/** The lines of usage so far; none where no further threshold is reached. */
const linesAtThreshold = async (
  book: SubscriptionBook,
  terms: Terms,
  facts: SubscriptionFacts,
  thresholds: UsageThresholds,
  settled: Pick<Settling, 'proposals' | 'credited'>,
): Promise<readonly UsageCharge[]> => {
  const { now, repositories } = book;
  const plan = planAt(facts, now);
  const period = periodAt(gridOf(plan), plan.timeZone, now);
  const stored = await repositories.charges.endingAfter(facts.id, daysAfter(period.start, -1));
  const recorded = withJustMade(stored, settled, facts.id, terms);
  const open = openLines(book, agreementOf(facts, terms), period, recorded);
  if (open.length === 0) return [];
  const lines = recorded.map(({ charge }) => charge);
  const { before, progress } = await usageSoFar(book, terms, recorded, open);
  const reached = reachedThreshold(thresholds, usageIn(period, [...before, ...progress]));
  const invoiced = invoicedThreshold(period, lines);
  if (reached === null || (invoiced !== null && reached <= invoiced)) return [];
  return open
    .filter(({ itemId }) => isMore(progress.filter((line) => line.itemId === itemId)))
    .map((line) => ({ ...line, cause: thresholdCause(reached) }));
};

/** A line for each price whose period is open, and lies in that of the plan. */
const openLines = (
  { nextId, now }: SubscriptionBook,
  agreement: Agreement,
  period: Period,
  recorded: readonly ChargeWithTerms[],
): readonly UsageCharge[] =>
  within(period, openUncounted(agreement, now, recorded))
    .map((due): ChargeFacts => {
      const charge = progressiveCharge(agreement, due, now, due.cause);
      return { ...charge, id: nextId('line'), invoiceId: null, createdAt: now };
    })
    .filter(isUsage);

/**
 * The lines of the subscription as they are counted by now, and those of the open periods less what
 * these come to.
 */
const usageSoFar = async (
  book: SubscriptionBook,
  terms: Terms,
  recorded: readonly ChargeWithTerms[],
  open: readonly UsageCharge[],
) => {
  const ofLines = recorded.map(({ charge, terms: own }) => [charge.termsHash, own] as const);
  const byHash = new Map<string, PriceTerms>([...terms.byHash(), ...ofLines]);
  const lines = recorded
    .map(({ charge }) => charge)
    .filter((line) => isUsage(line) && !isCommitment(line) && !isClosing(line));
  const before = await countLines(book, { lines, terms: byHash });
  const progress = await countLines(book, { lines: open, terms: byHash, before });
  return { before, progress };
};

// Usage that falls below the lines made of it is given back once the period has ended.
const isMore = (lines: readonly ChargeFacts[]): boolean =>
  lines.reduce((sum, { amount }) => sum + amount.minor, 0n) > 0n;
