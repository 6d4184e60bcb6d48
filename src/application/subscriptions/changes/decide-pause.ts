import type { Command } from '#application/subscriptions/changes/command.ts';
import {
  decideRebuilt,
  limitsOf,
  settingOf,
} from '#application/subscriptions/changes/decide-agreement.ts';
import type { SubscriptionNamed } from '#application/subscriptions/changes/decide-end.ts';
import { findNamed } from '#application/subscriptions/changes/decide-end.ts';
import { decideTakenBack } from '#application/subscriptions/changes/decide-take-back.ts';
import type { Situation } from '#application/subscriptions/changes/decision.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { endMark, startMark } from '#domain/subscriptions/agreement/mark.ts';
import { pauseAt } from '#domain/subscriptions/agreement/pause.ts';
import type { ChangeKind, SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import { changeEffective, resumeOn } from '#domain/subscriptions/changes/effective.ts';
import { SubscriptionNotPaused, SubscriptionPaused } from '#domain/subscriptions/errors.ts';
import type { RunningSubscription } from '#domain/subscriptions/subscription.ts';
import { requireRunning } from '#domain/subscriptions/subscription.ts';

/** A pause as people ask for it. */
export interface PausePreviewInput extends SubscriptionNamed {
  readonly effective: EffectiveInput;
  /** A local day on which it goes on by itself; until somebody resumes it where absent. */
  readonly resumesOn?: string | undefined;
  /** Advance for the time of the pause is credited, or stays paid; `prorated` where absent. */
  readonly credit?: 'prorated' | 'none' | undefined;
}

/** The end of a pause as people ask for it. */
export interface ResumePreviewInput extends SubscriptionNamed {
  readonly effective: EffectiveInput;
}

/** Lets nothing accrue from a mark on. What falls due before it is charged first. */
export const pauseCommand: Command<PausePreviewInput> = {
  customerOf: async (repositories, input, now) =>
    (await findNamed(repositories, input, now)).facts.customerId,
  decide: async (situation, input) => {
    const { book } = situation;
    const running = requireRunning(await findNamed(book.repositories, input, book.now));
    const { facts } = running;
    if (pauseAt(facts, book.now) !== null) throw new SubscriptionPaused();
    const from = changeEffective(input.effective, running, limitsOf(situation), endMark);
    const { resumesOn, credit = 'prorated' } = input;
    const until = resumesOn === undefined ? null : resumeOn(resumesOn, facts, from);
    const isKept = credit === 'none';
    const pause = {
      ...newChange(situation, running, 'pause', from),
      // Where the paid period stays paid, it is charged to its end whenever it falls due.
      decrease: isKept ? ('keep_paid' as const) : ('credit' as const),
      charge: isKept ? ('none' as const) : chargeOf(facts.policy),
    };
    const resume = until && resumeOf(newChange(situation, running, 'resume', until), pause);
    return decideRebuilt(situation, running, await settingOf(book, running), {
      type: 'subscription.paused',
      made: resume === null ? [pause] : [pause, resume],
      removed: [],
      by: causeOf(pause),
      doesNotFit: () => new SubscriptionPaused(),
    });
  },
};

/**
 * Lets a subscription go on. Where its pause has not begun, and would end no later than it begins,
 * the pause is taken back.
 */
export const resumeCommand: Command<ResumePreviewInput> = {
  customerOf: async (repositories, input, now) =>
    (await findNamed(repositories, input, now)).facts.customerId,
  decide: async (situation, input) => {
    const { book } = situation;
    const running = requireRunning(await findNamed(book.repositories, input, book.now));
    const { facts } = running;
    const pause = pauseAt(facts, book.now);
    if (pause === null) throw new SubscriptionNotPaused();
    const at = changeEffective(input.effective, running, limitsOf(situation), startMark);
    const setting = await settingOf(book, running);
    const ahead = (kind: ChangeKind) => setting.scheduled.filter((each) => each.kind === kind);
    if (pause.from.at > book.now && at.at <= pause.from.at) {
      const removed = [...ahead('pause'), ...ahead('resume')];
      return decideTakenBack(situation, running, setting, {
        type: 'subscription.resumed',
        removed,
      });
    }
    const begunBy = facts.segments.find(
      ({ from, isPaused }) => isPaused === true && from.at === pause.from.at,
    )?.begunBy;
    const made = newChange(situation, running, 'resume', at);
    const resume = begunBy === undefined ? made : resumeOf(made, begunBy);
    return decideRebuilt(situation, running, setting, {
      type: 'subscription.resumed',
      made: [resume],
      removed: ahead('resume'),
      by: causeOf(resume),
      doesNotFit: () => new SubscriptionNotPaused(),
    });
  },
};

const newChange = (
  { book }: Situation,
  { facts }: RunningSubscription,
  kind: ChangeKind,
  effective: Mark,
): SubscriptionChange => {
  const { cycle, decrease, creditAs } = facts.policy;
  return {
    id: book.nextId('chg'),
    subscriptionId: facts.id,
    kind,
    effective,
    planId: null,
    planVersion: null,
    planVersionId: null,
    cycle,
    decrease,
    charge: chargeOf(facts.policy),
    creditAs,
    items: [],
    anchorOn: null,
    timeZone: null,
    trialDays: null,
    createdAt: book.now,
    takenBackAt: null,
  };
};

// A rest that a pause gave back is charged again, also where changes charge nothing of theirs.
const chargeOf = ({ charge }: Pick<SubscriptionChange, 'charge'>): SubscriptionChange['charge'] =>
  charge === 'none' ? 'immediately' : charge;

/** A resumption that charges nothing again of a period that stayed paid through the pause. */
const resumeOf = (
  resume: SubscriptionChange,
  { decrease }: Pick<SubscriptionChange, 'decrease'>,
): SubscriptionChange => ({ ...resume, decrease });

const causeOf = ({ id, decrease, charge, creditAs }: SubscriptionChange) => ({
  id,
  decrease,
  charge,
  creditAs,
  isOtherPlan: false,
});
