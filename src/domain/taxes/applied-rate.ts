import type { TaxRateId } from '#domain/shared/ids.ts';
import type { TaxRateFacts } from '#domain/taxes/tax-rate.ts';
import type { BillingPolicy, ChargeRounding } from '#domain/tenants/billing-policy.ts';

/** A tax rate as a document keeps it, whatever becomes of the rate itself. */
export interface AppliedRate {
  readonly taxRateId: TaxRateId;
  readonly name: string;
  /** A decimal from 0 to 1. */
  readonly rate: string;
  readonly isInclusive: boolean;
}

export const appliedRate = ({ id, name, rate, isInclusive }: TaxRateFacts): AppliedRate => ({
  taxRateId: id,
  name,
  rate,
  isInclusive,
});

/** How the taxes of a document are rounded: plain JSON, stored with the document. */
export interface TaxRule {
  /** Of the arithmetic: what one of a version came to never changes. */
  readonly version: 1;
  readonly rounding: ChargeRounding;
  readonly taxRounding: BillingPolicy['taxRounding'];
  readonly inclusiveRounding: BillingPolicy['inclusiveRounding'];
}

export const taxRuleOf = ({
  rounding,
  taxRounding,
  inclusiveRounding,
}: Pick<BillingPolicy, 'rounding' | 'taxRounding' | 'inclusiveRounding'>): TaxRule => ({
  version: 1,
  rounding,
  taxRounding,
  inclusiveRounding,
});
