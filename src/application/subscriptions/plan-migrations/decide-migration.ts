import { decideMove, placeOf } from '#application/subscriptions/changes/decide-change.ts';
import { findNamed } from '#application/subscriptions/changes/decide-end.ts';
import type { Decision, Situation } from '#application/subscriptions/changes/decision.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { planOfSegment } from '#domain/subscriptions/agreement/segments.ts';
import {
  EarlierThanLastChange,
  PeriodClosed,
  SubscriptionNotOnPlan,
} from '#domain/subscriptions/errors.ts';
import type { PlanMigrationFacts } from '#domain/subscriptions/plan-migration.ts';
import { requireRunning } from '#domain/subscriptions/subscription.ts';

/** The terms of a migration, and the version that it leads to. */
export interface Move extends Pick<PlanMigrationFacts, 'fromVersions' | 'effective'> {
  readonly version: PlanVersion;
}

/**
 * Decides the change that moves one subscription; null where it agrees to the version by then.
 * @throws {SubscriptionNotOnPlan} and what a change is refused with
 */
export const decideMigration = async (
  situation: Situation,
  move: Move,
  subscriptionId: SubscriptionId,
): Promise<Decision | null> => {
  try {
    return await decideAt(situation, move, subscriptionId);
  } catch (error) {
    // Somebody changed it after the migration was made, or its period passed: then it is moved now.
    const isLate = error instanceof EarlierThanLastChange || error instanceof PeriodClosed;
    const { now } = situation.book;
    if (!isLate || move.effective !== 'now' || situation.effectiveNow >= now) throw error;
    return decideAt({ ...situation, effectiveNow: now }, move, subscriptionId);
  }
};

const decideAt = async (
  situation: Situation,
  { version, fromVersions, effective }: Move,
  subscriptionId: SubscriptionId,
): Promise<Decision | null> => {
  const { repositories, now } = situation.book;
  const running = requireRunning(await findNamed(repositories, { subscriptionId }, now));
  const { base } = placeOf(situation, running, { effective });
  if (base.planVersionId === version.id) return null;
  const { planId, planVersion } = planOfSegment(running.facts, base);
  const isMeant = planId === version.planId && (fromVersions?.includes(planVersion) ?? true);
  if (!isMeant) throw new SubscriptionNotOnPlan();
  return decideMove(situation, running, version, { subscriptionId, effective });
};
