import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TaxRepositories } from '#application/taxes/ports.ts';
import type { TaxRateView } from '#application/taxes/queries.ts';
import { taxRateView } from '#application/taxes/queries.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';
import { TaxRateArchived, TaxRateNotFound } from '#domain/taxes/errors.ts';
import type { TaxRateChanges } from '#domain/taxes/tax-rate.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<TaxRepositories>;
}

export interface UpdateTaxRateInput {
  readonly taxRateId: TaxRateId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: TaxRateChanges;
}

/** Changes how a tax rate is called. What it comes to is fixed. */
export class UpdateTaxRate implements UseCase<UpdateTaxRateInput, TaxRateView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | TaxRateNotFound | VersionMismatch | TaxRateArchived | TaxRateFixed}
   */
  execute(
    context: RequestContext,
    { taxRateId, version, changes }: UpdateTaxRateInput,
  ): Promise<TaxRateView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ taxRates }, { now }) => {
      const found = requireVersion(await taxRates.find(taxRateId), version, TaxRateNotFound);
      if (found.status === 'archived') throw new TaxRateArchived();

      const changed = found.change(changes, now);
      // Nothing changed, so there is nothing to store and no version to count.
      return taxRateView(changed === found ? found : await taxRates.save(changed));
    });
  }
}
