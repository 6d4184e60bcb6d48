import type { Command } from '#application/subscriptions/changes/command.ts';
import type {
  ChangeSetting,
  RebuiltAgreement,
} from '#application/subscriptions/changes/decide-agreement.ts';
import {
  agreeRebuilt,
  decideAgreement,
  limitsOf,
  settingOf,
} from '#application/subscriptions/changes/decide-agreement.ts';
import { findNamed } from '#application/subscriptions/changes/decide-end.ts';
import type { Decision, Situation } from '#application/subscriptions/changes/decision.ts';
import { offeredVersion } from '#application/subscriptions/offered-version.ts';
import type { SubscriptionBook } from '#application/subscriptions/settlement/settle.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { CustomerCurrencyMismatch } from '#domain/customers/errors.ts';
import { parseBillingDate } from '#domain/shared/calendar/billing-dates.ts';
import { checkAll, orNull } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { parseTimeZone } from '#domain/shared/time.ts';
import { hasEnded } from '#domain/subscriptions/agreement/item-ends.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { markInZone, markOn } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import { planOfSegment } from '#domain/subscriptions/agreement/segments.ts';
import { keptSegments, unmatchedCodes } from '#domain/subscriptions/changes/apply-change.ts';
import { carryingItems, heldItem } from '#domain/subscriptions/changes/carried-items.ts';
import { unmatchedOverrides } from '#domain/subscriptions/changes/carried-overrides.ts';
import type { ChangeInput, SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import { parseDeltas } from '#domain/subscriptions/changes/change.ts';
import { changeEffective, dayOf } from '#domain/subscriptions/changes/effective.ts';
import { OverridesUnmatched, PriceCodesUnmatched } from '#domain/subscriptions/errors.ts';
import type { RunningSubscription } from '#domain/subscriptions/subscription.ts';
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
    return decideMove(situation, running, other, input);
  },
};

/** Changes a subscription, to another plan version where one is given. */
export const decideMove = async (
  situation: Situation,
  running: RunningSubscription,
  other: PlanVersion | null,
  input: ChangePreviewInput,
): Promise<Decision> => {
  if (other !== null && other.terms.currency !== running.facts.currency) {
    throw new CustomerCurrencyMismatch();
  }
  const setting = await settingOf(situation.book, running, other === null ? [] : [other]);
  return decideChange(situation, running, other, setting, input);
};

const pick = ({ subscriptionId }: ChangePreviewInput) => ({ subscriptionId });

/** When a change takes effect, and what is agreed to until then. */
interface Place {
  readonly effective: Mark;
  readonly base: SubscriptionSegment;
}

/** Finds where a change takes effect, and what is agreed to until then. */
export const placeOf = (
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
export interface AgreedChange extends RebuiltAgreement {
  readonly change: SubscriptionChange;
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
  const trialDays = await trialDaysFrom(book, running, { base, other, effective });
  const held = base.items.filter((item) => !hasEnded(item, effective));
  const unmatched = unmatchedCodes(held, was, next);
  if (unmatched.length > 0) throw new PriceCodesUnmatched(unmatched);
  const change = newChange(book, running, effective, { input, other, base, was, trialDays });
  const overridden = unmatchedOverrides(held, was, next, change.items);
  if (overridden.length > 0) throw new OverridesUnmatched(overridden);
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

const settlementTerms = ({ decrease, charge, creditAs }: SubscriptionChange) => ({
  decrease,
  charge,
  creditAs,
});

/** All that a change is made of beside where it takes effect. */
interface NewChange {
  readonly input: ChangeInput;
  /** The version that it moves to; null where it stays. */
  readonly other: PlanVersion | null;
  readonly base: SubscriptionSegment;
  /** The version that is agreed to until then. */
  readonly was: PlanVersion;
  readonly trialDays: number | null;
}

const newChange = (
  book: SubscriptionBook,
  { facts }: RunningSubscription,
  asked: Mark,
  { input, other, base, was, trialDays }: NewChange,
): SubscriptionChange => {
  const { billingPolicy, anchorOn, timeZone } = checkAll({
    billingPolicy: () => parseBillingPolicy(input.billingPolicy ?? {}, facts.policy, 'change'),
    anchorOn: () => orNull(parseBillingDate)(input.anchorOn),
    timeZone: () => orNull(parseTimeZone)(input.timeZone),
  });
  const { cycle, decrease, charge, creditAs } = billingPolicy;
  const next = other ?? was;
  const isOtherwise = other === null ? (anchorOn ?? timeZone) !== null : 'plan';
  const effective = timeZone === null ? asked : markInZone(asked, timeZone, facts.policy);
  const held = carryingItems(base, was, next, effective);
  const inZone = (on: CalendarDate): Mark =>
    timeZone === null ? dayOf(facts, on) : markOn(on, timeZone);
  return {
    id: book.nextId('chg'),
    subscriptionId: facts.id,
    kind: 'change',
    effective,
    planId: input.planId ?? null,
    planVersion: other?.number ?? null,
    planVersionId: other?.id ?? null,
    cycle,
    trialDays,
    decrease,
    charge,
    creditAs,
    items: parseDeltas(input.items ?? [], {
      next,
      isOtherwise,
      heldBy: (price) => heldItem(held, was, price),
      ends: { from: effective, now: book.now, policy: facts.policy, markOn: inZone },
      drawItemId: () => book.nextId('si'),
    }),
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
