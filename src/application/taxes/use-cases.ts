import type { ListRequest } from '#application/shared/created-on.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import { parseSearch } from '#application/shared/search.ts';
import { ArchiveTaxRate } from '#application/taxes/archive-tax-rate.ts';
import { CreateTaxRate } from '#application/taxes/create-tax-rate.ts';
import type { TaxRepositories } from '#application/taxes/ports.ts';
import type { TaxRateFilter, TaxReads } from '#application/taxes/queries.ts';
import { UpdateTaxRate } from '#application/taxes/update-tax-rate.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import { TaxRateNotFound } from '#domain/taxes/errors.ts';

export interface GetTaxRateInput {
  readonly taxRateId: TaxRateId;
}

export type ListTaxRatesInput = TaxRateFilter & ListRequest;

/** The use cases of tax rates. */
export const taxRateUseCases = (ports: Ports<TaxRepositories, TaxReads>) => ({
  create: guarded(new CreateTaxRate(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission: 'catalog:read',
      find: ({ taxRates }, { taxRateId }: GetTaxRateInput) => taxRates.find(taxRateId),
      notFound: TaxRateNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission: 'catalog:read',
      prefix: 'tax',
      parse: ({ search }: TaxRateFilter) =>
        checkAll({ search: () => orUndefined(parseSearch)(search) }),
      list: ({ taxRates }, filter, slice) => taxRates.list(filter, slice),
    }),
  ),
  update: guarded(new UpdateTaxRate(ports)),
  archive: guarded(new ArchiveTaxRate(ports)),
});

export type TaxRateUseCases = ReturnType<typeof taxRateUseCases>;
