import type { UsageDerivation } from '#domain/charging/derivation.ts';
import { servedShare } from '#domain/charging/part-of-period.ts';
import type { UsageBoundStep } from '#domain/charging/step.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { Fraction } from '#domain/shared/fraction.ts';

// How the fourth version bounds what usage comes to. Frozen with it: see evaluator-4.ts.

/** No more than the maximum, then no less than the minimum, of the part that was served. */
export const boundsOf = (
  terms: PriceTerms,
  derivation: UsageDerivation,
  exact: Fraction,
): readonly UsageBoundStep[] => {
  const { minimum, maximum } = terms;
  const most = maximum === undefined ? null : boundOf('maximum', maximum, derivation);
  const capped = most !== null && exact.compare(most.amount) > 0 ? most : null;
  const least = minimum === undefined ? null : boundOf('minimum', minimum, derivation);
  const isBelow = least !== null && (capped?.amount ?? exact).compare(least.amount) < 0;
  return [...(capped ? [capped] : []), ...(isBelow ? [least] : [])];
};

const boundOf = (
  bound: UsageBoundStep['bound'],
  minor: string,
  derivation: UsageDerivation,
): UsageBoundStep => {
  const whole = Fraction.of(BigInt(minor));
  return { kind: 'usage_bound', bound, whole, amount: servedShare(whole, derivation) };
};
