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

interface Dependencies {
  readonly unitOfWork: UnitOfWork<TaxRepositories>;
}

export interface ArchiveTaxRateInput {
  readonly taxRateId: TaxRateId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Takes a tax rate out of use: it is put nowhere any more. Where it stands it stays in force. */
export class ArchiveTaxRate implements UseCase<ArchiveTaxRateInput, TaxRateView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {TaxRateNotFound | VersionMismatch | TaxRateArchived} */
  execute(
    context: RequestContext,
    { taxRateId, version }: ArchiveTaxRateInput,
  ): Promise<TaxRateView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ taxRates }, { now }) => {
      const found = requireVersion(await taxRates.find(taxRateId), version, TaxRateNotFound);
      if (found.status === 'archived') throw new TaxRateArchived();

      return taxRateView(await taxRates.save(found.archive(now)));
    });
  }
}
