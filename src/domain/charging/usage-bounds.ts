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
  const { maximum } = terms;
  const { isProgressive = false } = derivation;
  const minimum = isProgressive ? undefined : terms.minimum;
  const measured = isProgressive ? throughPeriod(derivation) : derivation;
  const most = maximum === undefined ? null : boundOf('maximum', maximum, measured);
  const capped = most !== null && exact.compare(most.amount) > 0 ? most : null;
  const least = minimum === undefined ? null : boundOf('minimum', minimum, derivation);
  const isBelow = least !== null && (capped?.amount ?? exact).compare(least.amount) < 0;
  return [...(capped ? [capped] : []), ...(isBelow ? [least] : [])];
};

/** As it will be when the period has ended, should it go on till then. */
const throughPeriod = (derivation: UsageDerivation): UsageDerivation => {
  const { period, spans } = derivation;
  const { end, endsAt } = period;
  const last = spans.length - 1;
  const whole = spans.map((span, index) => (index < last ? span : { ...span, end, endsAt }));
  return { ...derivation, spans: whole };
};

const boundOf = (
  bound: UsageBoundStep['bound'],
  minor: string,
  derivation: UsageDerivation,
): UsageBoundStep => {
  const whole = Fraction.of(BigInt(minor));
  return { kind: 'usage_bound', bound, whole, amount: servedShare(whole, derivation) };
};
