import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { forgottenBefore } from '#domain/alerts/reached-threshold.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';

type Repositories = Pick<UsageAlertRepositories, 'usageAlerts'> &
  Pick<TenantRepositories, 'tenants'>;

interface Dependencies {
  readonly unitOfWork: UnitOfWork<Repositories>;
}

/** A step in one tenant. */
export interface ForgottenStep {
  /** The number of thresholds. */
  readonly thresholds: number;
  /** Nothing is left to do. */
  readonly isDone: boolean;
}

const stepMax = 5000;

/**
 * Deletes the next thresholds of a tenant that were reached in periods whose events are gone. It is
 * business time that says which: in a test tenant a period is over when its clock says so.
 */
export class ForgetReachedThresholds implements UseCase<Record<string, never>, ForgottenStep> {
  readonly permission = 'usage:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  execute(context: RequestContext): Promise<ForgottenStep> {
    return this.#dependencies.unitOfWork.run(context, async ({ tenants, usageAlerts }, { now }) => {
      const tenant = await tenants.find();
      if (tenant === undefined) throw new TenantNotFound();
      const endedBefore = forgottenBefore(now, tenant.facts.usage);
      const thresholds = await usageAlerts.forgetReached(endedBefore, stepMax);
      return { thresholds, isDone: thresholds < stepMax };
    });
  }
}
