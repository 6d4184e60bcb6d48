import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { changeEnd } from '#application/subscriptions/change-end.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import type { EffectiveInput } from '#domain/subscriptions/effective.ts';
import { endEffective, parseEndReason } from '#domain/subscriptions/effective.ts';
import { requireRunning } from '#domain/subscriptions/subscription.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
  readonly hash: (text: string) => string;
}

export interface CancelSubscriptionInput {
  readonly subscriptionId: SubscriptionId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly effective: EffectiveInput;
  /** The credit for what was paid in advance; as the subscription's policy says, where absent. */
  readonly cancelCredit?: 'prorated' | 'none' | 'full' | undefined;
  readonly reason?: string | null | undefined;
}

/** Ends a subscription now or later. What was charged in advance beyond the end is credited. */
export class CancelSubscription implements UseCase<CancelSubscriptionInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | SubscriptionNotFound | VersionMismatch | SubscriptionEnded}
   * @throws {CustomerBusy}
   */
  execute(context: RequestContext, input: CancelSubscriptionInput): Promise<SubscriptionView> {
    const { unitOfWork, hash } = this.#dependencies;
    const { subscriptionId, version, effective, cancelCredit } = input;
    const reason = parseEndReason(input.reason);

    return unitOfWork.run(context, async (repositories, run) => {
      const work = { repositories, run, hash };
      return changeEnd(work, { subscriptionId, version, cancelCredit }, (found, grid, now) => {
        const running = requireRunning(found);
        return running.cancel(endEffective(effective, running, grid, now), reason, now);
      });
    });
  }
}

/** Takes back an end that lies ahead. */
export class UncancelSubscription
  implements UseCase<Pick<CancelSubscriptionInput, 'subscriptionId' | 'version'>, SubscriptionView>
{
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {SubscriptionNotFound | VersionMismatch | SubscriptionEnded | SubscriptionNotCanceled}
   * @throws {CustomerBusy}
   */
  execute(
    context: RequestContext,
    { subscriptionId, version }: Pick<CancelSubscriptionInput, 'subscriptionId' | 'version'>,
  ): Promise<SubscriptionView> {
    const { unitOfWork, hash } = this.#dependencies;

    return unitOfWork.run(context, (repositories, run) =>
      changeEnd({ repositories, run, hash }, { subscriptionId, version }, (found, _grid, now) =>
        requireRunning(found).uncancel(now),
      ),
    );
  }
}
