import type { TaxRateId } from '#domain/shared/ids.ts';

/** The places that say by which rates a line is taxed; null or absent where one says nothing. */
export interface TaxRatePlaces {
  readonly line?: readonly TaxRateId[] | null | undefined;
  readonly customer?: readonly TaxRateId[] | null | undefined;
  readonly product?: readonly TaxRateId[] | null | undefined;
  readonly tenant?: readonly TaxRateId[] | null | undefined;
}

/**
 * The rates of a line: those of the place nearest to it that says anything. An empty list says
 * that nothing is taxed. Whatever decides over taxes later, exemptions too, is decided here.
 */
export const nearestRates = ({
  line,
  customer,
  product,
  tenant,
}: TaxRatePlaces): readonly TaxRateId[] => line ?? customer ?? product ?? tenant ?? [];
