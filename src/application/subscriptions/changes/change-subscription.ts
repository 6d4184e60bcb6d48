import type { RequestContext } from '#application/shared/context.ts';
import type { Quoted } from '#application/shared/quote.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { CommandDependencies } from '#application/subscriptions/changes/command.ts';
import { execute } from '#application/subscriptions/changes/command.ts';
import type { ChangePreviewInput } from '#application/subscriptions/changes/decide-change.ts';
import { changeCommand } from '#application/subscriptions/changes/decide-change.ts';
import type { TakeBackChangeInput } from '#application/subscriptions/changes/decide-take-back.ts';
import { takeBackCommand } from '#application/subscriptions/changes/decide-take-back.ts';
import type {
  SubscriptionChangeView,
  SubscriptionView,
} from '#application/subscriptions/queries.ts';
import { subscriptionChangeView, subscriptionView } from '#application/subscriptions/queries.ts';
import { invariant } from '#domain/shared/invariant.ts';

export interface ChangeSubscriptionInput extends ChangePreviewInput, Quoted {}

/** Changes what is agreed to, and settles what follows in the same transaction. */
export class ChangeSubscription
  implements UseCase<ChangeSubscriptionInput, SubscriptionChangeView>
{
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: CommandDependencies;

  constructor(dependencies: CommandDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | SubscriptionNotFound | SubscriptionEnded | PlanNotFound}
   * @throws {PlanNotOffered | CustomerCurrencyMismatch | EarlierThanLastChange}
   * @throws {PeriodClosed | ChangeAfterEnd | CustomerBusy | PreviewOutdated | PlanVersionNotFound}
   * @throws {PlanVersionNotPublished | PriceCodesUnmatched | OverridesUnmatched}
   */
  execute(
    context: RequestContext,
    input: ChangeSubscriptionInput,
  ): Promise<SubscriptionChangeView> {
    return execute(this.#dependencies, context, changeCommand, input, ({ decision, now }) => {
      const [change] = decision.added;
      invariant(change !== undefined, 'A change is stored.');
      return subscriptionChangeView(change, now, null);
    });
  }
}

/** Takes back a change that lies ahead. */
export class TakeBackChange implements UseCase<TakeBackChangeInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: CommandDependencies;

  constructor(dependencies: CommandDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {SubscriptionNotFound | VersionMismatch | SubscriptionChangeNotFound}
   * @throws {SubscriptionEnded | ChangeNotScheduled | CustomerBusy}
   */
  execute(context: RequestContext, input: TakeBackChangeInput): Promise<SubscriptionView> {
    return execute(this.#dependencies, context, takeBackCommand, input, ({ subscription, now }) =>
      subscriptionView(subscription, now),
    );
  }
}
