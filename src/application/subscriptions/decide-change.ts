import { Terms } from '#application/subscriptions/agreements.ts';
import type { Command } from '#application/subscriptions/command.ts';
import { findNamed } from '#application/subscriptions/decide-end.ts';
import type { Decision, Situation } from '#application/subscriptions/decision.ts';
import { together, withJustMade } from '#application/subscriptions/decision.ts';
import { offeredVersion } from '#application/subscriptions/offered-version.ts';
import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import type { SubscriptionBook } from '#application/subscriptions/settle.ts';
import { creditedBy, settleDue } from '#application/subscriptions/settle.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { CustomerCurrencyMismatch } from '#domain/customers/errors.ts';
import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { agreementOf } from '#domain/subscriptions/agreement-of.ts';
import { rebuild, unmatchedCodes } from '#domain/subscriptions/apply-change.ts';
import type { ChangeInput, SubscriptionChange } from '#domain/subscriptions/change.ts';
import { parseDeltas } from '#domain/subscriptions/change.ts';
import { changeRecordedSince, settleChange } from '#domain/subscriptions/change-settlement.ts';
import { changeEffective } from '#domain/subscriptions/effective.ts';
import { PriceCodesUnmatched } from '#domain/subscriptions/errors.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import type { BegunBy, SubscriptionSegment } from '#domain/subscriptions/segments.ts';
import { planOfSegment } from '#domain/subscriptions/segments.ts';
import type { RunningSubscription, Subscription } from '#domain/subscriptions/subscription.ts';
import { requireRunning } from '#domain/subscriptions/subscription.ts';
import { parseBillingPolicy } from '#domain/tenants/billing-policy.ts';

export interface ChangePreviewInput extends ChangeInput {
  readonly subscriptionId: SubscriptionId;
}

/** Changes what is agreed to from a mark on, which may lie ahead, or back a little. */
export const changeCommand: Command<ChangePreviewInput> = {
  customerOf: async (repositories, { subscriptionId }, now) =>
    (await findNamed(repositories, { subscriptionId }, now)).facts.customerId,
  decide: async (situation, input) => {
    const { book } = situation;
    const found = await findNamed(book.repositories, pick(input), book.now);
    const running = requireRunning(found);
    const other = await otherVersion(situation, running, input);
    const setting = await settingOf(book, running, other === null ? [] : [other]);
    return decideChange(situation, running, other, setting, input);
  },
};

const pick = ({ subscriptionId }: ChangePreviewInput) => ({ subscriptionId });

/** All that a change is decided with besides its input. */
export interface ChangeSetting {
  readonly tracked: readonly TrackedSubscription[];
  /** Changes of the subscription that lie ahead. */
  readonly scheduled: readonly SubscriptionChange[];
  readonly terms: Terms;
}

export const settingOf = async (
  { repositories, now, hash }: SubscriptionBook,
  { facts }: Subscription,
  known: readonly PlanVersion[] = [],
): Promise<ChangeSetting> => {
  const tracked = await repositories.subscriptions.ofCustomers([facts.customerId]);
  const scheduled = await repositories.subscriptionChanges.scheduled(facts.id, now);
  const ahead = scheduled.flatMap(({ planVersionId }) =>
    planVersionId === null ? [] : [{ planVersionId }],
  );
  const named = [...tracked.map((each) => each.facts), facts, { segments: ahead }];
  const terms = await Terms.of(repositories, named, hash, known);
  return { tracked, scheduled, terms };
};

/** When a change takes effect, and what is agreed to until then. */
interface Place {
  readonly effective: Mark;
  /** The segments that begin by then. */
  readonly kept: readonly SubscriptionSegment[];
  readonly base: SubscriptionSegment;
}

const placeOf = (
  { book, effectiveNow }: Situation,
  running: RunningSubscription,
  input: Pick<ChangeInput, 'effective'>,
): Place => {
  const { segments } = running.facts;
  const limits = { now: book.now, effectiveNow, booksClosedOn: book.settings.booksClosedOn };
  const effective = changeEffective(input.effective, running, limits);
  const kept = segments.filter(({ from }) => from.at <= effective.at);
  const base = kept.at(-1) ?? segments[0];
  invariant(base !== undefined, 'A subscription agrees to something.');
  return { effective, kept, base };
};

/** A change that is agreed to, before it is settled. */
export interface AgreedChange {
  readonly changed: Subscription;
  readonly change: SubscriptionChange;
  readonly takenBack: readonly SubscriptionChange[];
}

/** Agrees to a change: it and those that lie behind it make the segments from then on. */
export const agreeChange = async (
  situation: Situation,
  running: RunningSubscription,
  other: PlanVersion | null,
  { terms, scheduled }: Pick<ChangeSetting, 'terms' | 'scheduled'>,
  input: ChangeInput,
): Promise<AgreedChange> => {
  const { book } = situation;
  const { now } = book;
  const { facts } = running;
  const { effective, kept, base } = placeOf(situation, running, input);
  const next = other ?? terms.versionOf(base);
  const unmatched = unmatchedCodes(base.items, terms.versionOf(base), next);
  if (unmatched.length > 0) throw new PriceCodesUnmatched(unmatched);
  const trialDays = await trialDaysFrom(book, running, { base, other, effective });
  const change = newChange(book, running, effective, { input, other, next, trialDays });
  const later = scheduled.filter((each) => each.effective.at > effective.at);
  const versionOf = (planVersionId: PlanVersion['id']) => terms.versionOf({ planVersionId });
  const rebuilt = rebuild(facts, kept, [change, ...later], change, versionOf);
  if (rebuilt.takenBack.includes(change)) {
    throw InvalidValue.because(
      'nothing_left',
      'A subscription keeps one price at least: cancel it instead.',
      '/items',
    );
  }
  const changed = running.agree({ segments: rebuilt.segments, type: 'subscription.changed' }, now);
  return { changed, change, takenBack: rebuilt.takenBack };
};

const decideChange = async (
  situation: Situation,
  running: RunningSubscription,
  other: PlanVersion | null,
  setting: ChangeSetting,
  input: ChangePreviewInput,
): Promise<Decision> => {
  const agreed = await agreeChange(situation, running, other, setting, input);
  const { changed, change, takenBack } = agreed;
  const by = { ...settlementTerms(change), id: change.id, isOtherPlan: other !== null };
  return decideAgreement(situation, running, changed, setting, { by, added: [change], takenBack });
};

const settlementTerms = ({ decrease, charge, creditAs }: SubscriptionChange) => ({
  decrease,
  charge,
  creditAs,
});

const newChange = (
  book: SubscriptionBook,
  { facts }: RunningSubscription,
  effective: Mark,
  {
    input,
    other,
    next,
    trialDays,
  }: {
    readonly input: ChangeInput;
    readonly other: PlanVersion | null;
    readonly next: PlanVersion;
    readonly trialDays: number | null;
  },
): SubscriptionChange => {
  const { billingPolicy } = checkAll({
    billingPolicy: () => parseBillingPolicy(input.billingPolicy ?? {}, facts.policy, 'request'),
  });
  const { cycle, decrease, charge, creditAs } = billingPolicy;
  const draw = () => book.nextId('si');
  return {
    id: book.nextId('chg'),
    subscriptionId: facts.id,
    effective,
    planId: input.planId ?? null,
    planVersion: other?.number ?? null,
    planVersionId: other?.id ?? null,
    cycle,
    trialDays,
    decrease,
    charge,
    creditAs,
    items: parseDeltas(input.items ?? [], next, other !== null, draw),
    createdAt: book.now,
    takenBackAt: null,
  };
};

/** The plan version that a change moves to; null where it stays. */
export const otherVersion = async (
  situation: Situation,
  running: RunningSubscription,
  input: Pick<ChangeInput, 'planId' | 'planVersion' | 'effective'>,
): Promise<PlanVersion | null> => {
  const { planId, planVersion } = input;
  if (planId === undefined && planVersion === undefined) return null;
  const { facts } = running;
  const ofPlan = planId ?? planOfSegment(facts, placeOf(situation, running, input).base).planId;
  const version = await offeredVersion(situation.book.repositories, ofPlan, planVersion);
  if (version.terms.currency !== facts.currency) throw new CustomerCurrencyMismatch();
  return version;
};

/**
 * The days of the new plan's trial, where it replaces the one before; null where that stays. Who is
 * in no trial, and had one of the product before, gets no other.
 */
const trialDaysFrom = async (
  { repositories }: SubscriptionBook,
  { facts }: RunningSubscription,
  {
    base,
    other,
    effective,
  }: {
    readonly base: SubscriptionSegment;
    readonly other: PlanVersion | null;
    readonly effective: Mark;
  },
): Promise<number | null> => {
  if (other === null || facts.policy.trialOnChange === 'keep') return null;
  const { days } = other.terms.trial;
  const isInTrial = base.trialEnd !== undefined && effective.at < base.trialEnd.at;
  if (isInTrial || days === 0) return days;
  const { subscriptions } = repositories;
  return (await subscriptions.hasTried(facts.customerId, other.planId)) ? 0 : days;
};

/** Settles another agreement: what is due before comes first. */
export const decideAgreement = async (
  { book }: Situation,
  found: Subscription,
  changed: Subscription,
  { tracked, terms }: ChangeSetting,
  {
    by,
    added,
    takenBack,
  }: {
    readonly by: BegunBy;
    readonly added: readonly SubscriptionChange[];
    readonly takenBack: readonly SubscriptionChange[];
  },
): Promise<Decision> => {
  const { repositories, now } = book;
  const { id } = found.facts;
  const before = await settleDue(book, terms, tracked, now);
  const [was, is] = [agreementOf(found.facts, terms), agreementOf(changed.facts, terms)];
  const since = changeRecordedSince(was, is);
  const stored = since === null ? [] : await repositories.charges.endingAfter(id, since);
  const recorded = withJustMade(stored, before, id, terms);
  const settled = settleChange({ before: was, after: is, now, by, recorded });
  const hasMoney = settled.charges.length > 0 || settled.credits.length > 0;
  const own = {
    facts: changed.facts,
    cursor: settled.cursor,
    moment: {
      at: now,
      charges: settled.arrears,
      ...(hasMoney && { change: { by, charges: settled.charges, credits: settled.credits } }),
    },
    credited: creditedBy(settled.credits),
  };
  return {
    subscription: changed,
    ...together(book, tracked, before, own),
    terms,
    added,
    takenBack,
  };
};
