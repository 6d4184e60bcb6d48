import type { Command } from '#application/subscriptions/command.ts';
import { decideAgreement, settingOf } from '#application/subscriptions/decide-change.ts';
import { findNamed } from '#application/subscriptions/decide-end.ts';
import type { SubscriptionChangeId, SubscriptionId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { rebuild } from '#domain/subscriptions/apply-change.ts';
import { changeStatusAt } from '#domain/subscriptions/change.ts';
import { ChangeNotScheduled, SubscriptionChangeNotFound } from '#domain/subscriptions/errors.ts';
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
    if (changeStatusAt(change, now) !== 'scheduled') throw new ChangeNotScheduled();
    const { facts } = running;
    const setting = await settingOf(situation.book, running);
    const place = facts.segments.findIndex(({ begunBy }) => begunBy?.id === change.id);
    const kept = facts.segments.slice(0, place);
    const keptIds = new Set(kept.map(({ begunBy }) => begunBy?.id));
    const later = setting.scheduled.filter(({ id }) => id !== change.id && !keptIds.has(id));
    const rebuilt = rebuild(facts, kept, later, null, (planVersionId) =>
      setting.terms.versionOf({ planVersionId }),
    );
    const type = 'subscription.change_taken_back';
    const changed = running.agree({ segments: rebuilt.segments, type }, now);
    const { id, decrease, creditAs } = change;
    return decideAgreement(situation, running, changed, setting, {
      by: { id, decrease, creditAs, charge: 'immediately', isOtherPlan: false },
      added: [],
      takenBack: [change, ...rebuilt.takenBack],
    });
  },
};

const named = ({ subscriptionId, version }: TakeBackChangeInput) => ({ subscriptionId, version });
