import type { Command } from '#application/subscriptions/changes/command.ts';
import { decideAgreement, settingOf } from '#application/subscriptions/changes/decide-agreement.ts';
import type { SubscriptionNamed } from '#application/subscriptions/changes/decide-end.ts';
import { findNamed } from '#application/subscriptions/changes/decide-end.ts';
import type { Situation } from '#application/subscriptions/changes/decision.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { notBefore, startMark } from '#domain/subscriptions/agreement/mark.ts';
import {
  extendedTrialEnd,
  moveTrial,
  requireTrial,
  termAfterTrial,
} from '#domain/subscriptions/changes/move-trial.ts';
import type { Agreed, RunningSubscription } from '#domain/subscriptions/subscription.ts';
import { requireRunning } from '#domain/subscriptions/subscription.ts';

/** A longer trial, as people ask for it. */
export interface ExtendTrialPreviewInput extends SubscriptionNamed {
  /** RFC 3339. */
  readonly trialEndsAt: string;
}

/**
 * Gives a trial another end, and settles what follows: what is charged after the trial, and what is
 * charged in it where periods are aligned to its end.
 */
const trialCommand = <Input extends SubscriptionNamed>(
  type: Agreed['type'],
  endOf: (running: RunningSubscription, input: Input, situation: Situation) => Mark,
): Command<Input> => ({
  customerOf: async (repositories, input, now) =>
    (await findNamed(repositories, input, now)).facts.customerId,
  decide: async (situation, input) => {
    const { book } = situation;
    const { now } = book;
    const running = requireRunning(await findNamed(book.repositories, input, now));
    const end = endOf(running, input, situation);
    const setting = await settingOf(book, running);
    const { segments, takenBack } = moveTrial(running.facts, end, {
      scheduled: setting.scheduled,
      now,
      versionOf: (planVersionId) => setting.terms.versionOf({ planVersionId }),
    });
    const bound = termAfterTrial(running.facts, end);
    const changed = running.agree({ segments, type, bound }, now);
    const { creditAs } = running.facts.policy;
    // The first period is owed as ever, whatever a change would do with its own money.
    const money = { decrease: 'credit', charge: 'immediately', creditAs } as const;
    return decideAgreement(situation, running, changed, setting, {
      by: { id: book.nextId('chg'), isOtherPlan: false, ...money },
      added: [],
      takenBack,
    });
  },
});

/** Lets a trial last longer. */
export const extendTrialCommand = trialCommand<ExtendTrialPreviewInput>(
  'subscription.trial_extended',
  (running, input, { book }) => {
    const end = requireTrial(running, book.now);
    const { trialEndsAt } = checkAll({
      trialEndsAt: () => extendedTrialEnd(input.trialEndsAt, running.facts, end),
    });
    return trialEndsAt;
  },
);

/** Ends a trial now; one that has not begun, before it does. */
export const endTrialCommand = trialCommand<SubscriptionNamed>(
  'subscription.trial_ended',
  (running, _input, { book, effectiveNow }) => {
    requireTrial(running, book.now);
    const { start, timeZone } = running.facts;
    return notBefore(startMark(effectiveNow, timeZone), start);
  },
);
