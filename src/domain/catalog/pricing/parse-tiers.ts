import { parseAmount } from '#domain/catalog/pricing/amounts.ts';
import type { TierInput } from '#domain/catalog/pricing/input.ts';
import type {
  CapacityTier,
  PackageTier,
  RateTier,
  StairstepTier,
  UnitTier,
} from '#domain/catalog/pricing/model.ts';
import { checkRecord, refusingOthers, required } from '#domain/catalog/pricing/stated.ts';
import { checkAll, checkEach, orNull } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { fractionOf, parseDecimal, parsePositiveDecimal } from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseCode } from '#domain/shared/text.ts';

/** The most tiers that a price has. */
export const tiersMax = 100;

/** The most meters that a capacity price bounds. */
export const metersMax = 20;

type Given = readonly TierInput[] | null | undefined;
type Currency = CurrencyCode | undefined;

/**
 * The readers of tiers, by what a tier has. Each throws `InvalidValue`: `required`, `too_few`,
 * `too_many`; at a tier `unknown_field`, at its bound `tier_bound_missing`, `last_tier_bounded`,
 * `tiers_not_ascending`; and what decimals and amounts are refused for.
 */
export const tierReaders = {
  unit: (given: Given, currency: Currency): readonly UnitTier[] =>
    readTiers(given, (tier) => {
      const { unitAmount, flatAmount } = tier;
      if (isAbsent(unitAmount) && isAbsent(flatAmount)) refuseEmptyTier();
      return {
        unitAmount: () => orNull(parseDecimal)(unitAmount),
        flatAmount: () =>
          orNull((amount: NonNullable<typeof flatAmount>) => parseAmount(amount, currency))(
            flatAmount,
          ),
      };
    }),
  stairstep: (given: Given, currency: Currency): readonly StairstepTier[] =>
    readTiers(given, ({ flatAmount }) => ({
      flatAmount: () => parseAmount(required(flatAmount), currency),
    })),
  package: (given: Given, currency: Currency): readonly PackageTier[] =>
    readTiers(given, ({ packageSize, amount }) => ({
      packageSize: () => parsePositiveDecimal(required(packageSize)),
      amount: () => parseAmount(required(amount), currency),
    })),
  rate: (given: Given, currency: Currency): readonly RateTier[] =>
    readTiers(given, ({ rate, flatAmount }) => ({
      rate: () => parseDecimal(required(rate)),
      flatAmount: () =>
        orNull((amount: NonNullable<typeof flatAmount>) => parseAmount(amount, currency))(
          flatAmount,
        ),
    })),
  capacity: (given: Given, currency: Currency): readonly CapacityTier[] => {
    const tiers = countedTiers(given);
    return checkEach(tiers, (tier, index) =>
      checkAll(
        refusingOthers(tier, tierFields, {
          upTo: () => capacityBound(tiers, index),
          flatAmount: () => parseAmount(required(tier.flatAmount), currency),
        }),
      ),
    );
  },
};

type TierField = Exclude<keyof TierInput, 'upTo'>;

const tierFields: readonly TierField[] = [
  'unitAmount',
  'flatAmount',
  'rate',
  'packageSize',
  'amount',
];

const isAbsent = (value: unknown): boolean => value === null || value === undefined;

const refuseEmptyTier = (): never => {
  throw InvalidValue.because('required', 'A tier has a unitAmount, a flatAmount or both.');
};

const countedTiers = (given: Given): readonly TierInput[] => {
  const tiers = required(given);
  if (tiers.length === 0) throw InvalidValue.because('too_few', 'A price has a tier at least.');
  if (tiers.length <= tiersMax) return tiers;
  throw InvalidValue.because('too_many', `A price has ${tiersMax} tiers at most.`);
};

const readTiers = <Read extends object>(
  given: Given,
  readersOf: (tier: TierInput) => { readonly [Name in keyof Read]: () => Read[Name] },
): readonly (Read & { readonly upTo: string | null })[] => {
  const tiers = countedTiers(given);
  return checkEach(tiers, (tier, index) => {
    const readers = { upTo: () => boundOf(tiers, index), ...readersOf(tier) };
    const read = checkAll(refusingOthers(tier, tierFields, readers));
    return read as unknown as Read & { readonly upTo: string | null };
  });
};

const boundOf = (tiers: readonly TierInput[], index: number): string | null => {
  const { upTo = null } = tiers[index] ?? {};
  if (isBoundLast(tiers, index, upTo)) return null;
  if (typeof upTo !== 'string') {
    throw InvalidValue.because('invalid_type', 'The bound of a tier is a decimal, or null.');
  }
  const bound = parsePositiveDecimal(upTo);
  const before = decimalIfGood(tiers[index - 1]?.upTo);
  if (before !== null && fractionOf(bound).compare(fractionOf(before)) <= 0) refuseUnordered();
  return bound;
};

/** Whether it is the last tier, which has no bound. @throws {InvalidValue} where they disagree. */
const isBoundLast = (tiers: readonly TierInput[], index: number, upTo: unknown): boolean => {
  const isLast = index === tiers.length - 1;
  if (isLast && upTo === null) return true;
  if (isLast) {
    throw InvalidValue.because(
      'last_tier_bounded',
      'The last tier takes all that lies above the one before: its upTo is null.',
    );
  }
  if (upTo !== null) return false;
  throw InvalidValue.because(
    'tier_bound_missing',
    'Only the last tier is without a bound: state up to where this one reaches.',
  );
};

const refuseUnordered = (): never => {
  throw InvalidValue.because(
    'tiers_not_ascending',
    'Each tier reaches further than the one before it.',
  );
};

// A text that is no decimal is told at its own tier, and not once more at the next one.
const decimalIfGood = (text: unknown): string | null => {
  if (typeof text !== 'string') return null;
  try {
    return parseDecimal(text);
  } catch {
    return null;
  }
};

const capacityBound = (
  tiers: readonly TierInput[],
  index: number,
): Readonly<Record<string, string>> | null => {
  const { upTo = null } = tiers[index] ?? {};
  if (isBoundLast(tiers, index, upTo)) return null;
  if (upTo === null || typeof upTo === 'string') {
    throw InvalidValue.because('invalid_type', 'The bounds of a capacity tier are by meter.');
  }
  const meters = Object.keys(upTo);
  if (meters.length === 0) throw InvalidValue.because('too_few', 'A tier bounds a meter at least.');
  if (meters.length > metersMax) {
    throw InvalidValue.because('too_many', `A tier bounds ${metersMax} meters at most.`);
  }
  const read = checkRecord(upTo, meterBound);
  const before = tiers[index - 1]?.upTo;
  if (typeof before === 'object' && before !== null) refuseNarrower(before, read);
  return read;
};

const meterBound = (bound: string, meter: string): string => {
  parseCode(meter);
  return parseDecimal(bound);
};

const refuseNarrower = (
  before: Readonly<Record<string, string>>,
  bounds: Readonly<Record<string, string>>,
): void => {
  const known = Object.keys(before);
  const meters = Object.keys(bounds);
  if (known.length !== meters.length || known.some((meter) => !Object.hasOwn(bounds, meter))) {
    throw InvalidValue.because('tier_meters_differ', 'All tiers bound the same meters.');
  }
  const steps = meters.map((meter) => {
    const earlier = decimalIfGood(before[meter]);
    return earlier === null ? 1 : fractionOf(bounds[meter] ?? '0').compare(fractionOf(earlier));
  });
  // No meter reaches less far than before, and one at least reaches further.
  if (steps.some((step) => step < 0) || steps.every((step) => step === 0)) refuseUnordered();
};
