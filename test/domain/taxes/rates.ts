import type { AppliedRate, TaxRule } from '#domain/taxes/applied-rate.ts';
import { buildId } from '../../../src/testing/builders.ts';

/** A rate on top of prices. */
export const onTop = (rate: string, name = rate): AppliedRate => ({
  taxRateId: buildId('tax'),
  name,
  rate,
  isInclusive: false,
});

/** A rate that prices include. */
export const included = (rate: string, name = rate): AppliedRate => ({
  ...onTop(rate, name),
  isInclusive: true,
});

export const rule = (given: Partial<TaxRule> = {}): TaxRule => ({
  version: 1,
  rounding: 'half_up',
  taxRounding: 'per_rate',
  inclusiveRounding: 'tax',
  ...given,
});
