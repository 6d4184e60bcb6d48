import { agreeChange, otherVersion } from '#application/subscriptions/changes/decide-change.ts';
import type { Situation } from '#application/subscriptions/changes/decision.ts';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { ChangeInput, SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { requireRunning } from '#domain/subscriptions/subscription.ts';

/** The most changes that a new subscription comes with. */
export const phasesMax = 20;

/** A new subscription with the changes that were agreed to along with it. */
export interface Phased {
  readonly subscription: Subscription;
  readonly added: readonly SubscriptionChange[];
  readonly takenBack: readonly SubscriptionChange[];
  /** The plan versions that it names, or will. */
  readonly versions: readonly PlanVersion[];
}

/**
 * Agrees to the changes that a new subscription comes with, one after the other, as they would be
 * agreed to once it is there. All lie ahead.
 * @throws {InvalidValue} as a change is refused, at `/changes/0/…`; `effective_in_the_past`,
 *   `too_many`
 */
export const agreePhases = async (
  situation: Situation,
  created: Subscription,
  version: PlanVersion,
  given: readonly ChangeInput[],
): Promise<Phased> => {
  if (given.length > phasesMax) {
    const detail = `A subscription comes with ${phasesMax} changes at most.`;
    throw InvalidValue.because('too_many', detail, '/changes');
  }
  let phased: Phased = { subscription: created, added: [], takenBack: [], versions: [version] };
  for (const [index, input] of given.entries()) {
    phased = await within(index, () => withPhase(situation, phased, input));
  }
  return phased;
};

const withPhase = async (
  situation: Situation,
  { subscription, added, takenBack, versions }: Phased,
  input: ChangeInput,
): Promise<Phased> => {
  const { book } = situation;
  const running = requireRunning(subscription);
  const other = await otherVersion(situation, running, input);
  const known = other === null ? versions : [...versions, other];
  const scheduled = added.filter((change) => !takenBack.includes(change));
  const setting = { terms: new Terms(known, book.hash), scheduled };
  const agreed = await agreeChange(situation, running, other, setting, input);
  if (agreed.change.effective.at <= book.now) {
    throw InvalidValue.because(
      'effective_in_the_past',
      'A change of a new subscription lies ahead: let it begin with what holds now.',
      '/effective',
    );
  }
  return {
    subscription: agreed.changed,
    added: [...added, agreed.change],
    takenBack: [...takenBack, ...agreed.takenBack],
    versions: known,
  };
};

/** Points at the change that is refused. */
const within = async <Answer>(index: number, work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const faults = error.faults.map((fault) => ({
      ...fault,
      pointer: `/changes/${index}${fault.pointer}`,
    }));
    throw new InvalidValue(faults);
  }
};
