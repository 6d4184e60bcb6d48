import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TaxRepositories } from '#application/taxes/ports.ts';
import type { TaxRateView } from '#application/taxes/queries.ts';
import { taxRateView } from '#application/taxes/queries.ts';
import type { TaxRateInput } from '#domain/taxes/tax-rate.ts';
import { ActiveTaxRate } from '#domain/taxes/tax-rate.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<TaxRepositories>;
}

/** Adds a tax rate. It taxes nothing before it is put somewhere. */
export class CreateTaxRate implements UseCase<TaxRateInput, TaxRateView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} */
  async execute(context: RequestContext, input: TaxRateInput): Promise<TaxRateView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ taxRates }, { now, nextId }) =>
      taxRateView(await taxRates.save(ActiveTaxRate.create(nextId('tax'), input, now))),
    );
  }
}
