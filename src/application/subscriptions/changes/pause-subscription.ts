import type { RequestContext } from '#application/shared/context.ts';
import type { Quoted } from '#application/shared/quote.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { CommandDependencies } from '#application/subscriptions/changes/command.ts';
import { execute } from '#application/subscriptions/changes/command.ts';
import type {
  PausePreviewInput,
  ResumePreviewInput,
} from '#application/subscriptions/changes/decide-pause.ts';
import { pauseCommand, resumeCommand } from '#application/subscriptions/changes/decide-pause.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

export interface PauseSubscriptionInput extends PausePreviewInput, Quoted {
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Pauses a subscription now or later, and settles what follows in the same transaction. */
export class PauseSubscription implements UseCase<PauseSubscriptionInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: CommandDependencies;

  constructor(dependencies: CommandDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | SubscriptionNotFound | VersionMismatch | SubscriptionEnded}
   * @throws {SubscriptionPaused | EarlierThanLastChange | PeriodClosed | ChangeAfterEnd}
   * @throws {CustomerBusy | PreviewOutdated}
   */
  execute(context: RequestContext, input: PauseSubscriptionInput): Promise<SubscriptionView> {
    return execute(this.#dependencies, context, pauseCommand, input, ({ subscription, now }) =>
      subscriptionView(subscription, now),
    );
  }
}

export interface ResumeSubscriptionInput extends ResumePreviewInput, Quoted {
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Ends a pause now or later, or takes back one that lies ahead. */
export class ResumeSubscription implements UseCase<ResumeSubscriptionInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: CommandDependencies;

  constructor(dependencies: CommandDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | SubscriptionNotFound | VersionMismatch | SubscriptionEnded}
   * @throws {SubscriptionNotPaused | EarlierThanLastChange | PeriodClosed | ChangeAfterEnd}
   * @throws {CustomerBusy | PreviewOutdated}
   */
  execute(context: RequestContext, input: ResumeSubscriptionInput): Promise<SubscriptionView> {
    return execute(this.#dependencies, context, resumeCommand, input, ({ subscription, now }) =>
      subscriptionView(subscription, now),
    );
  }
}
