import { Fraction } from '#domain/shared/fraction.ts';
import { parseRate } from '#domain/shared/rate.ts';
import type { AppliedRate, TaxRule } from '#domain/taxes/applied-rate.ts';
import { spread, sumOf } from '#domain/taxes/spread.ts';

/** A line of a document before its taxes. */
export interface TaxableLine {
  /** Its amount less its discounts, in minor units; with the taxes that it includes. */
  readonly base: bigint;
  /** Each rate once. */
  readonly rates: readonly AppliedRate[];
}

/**
 * The taxes of a document's lines: for each line one amount in minor units for each of its rates.
 *
 * A tax on top is a share of the net amount. A tax that is included is a part of the base:
 * `net = base / (1 + Σ included rates)`. Everything is exact until it is rounded, once at the place
 * that the rule names; from there it is spread to rates, then to lines, by largest remainder.
 */
export const taxesOf = (
  rule: TaxRule,
  lines: readonly TaxableLine[],
): readonly (readonly bigint[])[] => {
  const shares = lines.flatMap(exactShares);
  const taxed = lines.map(({ rates }) => rates.map(() => 0n));
  if (shares.length === 0) return taxed;
  const amounts = roundedShares(rule, shares);
  for (const [index, { line, place }] of shares.entries()) {
    const ofLine = taxed[line];
    if (ofLine !== undefined) ofLine[place] = amounts[index] ?? 0n;
  }
  return taxed;
};

/** The exact tax of one line at one of its rates. */
interface Share {
  readonly line: number;
  /** The place of the rate among those of its line. */
  readonly place: number;
  readonly rate: AppliedRate;
  readonly base: bigint;
  readonly exact: Fraction;
}

const exactShares = ({ base, rates }: TaxableLine, line: number): readonly Share[] => {
  if (rates.length === 0) return [];
  const included = sumOf(rates.filter(({ isInclusive }) => isInclusive).map(fractionOf));
  const whole = Fraction.of(1n).plus(included);
  const net = Fraction.of(base * whole.denominator, whole.numerator);
  return rates.map((rate, place) => {
    return { line, place, rate, base, exact: net.times(fractionOf(rate)) };
  });
};

const fractionOf = ({ rate }: AppliedRate): Fraction => {
  const { coefficient, scale } = parseRate(rate);
  return Fraction.of(coefficient, 10n ** BigInt(scale));
};

/** The amounts of all shares, in their order. */
const roundedShares = (rule: TaxRule, shares: readonly Share[]): readonly bigint[] => {
  // Which side is rounded is another matter for what prices include, so the two are kept apart.
  const apart = [true, false].map((isInclusive) =>
    shares.filter(({ rate }) => rate.isInclusive === isInclusive),
  );
  const amounts = new Map<Share, bigint>();
  for (const kind of apart) {
    for (const group of groupsOf(rule, kind)) {
      const rounded = spreadToRates(roundedSum(rule, group), group);
      for (const [share, amount] of rounded) amounts.set(share, amount);
    }
  }
  return shares.map((share) => amounts.get(share) ?? 0n);
};

/** The shares that are summed before they are rounded. */
const groupsOf = (
  { taxRounding, inclusiveRounding }: TaxRule,
  shares: readonly Share[],
): readonly (readonly Share[])[] => {
  if (shares.length === 0) return [];
  switch (taxRounding) {
    case 'per_document':
      return [shares];
    case 'per_rate':
      return [...Map.groupBy(shares, ({ rate }) => rate.taxRateId).values()];
    case 'per_line':
      // A line has one net amount, and one tax at each rate.
      return inclusiveRounding === 'net' && shares[0]?.rate.isInclusive === true
        ? [...Map.groupBy(shares, ({ line }) => line).values()]
        : shares.map((share) => [share]);
  }
};

/** The tax of shares of one kind, rounded once. */
const roundedSum = ({ rounding, inclusiveRounding }: TaxRule, group: readonly Share[]): bigint => {
  const exact = sumOf(group.map((share) => share.exact));
  const isNetRounded = inclusiveRounding === 'net' && group[0]?.rate.isInclusive === true;
  if (!isNetRounded) return exact.round(rounding);
  const bases = new Map(group.map(({ line, base }) => [line, base]));
  const base = [...bases.values()].reduce((sum, each) => sum + each, 0n);
  return base - Fraction.of(base).minus(exact).round(rounding);
};

const spreadToRates = (
  whole: bigint,
  group: readonly Share[],
): readonly (readonly [Share, bigint])[] => {
  const byRate = [...Map.groupBy(group, ({ rate }) => rate.taxRateId).values()];
  const exact = byRate.map((shares) => sumOf(shares.map((share) => share.exact)));
  const ofRates = spread(whole, exact);
  return byRate.flatMap((shares, index) => {
    const parts = shares.map((share) => share.exact);
    const amounts = spread(ofRates[index] ?? 0n, parts);
    return shares.map((share, at) => [share, amounts[at] ?? 0n] as const);
  });
};
