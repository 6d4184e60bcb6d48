import type { Decision, Situation } from '#application/subscriptions/changes/decision.ts';
import { together, withJustMade } from '#application/subscriptions/changes/decision.ts';
import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { SubscriptionBook } from '#application/subscriptions/settlement/settle.ts';
import { creditedBy, settleDue } from '#application/subscriptions/settlement/settle.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import type { BegunBy } from '#domain/subscriptions/agreement/segments.ts';
import type { Rebuilding } from '#domain/subscriptions/changes/apply-change.ts';
import { rebuild, requireBillable } from '#domain/subscriptions/changes/apply-change.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import {
  changeRecordedSince,
  settleChange,
} from '#domain/subscriptions/changes/change-settlement.ts';
import type { ChangeLimits } from '#domain/subscriptions/changes/effective.ts';
import type {
  Agreed,
  RunningSubscription,
  Subscription,
} from '#domain/subscriptions/subscription.ts';

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

/** The agreement that follows, before it is settled. */
export interface RebuiltAgreement {
  readonly changed: Subscription;
  readonly takenBack: readonly SubscriptionChange[];
}

/** Agrees to the segments that follow. */
export const agreeRebuilt = (
  { now }: SubscriptionBook,
  running: RunningSubscription,
  { terms, scheduled }: Pick<ChangeSetting, 'terms' | 'scheduled'>,
  { type, made, removed, doesNotFit }: Rebuilt,
): RebuiltAgreement => {
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
