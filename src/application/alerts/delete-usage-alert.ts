import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { UsageAlertNotFound } from '#domain/alerts/errors.ts';
import type { UsageAlertId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<UsageAlertRepositories>;
}

export interface DeleteUsageAlertInput {
  readonly alertId: UsageAlertId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Deletes an alert for good, with what it says was reached. Its events stay. */
export class DeleteUsageAlert implements UseCase<DeleteUsageAlertInput, void> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {UsageAlertNotFound | VersionMismatch} */
  execute(context: RequestContext, { alertId, version }: DeleteUsageAlertInput): Promise<void> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ usageAlerts }, { now }) => {
      const alert = requireVersion(await usageAlerts.find(alertId), version, UsageAlertNotFound);

      await usageAlerts.delete(alert.delete(now));
    });
  }
}
