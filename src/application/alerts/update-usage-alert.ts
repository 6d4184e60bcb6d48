import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { UsageAlertView } from '#application/alerts/queries.ts';
import { usageAlertView } from '#application/alerts/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { UsageAlertNotFound } from '#domain/alerts/errors.ts';
import type { UsageAlertChanges } from '#domain/alerts/usage-alert.ts';
import type { UsageAlertId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<UsageAlertRepositories>;
}

export interface UpdateUsageAlertInput {
  readonly alertId: UsageAlertId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: UsageAlertChanges;
}

/** Changes name, code and thresholds of an alert. What was reached stays reached. */
export class UpdateUsageAlert implements UseCase<UpdateUsageAlertInput, UsageAlertView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | UsageAlertNotFound | VersionMismatch | UsageAlertCodeTaken} */
  execute(
    context: RequestContext,
    { alertId, version, changes }: UpdateUsageAlertInput,
  ): Promise<UsageAlertView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ usageAlerts }, { now }) => {
      const alert = requireVersion(await usageAlerts.find(alertId), version, UsageAlertNotFound);

      const changed = alert.change(changes, now);
      // Nothing changed, so there is nothing to store and no version to count.
      return usageAlertView(changed === alert ? alert : await usageAlerts.save(changed));
    });
  }
}
