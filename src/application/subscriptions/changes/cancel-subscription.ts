import type { RequestContext } from '#application/shared/context.ts';
import type { Quoted } from '#application/shared/quote.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { CommandDependencies } from '#application/subscriptions/changes/command.ts';
import { execute } from '#application/subscriptions/changes/command.ts';
import type { SubscriptionNamed } from '#application/subscriptions/changes/decide-end.ts';
import { endCommand } from '#application/subscriptions/changes/decide-end.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import { endEffective, parseEndReason } from '#domain/subscriptions/changes/effective.ts';
import type { CancelCredit } from '#domain/subscriptions/changes/end-change.ts';
import { requireRunning } from '#domain/subscriptions/subscription.ts';

/** The end of a subscription, as people ask for it. */
export interface CancelPreviewInput extends SubscriptionNamed {
  readonly effective: EffectiveInput;
  /** The credit for what was paid in advance; as the subscription's policy says, where absent. */
  readonly cancelCredit?: CancelCredit | undefined;
  readonly reason?: string | null | undefined;
}

export interface CancelSubscriptionInput extends CancelPreviewInput, Quoted {
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Ends a subscription now or later; what was charged in advance beyond the end is credited. */
export const cancelCommand = endCommand<CancelPreviewInput>(
  ({ cancelCredit }) => cancelCredit,
  (found, { effective, reason }, times) => {
    const running = requireRunning(found);
    const end = endEffective(effective, running, times);
    return running.cancel(end, parseEndReason(reason), times.now);
  },
);

const uncancelCommand = endCommand<SubscriptionNamed>(
  () => undefined,
  (found, _input, { now }) => requireRunning(found).uncancel(now),
);

/** Ends a subscription, and settles what follows in the same transaction. */
export class CancelSubscription implements UseCase<CancelSubscriptionInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: CommandDependencies;

  constructor(dependencies: CommandDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | SubscriptionNotFound | VersionMismatch | SubscriptionEnded}
   * @throws {CustomerBusy | PreviewOutdated}
   */
  execute(context: RequestContext, input: CancelSubscriptionInput): Promise<SubscriptionView> {
    parseEndReason(input.reason);
    return execute(this.#dependencies, context, cancelCommand, input, ({ subscription, now }) =>
      subscriptionView(subscription, now),
    );
  }
}

export interface UncancelSubscriptionInput {
  readonly subscriptionId: SubscriptionId;
  readonly version: SeenVersion;
}

/** Takes back an end that lies ahead. */
export class UncancelSubscription implements UseCase<UncancelSubscriptionInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: CommandDependencies;

  constructor(dependencies: CommandDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {SubscriptionNotFound | VersionMismatch | SubscriptionEnded | SubscriptionNotCanceled}
   * @throws {CustomerBusy}
   */
  execute(context: RequestContext, input: UncancelSubscriptionInput): Promise<SubscriptionView> {
    const { subscriptionId, version } = input;
    return execute(
      this.#dependencies,
      context,
      uncancelCommand,
      { subscriptionId, version },
      ({ subscription, now }) => subscriptionView(subscription, now),
    );
  }
}
