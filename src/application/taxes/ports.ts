import type { KnownTaxRates } from '#application/tenants/known-tax-rates.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import type { TaxRate } from '#domain/taxes/tax-rate.ts';

/**
 * The tax rates of the one tenant of the unit of work.
 *
 * 1. `find` gives what was last saved, in the state it was saved in, or nothing.
 * 2. `save` stores and gives back what is stored now, one version on and with no events left.
 * 3. `save` of a state whose version is not the stored one changes nothing and throws.
 * 4. `findAll` gives those of these that there are, archived or not, in any order.
 * 5. `active` gives the ids of those of these that are there and not archived.
 */
export interface TaxRateRepository extends KnownTaxRates {
  find(taxRateId: TaxRateId): Promise<TaxRate | undefined>;
  findAll(taxRateIds: readonly TaxRateId[]): Promise<readonly TaxRate[]>;
  /** @throws {VersionMismatch} */
  save(taxRate: TaxRate): Promise<TaxRate>;
}

export interface TaxRepositories {
  readonly taxRates: TaxRateRepository;
}
