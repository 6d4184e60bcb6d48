import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { KnownTaxRateRepositories } from '#application/tenants/known-tax-rates.ts';
import { requireTaxRates } from '#application/tenants/known-tax-rates.ts';
import type { Logo, LogoReader, TenantRepositories } from '#application/tenants/ports.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import { tenantView } from '#application/tenants/queries.ts';
import type { StoppedAccountRepositories } from '#application/tenants/stopped-accounts.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import { parseLogoText } from '#domain/tenants/seller-look.ts';
import type { TenantChanges } from '#domain/tenants/tenant.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<
    TenantRepositories & StoppedAccountRepositories & KnownTaxRateRepositories
  >;
  readonly logoReader: LogoReader;
}

export interface UpdateTenantInput {
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  /** A logo is given as a picture, in base64. */
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
    const { unitOfWork, logoReader } = this.#dependencies;
    const logo = logoIn(changes, logoReader);

    return unitOfWork.run(context, async (repositories, { now }) => {
      const { tenants, billingAccounts, noticeSchedule, taxRates } = repositories;
      const tenant = requireVersion(await tenants.find(), version, TenantNotFound);

      const changed = tenant.change(logo ? withLogo(changes, logo) : changes, now);
      await requireTaxRates(taxRates, changes.billing?.taxRateIds, '/billing/taxRateIds');
      // Nothing changed, so there is nothing to store and no version to count.
      if (changed === tenant) return tenantView(tenant);
      if (logo !== undefined) await tenants.addLogo(logo);
      const saved = await tenants.save(changed);
      const [before, after] = [tenant.facts.billing, saved.facts.billing];
      if (before.isStopped && !after.isStopped) await billingAccounts.resume(now);
      const { upcomingNoticeDays: days } = after;
      if (days > before.upcomingNoticeDays) await noticeSchedule.setDays(days);
      return tenantView(saved);
    });
  }
}

/** The logo that is given; null and absent are none. */
const logoIn = ({ billing }: TenantChanges, reader: LogoReader): Logo | undefined => {
  const image = billing?.seller?.logo;
  if (image === undefined || image === null) return undefined;
  const logo = () => reader.read(parseLogoText(image));
  const seller = () => checkAll({ logo });
  return checkAll({ billing: () => checkAll({ seller }) }).billing.seller.logo;
};

/** The changes with the digest of the logo in the place of its picture. */
const withLogo = (changes: TenantChanges, { digest }: Logo): TenantChanges => ({
  ...changes,
  billing: { ...changes.billing, seller: { ...changes.billing?.seller, logo: digest } },
});
