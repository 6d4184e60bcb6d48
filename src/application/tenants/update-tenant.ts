import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { KnownTaxRateRepositories } from '#application/tenants/known-tax-rates.ts';
import { requireTaxRates } from '#application/tenants/known-tax-rates.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import { tenantView } from '#application/tenants/queries.ts';
import type { StoppedAccountRepositories } from '#application/tenants/stopped-accounts.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import type { TenantChanges } from '#domain/tenants/tenant.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<
    TenantRepositories & StoppedAccountRepositories & KnownTaxRateRepositories
  >;
}

export interface UpdateTenantInput {
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: TenantChanges;
}

/**
 * Changes the caller's tenant: its name, default currency, time zone, settings of billing. Where
 * billing was stopped and is not any more, it goes on at once.
 */
export class UpdateTenant implements UseCase<UpdateTenantInput, TenantView> {
  readonly permission = 'tenant:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | VersionMismatch | TenantNotFound} */
  execute(context: RequestContext, { version, changes }: UpdateTenantInput): Promise<TenantView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, { now }) => {
      const { tenants, billingAccounts, noticeSchedule, taxRates } = repositories;
      const tenant = requireVersion(await tenants.find(), version, TenantNotFound);

      const changed = tenant.change(changes, now);
      await requireTaxRates(taxRates, changes.billing?.taxRateIds, '/billing/taxRateIds');
      // Nothing changed, so there is nothing to store and no version to count.
      if (changed === tenant) return tenantView(tenant);
      const saved = await tenants.save(changed);
      const [before, after] = [tenant.facts.billing, saved.facts.billing];
      if (before.isStopped && !after.isStopped) await billingAccounts.resume(now);
      const { upcomingNoticeDays: days } = after;
      if (days > before.upcomingNoticeDays) await noticeSchedule.setDays(days);
      return tenantView(saved);
    });
  }
}
