import { agreementOf, Terms } from '#application/subscriptions/agreements.ts';
import type { Command } from '#application/subscriptions/command.ts';
import { findNamed } from '#application/subscriptions/decide-end.ts';
import type { Decision, Situation } from '#application/subscriptions/decision.ts';
import { together, withJustMade } from '#application/subscriptions/decision.ts';
import { offeredVersion } from '#application/subscriptions/offered-version.ts';
import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import type { SubscriptionBook } from '#application/subscriptions/settle.ts';
import { creditedBy, settleDue } from '#application/subscriptions/settle.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { rebuild, unmatchedCodes } from '#domain/subscriptions/apply-change.ts';
import type { ChangeInput, SubscriptionChange } from '#domain/subscriptions/change.ts';
import { parseDeltas } from '#domain/subscriptions/change.ts';
import { changeRecordedSince, settleChange } from '#domain/subscriptions/change-settlement.ts';
import { changeEffective } from '#domain/subscriptions/effective.ts';
import {
  CustomerCurrencyMismatch,
  PlanHasTrial,
  PriceCodesUnmatched,
} from '#domain/subscriptions/errors.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import type { BegunBy, SubscriptionSegment } from '#domain/subscriptions/segments.ts';
import { planOfSegment } from '#domain/subscriptions/segments.ts';
import type {
  ActiveSubscription,
  ScheduledSubscription,
  Subscription,
} from '#domain/subscriptions/subscription.ts';
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
    const place = placeOf(situation, running, input);
    const other = await otherVersion(book, running, place, input);
    const setting = await settingOf(book, running, other === null ? [] : [other]);
    return decideChange(situation, running, { ...place, other }, setting, input);
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
  running: ScheduledSubscription | ActiveSubscription,
  input: ChangePreviewInput,
): Place => {
  const { segments } = running.facts;
  const limits = { now: book.now, effectiveNow, booksClosedOn: book.settings.booksClosedOn };
  const effective = changeEffective(input.effective, running, limits);
  const kept = segments.filter(({ from }) => from.at <= effective.at);
  const base = kept.at(-1) ?? segments[0];
  invariant(base !== undefined, 'A subscription agrees to something.');
  return { effective, kept, base };
};

const decideChange = (
  situation: Situation,
  running: ScheduledSubscription | ActiveSubscription,
  { effective, kept, base, other }: Place & { readonly other: PlanVersion | null },
  setting: ChangeSetting,
  input: ChangePreviewInput,
): Promise<Decision> => {
  const { book } = situation;
  const { now } = book;
  const { facts } = running;
  const { terms, scheduled } = setting;
  const next = other ?? terms.versionOf(base);
  const unmatched = unmatchedCodes(base.items, terms.versionOf(base), next);
  if (unmatched.length > 0) throw new PriceCodesUnmatched(unmatched);
  const change = newChange(book, running, effective, { input, other, next });
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
  const by = { ...settlementTerms(change), id: change.id, isOtherPlan: other !== null };
  return decideAgreement(situation, running, changed, setting, {
    by,
    added: change,
    takenBack: rebuilt.takenBack,
  });
};

const settlementTerms = ({ decrease, charge, creditAs }: SubscriptionChange) => ({
  decrease,
  charge,
  creditAs,
});

const newChange = (
  book: SubscriptionBook,
  { facts }: ScheduledSubscription | ActiveSubscription,
  effective: Mark,
  {
    input,
    other,
    next,
  }: {
    readonly input: ChangePreviewInput;
    readonly other: PlanVersion | null;
    readonly next: PlanVersion;
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
    decrease,
    charge,
    creditAs,
    items: parseDeltas(input.items ?? [], next, other !== null, draw),
    createdAt: book.now,
    takenBackAt: null,
  };
};

/** The plan version that a change moves to; null where it stays. */
const otherVersion = async (
  { repositories }: SubscriptionBook,
  { facts }: ScheduledSubscription | ActiveSubscription,
  { base }: Place,
  { planId, planVersion }: ChangePreviewInput,
): Promise<PlanVersion | null> => {
  if (planId === undefined && planVersion === undefined) return null;
  const ofPlan = planId ?? planOfSegment(facts, base).planId;
  const version = await offeredVersion(repositories, ofPlan, planVersion);
  if (version.terms.currency !== facts.currency) throw new CustomerCurrencyMismatch();
  // Who keeps the trial they have, or have not, does not get the new plan's.
  const hasTrial = version.terms.trial.days > 0 && facts.policy.trialOnChange === 'of_new_plan';
  if (hasTrial) throw new PlanHasTrial();
  return version;
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
    readonly added: SubscriptionChange | null;
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
