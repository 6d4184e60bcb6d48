import type { Command } from '#application/subscriptions/changes/command.ts';
import type {
  ChangeSetting,
  Rebuild,
} from '#application/subscriptions/changes/decide-agreement.ts';
import { decideRebuilt, settingOf } from '#application/subscriptions/changes/decide-agreement.ts';
import { findNamed } from '#application/subscriptions/changes/decide-end.ts';
import type { Decision, Situation } from '#application/subscriptions/changes/decision.ts';
import type { SubscriptionChangeId, SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { changeStatusAt } from '#domain/subscriptions/changes/change.ts';
import { ChangeNotScheduled, SubscriptionChangeNotFound } from '#domain/subscriptions/errors.ts';
import type { RunningSubscription } from '#domain/subscriptions/subscription.ts';
import { requireRunning } from '#domain/subscriptions/subscription.ts';

export interface TakeBackChangeInput {
  readonly subscriptionId: SubscriptionId;
  readonly changeId: SubscriptionChangeId;
  /** The version of the subscription that the caller saw. */
  readonly version: SeenVersion;
}

/**
 * Takes back a change that lies ahead. Where a period was charged only up to it, the rest of that
 * period is charged now.
 */
export const takeBackCommand: Command<TakeBackChangeInput> = {
  customerOf: async (repositories, input, now) =>
    (await findNamed(repositories, named(input), now)).facts.customerId,
  decide: async (situation, input) => {
    const { repositories, now } = situation.book;
    const found = await findNamed(repositories, named(input), now);
    const change = await repositories.subscriptionChanges.find(found.facts.id, input.changeId);
    if (change === undefined) throw new SubscriptionChangeNotFound();
    const running = requireRunning(found);
    if (changeStatusAt(change, now, null) !== 'scheduled') throw new ChangeNotScheduled();
    const setting = await settingOf(situation.book, running);
    return decideTakenBack(situation, running, setting, {
      type: 'subscription.change_taken_back',
      removed: [change],
    });
  },
};

/** Takes back changes that lie ahead, at least one: what they would have cut off is charged. */
export const decideTakenBack = (
  situation: Situation,
  running: RunningSubscription,
  setting: ChangeSetting,
  { type, removed }: Pick<Rebuild, 'type' | 'removed'>,
): Promise<Decision> => {
  const [change] = removed;
  invariant(change !== undefined, 'A change is taken back.');
  const { id, decrease, creditAs } = change;
  return decideRebuilt(situation, running, setting, {
    type,
    made: [],
    removed,
    by: { id, decrease, creditAs, charge: 'immediately', isOtherPlan: false },
    doesNotFit: () => new ChangeNotScheduled(),
  });
};

const named = ({ subscriptionId, version }: TakeBackChangeInput) => ({ subscriptionId, version });
