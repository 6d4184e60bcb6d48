import { countLines, isCounted } from '#application/charging/count-usage.ts';
import { withJustMade } from '#application/subscriptions/changes/decision.ts';
import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import type { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type {
  Part,
  Settling,
  SubscriptionBook,
} from '#application/subscriptions/settlement/settle.ts';
import { proposalsOf } from '#application/subscriptions/settlement/settle.ts';
import { chargesWithinPeriods } from '#domain/catalog/plan-terms.ts';
import { reachedThreshold } from '#domain/catalog/usage-thresholds.ts';
import { chargedAsUsed } from '#domain/charging/advance-usage.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { isCommitment } from '#domain/charging/commitment-lines.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { isClosing, isUsage } from '#domain/charging/counted-usage.ts';
import { invoicedThreshold, thresholdCause, usageIn } from '#domain/charging/progressive-usage.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { isUsageInAdvance } from '#domain/charging/terms.ts';
import type { Proposal } from '#domain/invoicing/proposal.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import type { Period } from '#domain/shared/calendar/period.ts';
import { periodAt } from '#domain/shared/calendar/period.ts';
import { earliestOf } from '#domain/shared/extremes.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import { gridOf, planAt, segmentAt } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { NewCharge } from '#domain/subscriptions/settlement/charges.ts';
import { advanceCharge, progressiveCharge } from '#domain/subscriptions/settlement/charges.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import { openUsage } from '#domain/subscriptions/settlement/due.ts';
import { openUncounted, within } from '#domain/subscriptions/settlement/progress.ts';

/** Whether the terms of a subscription at an instant charge usage before its period ends. */
export const isChargedWithinPeriods = (
  { segments }: SubscriptionFacts,
  terms: Terms,
  at: Instant,
): boolean => {
  const segment = segmentAt(segments, at);
  return segment !== undefined && chargesWithinPeriods(terms.versionOf(segment).terms);
};

type Settled = Pick<Settling, 'proposals' | 'credited'>;

/**
 * Adds a proposal for each customer with usage that is to be charged before its period ends: in
 * advance, or because it has reached a threshold which no invoice of its period was made for.
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
  settled: Settled,
): Promise<readonly Proposal[]> => {
  const parts: Part[] = [];
  for (const { facts } of tracked) {
    if (!isChargedWithinPeriods(facts, terms, book.now)) continue;
    const open = await openPeriods(book, terms, facts, settled);
    if (open === null) continue;
    const isHeld = facts.policy.charge !== 'immediately';
    const part = { facts, at: book.now, waits: false };
    parts.push({ ...part, lines: await linesInAdvance(book, open), isHeld });
    parts.push({ ...part, lines: await linesAtThreshold(book, terms, open), isHeld: false });
  }
  return proposalsOf(
    book,
    parts.filter(({ lines }) => lines.length > 0),
  );
};

/** The open periods of a subscription's usage. */
interface OpenPeriods {
  readonly facts: SubscriptionFacts;
  readonly agreement: Agreement;
  /** That of the plan. */
  readonly period: Period;
  readonly dues: readonly Due[];
  readonly terms: ReadonlyMap<string, PriceTerms>;
  /** The lines of the subscription, and those of usage as they are counted by now. */
  readonly recorded: readonly ChargeFacts[];
  readonly before: readonly ChargeFacts[];
}

/** Null where there are none. */
const openPeriods = async (
  book: SubscriptionBook,
  terms: Terms,
  facts: SubscriptionFacts,
  settled: Settled,
): Promise<OpenPeriods | null> => {
  const { now, repositories } = book;
  const agreement = agreementOf(facts, terms);
  const begun = openUsage(agreement, now);
  const first = earliestOf(begun.map((due) => due.period.start));
  if (first === undefined) return null;
  const plan = planAt(facts, now);
  const period = periodAt(gridOf(plan), plan.timeZone, now);
  const since = first < period.start ? first : period.start;
  const stored = await repositories.charges.endingAfter(facts.id, daysAfter(since, -1));
  const known = withJustMade(stored, settled, facts.id, terms);
  const dues = openUncounted(agreement, now, known);
  const recorded = known.map(({ charge }) => charge);
  const ofLines = known.map(({ charge, terms: own }) => [charge.termsHash, own] as const);
  const byHash = new Map([...terms.byHash(), ...ofLines]);
  const lines = recorded.filter((line) => isUsage(line) && !isCommitment(line) && !isClosing(line));
  const before = await countLines(book, { lines, terms: byHash });
  return { facts, agreement, period, dues, terms: byHash, recorded, before };
};

/** The lines of usage in advance that came since the lines before. */
const linesInAdvance = async (
  book: SubscriptionBook,
  { agreement, dues, terms, before }: OpenPeriods,
): Promise<readonly UsageCharge[]> => {
  const lines = dues
    .filter(({ item }) => item.billed === 'in_advance')
    .map((due) => newLine(book, advanceCharge(agreement, due, book.now, due.cause)));
  const counted = await countLines(book, { lines, terms, before });
  const byItem = Map.groupBy(counted.filter(isUsage), ({ itemId }) => itemId);
  const earlier = before.filter(isCounted);
  return [...byItem.values()].flatMap((ofItem) => chargedAsUsed(ofItem, earlier));
};

/** The lines of usage in arrears so far; none where no further threshold is reached. */
const linesAtThreshold = async (
  book: SubscriptionBook,
  known: Terms,
  { facts, agreement, period, dues, terms, recorded, before }: OpenPeriods,
): Promise<readonly UsageCharge[]> => {
  const segment = segmentAt(facts.segments, book.now);
  const thresholds = segment && known.versionOf(segment).terms.usageThresholds;
  if (!thresholds) return [];
  const lines = within(period, dues)
    .filter(({ item }) => item.billed === 'in_arrears')
    .map((due) => newLine(book, progressiveCharge(agreement, due, book.now, due.cause)))
    .filter(isUsage);
  if (lines.length === 0) return [];
  const progress = await countLines(book, { lines, terms, before });
  const used = usageIn(
    period,
    [...before, ...progress].filter((line) => !isInAdvance(line, terms)),
  );
  const reached = reachedThreshold(thresholds, used);
  const invoiced = invoicedThreshold(period, recorded);
  if (reached === null || (invoiced !== null && reached <= invoiced)) return [];
  return lines
    .filter(({ itemId }) => isMore(progress.filter((line) => line.itemId === itemId)))
    .map((line) => ({ ...line, cause: thresholdCause(reached) }));
};

const newLine = ({ nextId, now }: SubscriptionBook, charge: NewCharge): ChargeFacts => ({
  ...charge,
  id: nextId('line'),
  invoiceId: null,
  createdAt: now,
});

// Usage that is charged as it comes is no credit that anybody gives.
const isInAdvance = (
  { termsHash }: ChargeFacts,
  terms: ReadonlyMap<string, PriceTerms>,
): boolean => {
  const ofLine = terms.get(termsHash);
  return ofLine !== undefined && isUsageInAdvance(ofLine);
};

// Usage that falls below the lines made of it is given back once the period has ended.
const isMore = (lines: readonly ChargeFacts[]): boolean =>
  lines.reduce((sum, { amount }) => sum + amount.minor, 0n) > 0n;
