import type { RequestContext } from '#application/shared/context.ts';
import type { Quoted } from '#application/shared/quote.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { CommandDependencies, Executed } from '#application/subscriptions/changes/command.ts';
import { execute } from '#application/subscriptions/changes/command.ts';
import type { SubscriptionNamed } from '#application/subscriptions/changes/decide-end.ts';
import type { ExtendTrialPreviewInput } from '#application/subscriptions/changes/decide-trial.ts';
import {
  endTrialCommand,
  extendTrialCommand,
} from '#application/subscriptions/changes/decide-trial.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

export interface ExtendTrialInput extends ExtendTrialPreviewInput, Quoted {
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Lets a trial last longer, and settles what follows in the same transaction. */
export class ExtendTrial implements UseCase<ExtendTrialInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: CommandDependencies;

  constructor(dependencies: CommandDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | SubscriptionNotFound | VersionMismatch | SubscriptionEnded}
   * @throws {NotInTrial | CustomerBusy | PreviewOutdated}
   */
  execute(context: RequestContext, input: ExtendTrialInput): Promise<SubscriptionView> {
    return execute(this.#dependencies, context, extendTrialCommand, input, viewOf);
  }
}

export interface EndTrialInput extends SubscriptionNamed, Quoted {
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Ends a trial now: the first period is charged in the same transaction. */
export class EndTrial implements UseCase<EndTrialInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: CommandDependencies;

  constructor(dependencies: CommandDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {SubscriptionNotFound | VersionMismatch | SubscriptionEnded | NotInTrial}
   * @throws {CustomerBusy | PreviewOutdated}
   */
  execute(context: RequestContext, input: EndTrialInput): Promise<SubscriptionView> {
    return execute(this.#dependencies, context, endTrialCommand, input, viewOf);
  }
}

const viewOf = ({ subscription, now }: Executed): SubscriptionView =>
  subscriptionView(subscription, now);
