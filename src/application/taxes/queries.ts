import type { TimeZoneReads } from '#application/shared/created-on.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import type { TaxRate, TaxRateFacts, TaxRateStatus } from '#domain/taxes/tax-rate.ts';
import { taxRateStatuses } from '#domain/taxes/tax-rate.ts';

/** A tax rate as the tenant's people see it. */
export interface TaxRateView extends TaxRateFacts {
  readonly status: TaxRateStatus;
}

export const taxRateView = ({ status, facts }: TaxRate): TaxRateView => ({ ...facts, status });

/** The filters of a list of tax rates. */
export const taxRateStatusFilters = [...taxRateStatuses, 'all'] as const;

export interface TaxRateFilter {
  /** Where absent, all that are not archived. */
  readonly status?: (typeof taxRateStatusFilters)[number] | undefined;
  /** Words that begin words of the name, in any case. */
  readonly search?: string | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/**
 * Reads of one tenant's tax rates.
 *
 * 1. Newest first.
 * 2. Up to `slice.limit` after `slice.after`.
 * 3. An archived one is found by its id like any other.
 */
export interface TaxRateQueries {
  find(taxRateId: TaxRateId): Promise<TaxRateView | undefined>;
  list(filter: TaxRateFilter, slice: Slice<TaxRateId>): Promise<readonly TaxRateView[]>;
}

export interface TaxReads extends TimeZoneReads {
  readonly taxRates: TaxRateQueries;
}
