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
import { checkAll, orNull } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import { agreementOf } from '#domain/subscriptions/agreement-of.ts';
import type { Rebuilding } from '#domain/subscriptions/apply-change.ts';
import {
  keptSegments,
  rebuild,
  requireBillable,
  unmatchedCodes,
} from '#domain/subscriptions/apply-change.ts';
import type { ChangeInput, SubscriptionChange } from '#domain/subscriptions/change.ts';
import { parseDeltas } from '#domain/subscriptions/change.ts';
import { changeRecordedSince, settleChange } from '#domain/subscriptions/change-settlement.ts';
import type { ChangeLimits } from '#domain/subscriptions/effective.ts';
import { changeEffective } from '#domain/subscriptions/effective.ts';
import { PriceCodesUnmatched } from '#domain/subscriptions/errors.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import { markInZone } from '#domain/subscriptions/mark.ts';
import type { BegunBy, SubscriptionSegment } from '#domain/subscriptions/segments.ts';
import { planOfSegment } from '#domain/subscriptions/segments.ts';
import type {
  Agreed,
  RunningSubscription,
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
  readonly base: SubscriptionSegment;
}

const placeOf = (
  situation: Situation,
  running: RunningSubscription,
  input: Pick<ChangeInput, 'effective'>,
): Place => {
  const effective = changeEffective(input.effective, running, limitsOf(situation));
  const base = keptSegments(running.facts, effective, []).at(-1);
  invariant(base !== undefined, 'A subscription agrees to something.');
  return { effective, base };
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
  setting: Pick<ChangeSetting, 'terms' | 'scheduled'>,
  input: ChangeInput,
): Promise<AgreedChange> => {
  const { book } = situation;
  const { effective, base } = placeOf(situation, running, input);
  const was = setting.terms.versionOf(base);
  const next = other ?? was;
  const unmatched = unmatchedCodes(base.items, was, next);
  if (unmatched.length > 0) throw new PriceCodesUnmatched(unmatched);
  const trialDays = await trialDaysFrom(book, running, { base, other, effective });
  const change = newChange(book, running, effective, { input, other, next, trialDays });
  const agreed = agreeRebuilt(book, running, setting, {
    type: 'subscription.changed',
    made: [change],
    removed: [],
    doesNotFit: () =>
      InvalidValue.because(
        'nothing_left',
        'A subscription keeps one price at least: cancel it instead.',
        '/items',
      ),
  });
  return { change, ...agreed };
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

/** The limits of when a change takes effect that is made now. */
export const limitsOf = ({ book, effectiveNow }: Situation): ChangeLimits => ({
  now: book.now,
  effectiveNow,
  booksClosedOn: book.settings.booksClosedOn,
});

/** Changes that are made and taken back together, and what they are to be called. */
interface Rebuilt extends Omit<Rebuilding, 'scheduled'> {
  readonly type: Agreed['type'];
  /** The refusal where what is made does not fit what is agreed to. */
  readonly doesNotFit: () => Error;
}

export interface Rebuild extends Rebuilt {
  /** The cause of the money that follows now. */
  readonly by: BegunBy;
}

/** Agrees to the segments that follow. */
const agreeRebuilt = (
  { now }: SubscriptionBook,
  running: RunningSubscription,
  { terms, scheduled }: Pick<ChangeSetting, 'terms' | 'scheduled'>,
  { type, made, removed, doesNotFit }: Rebuilt,
): Omit<AgreedChange, 'change'> => {
  const versionOf = (planVersionId: PlanVersion['id']) => terms.versionOf({ planVersionId });
  const rebuilt = rebuild(running.facts, { scheduled, made, removed }, versionOf);
  if (made.some((change) => rebuilt.takenBack.includes(change))) throw doesNotFit();
  requireBillable(rebuilt.segments, made, versionOf);
  const changed = running.agree({ segments: rebuilt.segments, type }, now);
  return { changed, takenBack: rebuilt.takenBack };
};

/** Builds the segments anew, and settles what follows. */
export const decideRebuilt = (
  situation: Situation,
  running: RunningSubscription,
  setting: ChangeSetting,
  { by, ...given }: Rebuild,
): Promise<Decision> => {
  const { changed, takenBack } = agreeRebuilt(situation.book, running, setting, given);
  const added = given.made;
  return decideAgreement(situation, running, changed, setting, { by, added, takenBack });
};

const settlementTerms = ({ decrease, charge, creditAs }: SubscriptionChange) => ({
  decrease,
  charge,
  creditAs,
});

const newChange = (
  book: SubscriptionBook,
  { facts }: RunningSubscription,
  asked: Mark,
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
  const { billingPolicy, anchorOn, timeZone } = checkAll({
    billingPolicy: () => parseBillingPolicy(input.billingPolicy ?? {}, facts.policy, 'request'),
    anchorOn: () => orNull(parseCalendarDate)(input.anchorOn),
    timeZone: () => orNull(parseTimeZone)(input.timeZone),
  });
  const { cycle, decrease, charge, creditAs } = billingPolicy;
  const isOtherwise = other === null ? (anchorOn ?? timeZone) !== null : 'plan';
  return {
    id: book.nextId('chg'),
    subscriptionId: facts.id,
    kind: 'change',
    effective: timeZone === null ? asked : markInZone(asked, timeZone, facts.policy),
    planId: input.planId ?? null,
    planVersion: other?.number ?? null,
    planVersionId: other?.id ?? null,
    cycle,
    trialDays,
    decrease,
    charge,
    creditAs,
    items: parseDeltas(input.items ?? [], next, isOtherwise, () => book.nextId('si')),
    anchorOn,
    timeZone,
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
