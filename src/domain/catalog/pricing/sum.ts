import type { Priced, PricingStep } from '#domain/catalog/pricing/step.ts';
import { Fraction } from '#domain/shared/fraction.ts';

export const nothing = Fraction.of(0n);

/** The sum of these steps. It is a step of its own where there are several. */
export const summed = (steps: readonly PricingStep[]): Priced => {
  const [only] = steps;
  if (only === undefined) return { exact: nothing, steps: [{ kind: 'nothing', amount: nothing }] };
  if (steps.length === 1) return { exact: only.amount, steps };
  const exact = steps.reduce((sum, { amount }) => sum.plus(amount), nothing);
  return { exact, steps: [...steps, { kind: 'total', amount: exact }] };
};

/** Amounts in minor units. */
export interface Digits {
  /** Of the currency, after the point. */
  readonly minorUnitDigits: number;
}

/** A decimal in major units, as a number of minor ones. */
export const minorOf = (major: Fraction, { minorUnitDigits }: Digits): Fraction =>
  major.times(Fraction.of(10n ** BigInt(minorUnitDigits)));

/** An amount of money as it is stored: minor units as a text. */
export const storedAmount = (minor: string): Fraction => Fraction.of(BigInt(minor));
