import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { findNamed } from '#application/subscriptions/changes/decide-end.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { changeTexts } from '#domain/subscriptions/subscription.ts';
import type { SubscriptionTextsChanges } from '#domain/subscriptions/subscription-texts.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
}

export interface UpdateSubscriptionInput {
  readonly subscriptionId: SubscriptionId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: SubscriptionTextsChanges;
}

/** Changes what people write on a subscription, running or ended; what is agreed to stays. */
export class UpdateSubscription implements UseCase<UpdateSubscriptionInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | SubscriptionNotFound | VersionMismatch | SubscriptionExternalIdTaken}
   * @throws {CustomerBusy}
   */
  execute(
    context: RequestContext,
    { changes, ...named }: UpdateSubscriptionInput,
  ): Promise<SubscriptionView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const { subscriptions, billingAccounts } = repositories;
      const known = await findNamed(repositories, named, run.now);
      const { now } = await billingAccounts.lock([known.facts.customerId]);
      const found = await findNamed(repositories, named, now);

      const changed = changeTexts(found, changes, now);
      // Nothing changed, so there is nothing to store and no version to count.
      if (changed === found) return subscriptionView(found, now);
      return subscriptionView(await subscriptions.save(changed), now);
    });
  }
}
