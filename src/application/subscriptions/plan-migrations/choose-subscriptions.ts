import { offeredVersion } from '#application/subscriptions/offered-version.ts';
import type {
  SelectedSubscription,
  SubscriptionRepositories,
} from '#application/subscriptions/ports.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { parseVersionNumber } from '#domain/catalog/plan-version.ts';
import { checkAll, checkEach } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { PlanId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Effective, EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import { requireEffective } from '#domain/subscriptions/changes/effective.ts';
import {
  namedSubscriptionsMax,
  requireSubscriptions,
} from '#domain/subscriptions/plan-migration.ts';

/** A migration as people describe it. */
export interface PlanMigrationInput {
  readonly planId: PlanId;
  /** A published version of the plan. */
  readonly toVersion: number;
  /** The versions to move from; all others where absent. */
  readonly fromVersions?: readonly number[] | undefined;
  /** Those to move; all that are on the plan where absent. */
  readonly subscriptionIds?: readonly SubscriptionId[] | undefined;
  /** When each change takes effect. */
  readonly effective: EffectiveInput;
}

/** The subscriptions of a migration, and where it leads. */
export interface Chosen {
  readonly version: PlanVersion;
  readonly fromVersions: readonly number[] | null;
  readonly effective: Effective;
  /** By their ids. Those that were named are among them whatever they agree to. */
  readonly subscriptions: readonly SelectedSubscription[];
}

/**
 * Finds what a migration moves. Whether each can be moved is seen when it is.
 * @throws {InvalidValue | PlanNotFound | PlanNotOffered | PlanVersionNotFound}
 * @throws {PlanVersionNotPublished}
 */
export const chooseSubscriptions = async (
  repositories: SubscriptionRepositories,
  { planId, toVersion, fromVersions: from, subscriptionIds, effective }: PlanMigrationInput,
  now: Instant,
): Promise<Chosen> => {
  const fromVersions = from ?? null;
  const asked = requireEffective(effective);
  checkAll({ toVersion: () => parseVersionNumber(toVersion) });
  const version = await offeredVersion(repositories, planId, toVersion);
  const versions = await repositories.planVersions.published(planId);
  checkAll({ fromVersions: () => knownNumbers(fromVersions ?? [], versions) });
  const { subscriptions } = repositories;
  const terms = { version, fromVersions, effective: asked };
  if (subscriptionIds !== undefined) {
    if (subscriptionIds.length > namedSubscriptionsMax) throw tooMany();
    const found = await subscriptions.selected(subscriptionIds);
    requireSubscriptions(subscriptionIds, new Set(found.map(({ id }) => id)));
    return { ...terms, subscriptions: found };
  }
  const others = versions.filter(
    ({ id, number }) => id !== version.id && (fromVersions?.includes(number) ?? true),
  );
  const agreedTo = await subscriptions.agreedTo(
    planId,
    others.map(({ id }) => id),
    now,
  );
  return { ...terms, subscriptions: agreedTo };
};

const knownNumbers = (
  given: readonly number[],
  versions: readonly PlanVersion[],
): readonly number[] =>
  checkEach(given, (number) => {
    if (versions.some((version) => version.number === number)) return number;
    throw InvalidValue.because('unknown_version', 'The plan has no published version like that.');
  });

const tooMany = (): InvalidValue =>
  InvalidValue.because(
    'too_many',
    `A migration names ${namedSubscriptionsMax} subscriptions at most. Without names it takes all.`,
    '/subscriptionIds',
  );
